import { Button, Select } from "@mantine/core";
import { useState } from "react";
import type { TelemetryColumns, TelemetryMapping } from "../../shared/model/telemetry.ts";
import { telemetryField } from "../../shared/model/telemetry.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { Notice } from "../ui/ErrorNotice.tsx";
import { fieldWords } from "./telemetry-words.ts";

const choices = [
  { value: "", label: "Left out" },
  ...telemetryField.options.map((value) => ({ value, label: fieldWords[value] })),
];

/** Asks which column of a table of log sources is what; the answer is remembered for its headings. */
export function MapColumnsDialog({
  table,
  onClose,
  onMapped,
}: {
  readonly table: TelemetryColumns;
  readonly onClose: () => void;
  readonly onMapped: (mapping: TelemetryMapping) => void;
}) {
  const [mapping, setMapping] = useState<TelemetryMapping>(table.mapping);
  const isNamed = mapping.some(({ field }) => field === "name" || field === "dataComponent");
  return (
    <Dialog
      opened
      wide
      title="Which column holds what?"
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="filled" disabled={!isNamed} onClick={() => onMapped(mapping)}>
            Import log sources
          </Button>
        </>
      }
    >
      {!isNamed && (
        <Notice tone="warning">Say which column names the log source or the data component.</Notice>
      )}
      <table className="advice-table">
        <thead>
          <tr>
            <th scope="col">Column</th>
            <th scope="col">Holds</th>
            <th scope="col">First values</th>
          </tr>
        </thead>
        <tbody>
          {table.columns.map((column, at) => (
            <tr key={column}>
              <th scope="row">{column}</th>
              <td>
                <Select
                  size="xs"
                  aria-label={`What ${column} holds`}
                  searchable
                  data={choices}
                  value={mapping.find((one) => one.column === column)?.field ?? ""}
                  onChange={(value) => {
                    const field = telemetryField.safeParse(value);
                    const rest = mapping.filter(
                      (one) => one.column !== column && one.field !== field.data,
                    );
                    setMapping(field.success ? [...rest, { field: field.data, column }] : rest);
                  }}
                />
              </td>
              <td className="muted">
                {table.rows
                  .slice(0, 3)
                  .flatMap((row) => row[at] || [])
                  .join("; ")}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}

import { Select } from "@mantine/core";
import type { ColumnMapping, DetectionPreview } from "../../shared/model/detection.ts";
import { tableField } from "../../shared/model/detection.ts";
import { Notice } from "../ui/ErrorNotice.tsx";
import { fieldWords } from "./detection-words.ts";
import { fieldOf, mapColumn, missingWords, sampleValues } from "./mapping.ts";
import "./Detections.css";

const fieldChoices = [
  { value: "", label: "Own field, kept as it is" },
  ...tableField.options.map((field) => ({ value: field, label: fieldWords[field] })),
];

/** Which column of a table is what: recognised or remembered columns are filled in already. */
export function MappingStep({
  table,
  mapping,
  onSheet,
  onMapping,
}: {
  readonly table: NonNullable<DetectionPreview["table"]>;
  readonly mapping: ColumnMapping;
  readonly onSheet: (sheet: string) => void;
  readonly onMapping: (mapping: ColumnMapping) => void;
}) {
  const missing = table.complete ? null : missingWords(mapping);
  return (
    <section className="mapping-step">
      {table.sheets.length > 1 && (
        <Select
          label="Sheet"
          data={table.sheets}
          value={table.sheet}
          onChange={(sheet) => {
            if (sheet !== null) onSheet(sheet);
          }}
        />
      )}
      <div>
        <h3>Columns</h3>
        <p className="muted">
          Say what each column holds. The choice is remembered for tables with the same headings.
        </p>
      </div>
      {missing !== null && <Notice tone="warning">{missing}</Notice>}
      {/* A scrolling region has to be reachable by keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="mapping-scroll" tabIndex={0} role="region" aria-label="Columns of the table">
        <table className="mapping-table">
          <thead>
            <tr>
              <th scope="col">Column</th>
              <th scope="col">Holds</th>
              <th scope="col">First values</th>
            </tr>
          </thead>
          <tbody>
            {table.columns.map((column, index) => {
              const sample = sampleValues(table.rows, index);
              return (
                <tr key={`${column} ${String(index)}`}>
                  <th scope="row">{column === "" ? <i>no heading</i> : column}</th>
                  <td>
                    <Select
                      size="xs"
                      aria-label={`What ${column} holds`}
                      searchable
                      data={fieldChoices}
                      value={fieldOf(mapping, column) ?? ""}
                      onChange={(value) => {
                        const field = tableField.safeParse(value);
                        onMapping(mapColumn(mapping, column, field.success ? field.data : null));
                      }}
                    />
                  </td>
                  <td className="muted" title={sample}>
                    {sample}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}

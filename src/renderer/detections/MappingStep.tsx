import { Select } from "@mantine/core";
import { Notice } from "../ui/ErrorNotice.tsx";
import { fieldOf, mapColumn, type MappingOf, sampleValues } from "./mapping.ts";
import "./Detections.css";

/** A table as its preview shows it. */
interface PreviewedTable {
  readonly sheets: readonly string[];
  readonly sheet: string | null;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Which column of a table is what: recognised or remembered columns are filled in already. */
export function MappingStep<Field extends string>({
  table,
  mapping,
  fields,
  missing,
  isRemembered = true,
  onSheet,
  onMapping,
}: {
  readonly table: PreviewedTable;
  readonly mapping: MappingOf<Field>;
  /** What a column may hold, in words. */
  readonly fields: readonly { readonly value: Field; readonly label: string }[];
  /** What the mapping still lacks; null where it suffices. */
  readonly missing: string | null;
  /** Whether the next table with the same headings is read the same way. */
  readonly isRemembered?: boolean;
  readonly onSheet: (sheet: string) => void;
  readonly onMapping: (mapping: MappingOf<Field>) => void;
}) {
  const fieldChoices = [{ value: "", label: "Own field, kept as it is" }, ...fields];
  return (
    <section className="mapping-step">
      {table.sheets.length > 1 && (
        <Select
          label="Sheet"
          data={[...table.sheets]}
          value={table.sheet}
          onChange={(sheet) => {
            if (sheet !== null) onSheet(sheet);
          }}
        />
      )}
      <div>
        <h3>Columns</h3>
        <p className="muted">
          Say what each column holds.
          {isRemembered && " The choice is remembered for tables with the same headings."}
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
                        const field = fields.find((each) => each.value === value);
                        onMapping(mapColumn(mapping, column, field?.value ?? null));
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

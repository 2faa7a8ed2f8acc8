import { Select } from "@mantine/core";
import type { Environment } from "../../shared/model/workspace.ts";

/** Which environment an import is for; nothing where there is only one. */
export function EnvironmentSelect({
  environments,
  value,
  description,
  onChange,
}: {
  readonly environments: readonly Environment[];
  /** By name. */
  readonly value: string;
  readonly description: string;
  readonly onChange: (name: string) => void;
}) {
  if (environments.length < 2) return null;
  return (
    <Select
      label="Environment"
      description={description}
      data={environments.map(({ name }) => name)}
      value={value}
      onChange={(name) => {
        if (name !== null) onChange(name);
      }}
    />
  );
}

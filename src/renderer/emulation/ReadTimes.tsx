import { Select } from "@mantine/core";

/** The zone of this machine, which is likeliest that of a table made on it. */
export const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const zones = [...new Set(["UTC", ownZone, ...Intl.supportedValuesOf("timeZone")])];

/** Of which zone a table's times are that name none. */
export function ZoneSelect({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (zone: string) => void;
}) {
  return (
    <Select
      label="Zone of its times"
      data={zones}
      searchable
      value={value}
      allowDeselect={false}
      onChange={(zone) => onChange(zone ?? value)}
    />
  );
}

/** Whether the day or the month stands first in a table's dates, where nothing in it tells. */
export function DateOrderSelect({
  value,
  onChange,
}: {
  readonly value: boolean | undefined;
  readonly onChange: (dayFirst: boolean | undefined) => void;
}) {
  return (
    <Select
      label="03/04 means"
      placeholder="Choose"
      data={[
        { value: "day", label: "3 April" },
        { value: "month", label: "March 4" },
      ]}
      value={value === undefined ? null : value ? "day" : "month"}
      onChange={(order) => onChange(order === null ? undefined : order === "day")}
    />
  );
}

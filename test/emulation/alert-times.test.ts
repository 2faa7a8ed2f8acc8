import { describe, expect, test } from "vitest";
import { prepareAlertTimes } from "../../src/main/emulation/alert-times.ts";

const read = (
  text: string,
  options: { zone?: string; dayFirst?: boolean } = {},
  heading = "Time",
) => {
  const at = prepareAlertTimes([text], heading, options).read(text);
  return at === null ? null : new Date(at).toISOString();
};

describe("the time of an alert", () => {
  test.each([
    ["2026-11-12T09:47:00.250Z", "2026-11-12T09:47:00.250Z"],
    // Splunk
    ["2026-11-12T10:47:00.000+0100", "2026-11-12T09:47:00.000Z"],
    ["1794476820", "2026-11-12T09:47:00.000Z"],
    ["1794476820.125", "2026-11-12T09:47:00.125Z"],
    // QRadar, and clocks that count finer
    ["1794476820000", "2026-11-12T09:47:00.000Z"],
    ["1794476820000000", "2026-11-12T09:47:00.000Z"],
    ["1794476820000000000", "2026-11-12T09:47:00.000Z"],
    ["Nov 12, 2026, 9:47:00 AM", "2026-11-12T09:47:00.000Z"],
    // Kibana
    ["Nov 12, 2026 @ 09:47:00.000", "2026-11-12T09:47:00.000Z"],
    ["12 November 2026 21:47", "2026-11-12T21:47:00.000Z"],
    ["Thu, 12 Nov 2026 09:47:00 GMT", "2026-11-12T09:47:00.000Z"],
    ["12.11.2026 09:47:00", "2026-11-12T09:47:00.000Z"],
    ["12.11.2026, 12:05 AM", "2026-11-12T00:05:00.000Z"],
  ])("%s is %s", (text, at) => {
    expect(read(text)).toBe(at);
  });

  test.each([
    "",
    "yesterday",
    "31.02.2026 10:00",
    "Nov 12, 2026 25:00",
    "13:00 PM",
    "9".repeat(400),
  ])("%j is none", (text) => expect(read(text)).toBeNull());

  test("without a zone is of the zone that is said, in summer and in winter", () => {
    const zone = "Europe/Berlin";
    expect(read("2026-11-12 10:47:00", { zone })).toBe("2026-11-12T09:47:00.000Z");
    expect(read("2026-07-12 11:47:00", { zone })).toBe("2026-07-12T09:47:00.000Z");
    // python3: datetime(2026,3,29,4,0,tzinfo=ZoneInfo("Europe/Berlin")).astimezone(timezone.utc)
    expect(read("2026-03-29 01:59:59", { zone })).toBe("2026-03-29T00:59:59.000Z");
    expect(read("2026-03-29 03:00:00", { zone })).toBe("2026-03-29T01:00:00.000Z");
    // The hour that comes twice: the first of both.
    expect(read("2026-10-25 02:30:00", { zone })).toBe("2026-10-25T00:30:00.000Z");
    expect(read("2026-10-25 03:00:00", { zone })).toBe("2026-10-25T02:00:00.000Z");
    expect(read("2026-11-12T09:47:00Z", { zone })).toBe("2026-11-12T09:47:00.000Z");
    expect(read("2026-11-12 09:47:00", { zone: "+05:30" })).toBe("2026-11-12T04:17:00.000Z");
    expect(() => read("2026-11-12 09:47:00", { zone: "Mars/Base" })).toThrow(/no time zone/);
  });

  test("is UTC where the heading says so, whatever zone is said", () => {
    const at = read("11/22/2026, 9:47:00.000 AM", { zone: "Europe/Berlin" }, "TimeGenerated [UTC]");
    expect(at).toBe("2026-11-22T09:47:00.000Z");
  });

  test("whose day and month nobody tells apart is not read until somebody does", () => {
    const cells = ["03/04/2026 10:00", "05/06/2026 10:00"];
    const unclear = prepareAlertTimes(cells, "Time", {});
    expect([unclear.orderUnclear, unclear.read("03/04/2026 10:00")]).toEqual([true, null]);
    expect(read("03/04/2026 10:00", { dayFirst: true })).toBe("2026-04-03T10:00:00.000Z");
    expect(read("03/04/2026 10:00", { dayFirst: false })).toBe("2026-03-04T10:00:00.000Z");
    const told = prepareAlertTimes([...cells, "25/12/2026 10:00"], "Time", { dayFirst: false });
    expect(told.orderUnclear).toBe(false);
    expect(new Date(told.read("03/04/2026 10:00") ?? 0).toISOString()).toBe(
      "2026-04-03T10:00:00.000Z",
    );
  });
});

/** The time that it is in tests. */
export function testTime(): Date {
  return new Date("2026-11-21T12:00:00.000Z");
}

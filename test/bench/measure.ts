import { fork } from "node:child_process";
import { once } from "node:events";
import { z } from "zod";

/** What a measured process says of itself. */
export const measurement = z.object({
  milliseconds: z.number(),
  /** Largest resident set of the process. */
  peakMegabytes: z.number(),
  /** Named parts of the whole, in milliseconds or counts. */
  parts: z.record(z.string(), z.number()),
});
export type Measurement = z.infer<typeof measurement>;

/**
 * Runs a job of `jobs.ts` in a process of its own, several times, and returns the run with the
 * median time: memory and compiled code of one job must not help another.
 */
export async function measure(
  job: string,
  parameters: readonly string[],
  runs: number,
): Promise<Measurement> {
  const measured: Measurement[] = [];
  for (let run = 0; run < runs; run += 1) {
    const child = fork(new URL("jobs.ts", import.meta.url), [job, ...parameters], {
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    const ended = once(child, "exit");
    const [message] = (await Promise.race([
      once(child, "message"),
      ended.then(([code]) => {
        throw new Error(`${job} ended with ${String(code)} and no figures.`);
      }),
    ])) as [unknown];
    measured.push(measurement.parse(message));
    await ended;
  }
  measured.sort((a, b) => a.milliseconds - b.milliseconds);
  const median = measured[Math.floor(measured.length / 2)];
  if (median === undefined) throw new Error("Nothing was measured.");
  return median;
}

/** A figure beside its goal. */
export interface Ratio {
  readonly name: string;
  readonly value: number;
  /** Null where the figure is told and none is set. */
  readonly goal: number | null;
  readonly unit: string;
  readonly note: string;
}

/** Prints ratios as a table; a missed goal is marked, and never fails the run. */
export function printRatios(title: string, ratios: readonly Ratio[]): void {
  console.log(`\n${title}`);
  for (const { name, value, goal, unit, note } of ratios) {
    const verdict = goal === null ? "      " : value <= goal ? "ok    " : "MISSED";
    const aim = goal === null ? "" : `goal ≤ ${goal} ${unit}`;
    const figure = `${value.toFixed(2).padStart(8)} ${unit.padEnd(3)}`;
    console.log(`  ${verdict} ${name.padEnd(52)} ${figure} ${aim.padEnd(14)} ${note}`);
  }
}

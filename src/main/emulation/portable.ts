import { z } from "zod";
import type { TestCaseChange, TestCaseContent } from "../../shared/model/emulation.ts";
import { firedDetection, observation, testCaseContent } from "../../shared/model/emulation.ts";

/**
 * What is said of a test case as another workspace understands it.
 *
 * The number of the detection that fired means nothing elsewhere: its name stands for it.
 */
export function portableContent(content: TestCaseContent): TestCaseContent {
  return testCaseContent.parse({
    ...content,
    fired: unnumbered(content.fired),
    observations: content.observations.map(withUnnumbered),
  });
}

/** A change in the same sense. */
export function portableChange(change: TestCaseChange): TestCaseChange {
  if (change.field !== "fired" && change.field !== "observations") return change;
  const { before, after } = change;
  return { ...change, before: portableValue(before), after: portableValue(after) };
}

const values = z.union([firedDetection.nullable(), z.array(observation)]);

function portableValue(json: string): string {
  const read = values.safeParse(JSON.parse(json));
  if (!read.success) return json;
  return JSON.stringify(
    Array.isArray(read.data) ? read.data.map(withUnnumbered) : unnumbered(read.data),
  );
}

function unnumbered(fired: TestCaseContent["fired"]): TestCaseContent["fired"] {
  return fired === null ? null : { id: null, name: fired.name };
}

function withUnnumbered<Seen extends { readonly fired: TestCaseContent["fired"] }>(
  seen: Seen,
): Seen {
  return { ...seen, fired: unnumbered(seen.fired) };
}

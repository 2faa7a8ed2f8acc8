import type { TestSource } from "../../shared/model/emulation.ts";
import type { ReportItem } from "../../shared/model/import-report.ts";
import type { JsonObject } from "../detections/json-fields.ts";
import {
  fieldAt,
  isJsonObject,
  objectAt,
  objectsAt,
  textAt,
  textOfJson,
} from "../detections/json-fields.ts";
import type { ReadCase, ReadEmulation } from "./read-emulation.ts";
import { aReading, aTestCaseContent, anExecution, cut, cutLong } from "./read-emulation.ts";
import { readMoment } from "./read-moment.ts";
import { RunsByDay } from "./runs-by-day.ts";

/** Whether a JSON value is an execution log in ATTiRe. */
export function isAttire(value: unknown): boolean {
  return (
    isJsonObject(value) &&
    isJsonObject(fieldAt(value, "execution-data")) &&
    Array.isArray(fieldAt(value, "procedures"))
  );
}

/**
 * Reads an execution log in ATTiRe 1.1.
 *
 * A log that several runs were appended to keeps the data of the last run alone, so a procedure is
 * known by its own ID, host and start, and runs are told apart by day; where the log names an
 * assessment, that is the run. What was printed and the exit code are no outcome.
 */
export function readAttire(file: string, value: unknown): ReadEmulation {
  const log = isJsonObject(value) ? value : {};
  const data = objectAt(log, "execution-data");
  const target = objectAt(data, "target");
  const origin = textAt(data, "execution-source") ?? "ATTiRe";
  const assessment = [textAt(data, "assessment-name"), textAt(data, "group-name")]
    .filter((text) => text !== null)
    .join(": ");
  const source: TestSource = /atomic/i.test(origin)
    ? "atomic"
    : /hodag|vectr/i.test(origin)
      ? "vectr"
      : "own";
  const host = textAt(target, "host") ?? textAt(target, "ip") ?? "";
  const items: ReportItem[] = [];
  const runs = new RunsByDay(`attire ${origin}`, origin);
  const named = new Map<string, ReadCase>();
  const procedures = objectsAt(log, "procedures");
  const days = new Set<string>();
  for (const [index, procedure] of procedures.entries()) {
    const name = textAt(procedure, "procedure-name") ?? `Procedure ${index + 1}`;
    const written = textAt(procedure, "mitre-technique-id") ?? "";
    const tell = (kind: string, message: string, effect: string | null) =>
      items.push({ class: kind, what: name, file, line: null, message, effect });
    const steps = objectsAt(procedure, "steps");
    const times = (key: string) =>
      steps.flatMap((step) => {
        const text = textAt(step, key);
        const read = text === null ? null : readMoment(text);
        if (text !== null && read === null) {
          tell("unreadable time", `${key} is "${text.slice(0, 60)}"`, "left empty");
        }
        if (read?.zoneAssumed === true) tell("no zone", `${key} names no zone`, "taken as UTC");
        return read?.at ?? [];
      });
    const startAt = times("time-start").sort()[0] ?? null;
    const endAt = times("time-stop").sort().at(-1) ?? null;
    if (written === "") tell("no technique", "names no technique", "counts for no technique");
    const id = textAt(objectAt(procedure, "procedure-id"), "id");
    const testKey = id?.toLowerCase() ?? (written === "" ? name : `${written}: ${name}`);
    const read: ReadCase = {
      key: JSON.stringify([testKey, startAt ?? index, host.toLowerCase()]),
      file,
      line: null,
      content: aTestCaseContent({
        source,
        testKey: cut(testKey),
        name: cut(name),
        written: cut(written),
        host: cut(host),
        executor: shorten(lineUp(steps, "executor")),
        command: cutLong(lineUp(steps, "command").join("\n")),
        startAt,
        endAt,
        execution: anExecution({
          exitCode: shorten(lineUp(steps, "exit-code")),
          status: steps.some((step) => fieldAt(step, "is-timeout") === true) ? "timeout" : null,
          user: textAt(target, "user"),
          processId: shorten(lineUp(steps, "process-id")),
          output: cutLong(steps.map(outputOf).filter(Boolean).join("\n")),
        }),
        redNotes: cutLong(textAt(procedure, "procedure-description") ?? ""),
        ownFields:
          textAt(target, "ip") === null ? [] : [{ name: "ip", value: textAt(target, "ip") ?? "" }],
      }),
    };
    if (startAt !== null) days.add(startAt.slice(0, 10));
    const isNew = assessment === "" ? runs.add(startAt, read) : !named.has(read.key);
    if (!isNew) tell("duplicates", "stands there twice", "taken once");
    else if (assessment !== "") named.set(read.key, read);
  }
  if (days.size > 1) {
    items.push({
      class: "appended runs",
      what: origin,
      file,
      line: null,
      message: `holds procedures of ${days.size} days under the target of the last run`,
      effect: `all of them are taken as run on ${host === "" ? "one host" : host}: check the hosts`,
    });
  }
  const times = [...named.values()]
    .flatMap(({ content }) => [content.startAt, content.endAt])
    .filter((at) => at !== null)
    .sort();
  return aReading({
    format: `ATTiRe ${textAt(log, "attire-version") ?? ""}`.trim(),
    runs:
      named.size === 0
        ? runs.list()
        : [
            {
              key: `attire ${origin} ${assessment}`,
              content: {
                name: cut(assessment),
                who: "",
                tool: cut(origin),
                startedAt: times[0] ?? null,
                endedAt: times.at(-1) ?? null,
                version: null,
                notes: "",
              },
              cases: [...named.values()],
            },
          ],
    items,
  });
}

/** The texts of one field of all steps, in their order. */
function lineUp(steps: readonly JsonObject[], key: string): string[] {
  return steps.flatMap((step) => {
    const value = fieldAt(step, key);
    const text = value === undefined || value === null ? "" : textOfJson(value).trim();
    return text === "" ? [] : [text];
  });
}

/** Different texts in one line; null where there is none. */
function shorten(texts: readonly string[]): string | null {
  return texts.length === 0 ? null : cut([...new Set(texts)].join(", "));
}

function outputOf(step: JsonObject): string {
  return objectsAt(step, "output")
    .map((part) => textAt(part, "content") ?? "")
    .filter((text) => text !== "")
    .join("\n");
}

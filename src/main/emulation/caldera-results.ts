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
import type { ReadCase, ReadEmulation, ReadRun } from "./read-emulation.ts";
import { aReading, aTestCaseContent, anExecution, cut, cutLong } from "./read-emulation.ts";
import { readMoment } from "./read-moment.ts";

/** What Caldera's status codes say of a link: none of them is an outcome of the defence. */
const statusWords: ReadonlyMap<number, string> = new Map([
  [0, "success"],
  [1, "error"],
  [124, "timeout"],
  [-1, "paused"],
  [-2, "discarded"],
  [-3, "not yet run"],
  [-4, "untrusted"],
  [-5, "high visibility"],
]);

/** Whether a JSON value is a report of a Caldera operation. */
export function isCalderaReport(value: unknown): boolean {
  return (
    isJsonObject(value) &&
    isJsonObject(fieldAt(value, "steps")) &&
    Array.isArray(fieldAt(value, "host_group"))
  );
}

/** Whether a JSON value is an event log of Caldera. */
export function isCalderaEventLog(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every(
      (event) =>
        isJsonObject(event) &&
        isJsonObject(fieldAt(event, "ability_metadata")) &&
        isJsonObject(fieldAt(event, "operation_metadata")),
    )
  );
}

/** A link of an operation, whichever file tells it. */
interface Link {
  readonly abilityId: string;
  readonly name: string;
  readonly description: string;
  readonly attack: JsonObject;
  readonly host: string;
  readonly user: string | null;
  readonly delegated: string | null;
  readonly startAt: string | null;
  readonly endAt: string | null;
  readonly source: JsonObject;
}

/**
 * Reads the report of a Caldera operation, of 2.x, 4.x and 5.x.
 *
 * Last steps of an agent that undo an ability are its cleanup and no test of their own. What Caldera
 * skipped is told item by item.
 */
export function readCalderaReport(file: string, value: unknown): ReadEmulation {
  const report = isJsonObject(value) ? value : {};
  const agents = new Map(
    objectsAt(report, "host_group").map((agent) => [textAt(agent, "paw") ?? "", agent]),
  );
  const steps = objectAt(report, "steps");
  const told = new Telling(file);
  const links = Object.keys(steps).flatMap((paw) => {
    const agent = agents.get(paw) ?? {};
    const own = objectsAt(objectAt(steps, paw), "steps").map((step): Link => ({
      abilityId: textAt(step, "ability_id") ?? "",
      name: textAt(step, "name") ?? "",
      description: textAt(step, "description") ?? "",
      attack: objectAt(step, "attack"),
      host: textAt(agent, "host") ?? "",
      user: textAt(agent, "username"),
      delegated: told.moment(step, "delegated"),
      startAt: told.moment(step, "agent_reported_time") ?? told.moment(step, "run"),
      endAt: told.moment(step, "run"),
      source: step,
    }));
    return told.withoutCleanup(own);
  });
  for (const skipped of objectsAt(report, "skipped_abilities")) {
    for (const paw of Object.keys(skipped)) {
      for (const ability of objectsAt(skipped, paw)) {
        const host = textAt(agents.get(paw) ?? {}, "host") ?? paw;
        const what = textAt(ability, "ability_name") ?? textAt(ability, "ability_id") ?? "";
        const reason = textAt(ability, "reason") ?? "no reason given";
        told.tell("skipped", what, `was skipped on ${host}: ${reason}`, "no test case");
      }
    }
  }
  const adversary = textAt(objectAt(report, "adversary"), "name");
  const start = told.moment(report, "start");
  return aReading({
    format: "Caldera operation report",
    runs: [
      runOf(file, links, {
        name: textAt(report, "name"),
        adversary,
        start,
        finish: told.moment(report, "finish"),
      }),
    ],
    items: told.items,
  });
}

/** Reads an event log of Caldera: one operation, or several. */
export function readCalderaEventLog(file: string, value: unknown): ReadEmulation {
  const events = Array.isArray(value) ? value.filter(isJsonObject) : [];
  const told = new Telling(file);
  const operations = new Map<string, { operation: JsonObject; links: Map<string, Link[]> }>();
  for (const event of events) {
    const operation = objectAt(event, "operation_metadata");
    const agent = objectAt(event, "agent_metadata");
    const ability = objectAt(event, "ability_metadata");
    const key = JSON.stringify([
      textAt(operation, "operation_name"),
      textAt(operation, "operation_start"),
    ]);
    const known = operations.get(key) ?? { operation, links: new Map<string, Link[]>() };
    operations.set(key, known);
    const paw = textAt(agent, "paw") ?? "";
    const own = known.links.get(paw) ?? [];
    known.links.set(paw, own);
    own.push({
      abilityId: textAt(ability, "ability_id") ?? "",
      name: textAt(ability, "ability_name") ?? "",
      description: textAt(ability, "ability_description") ?? "",
      attack: objectAt(event, "attack_metadata"),
      host: textAt(agent, "host") ?? "",
      user: textAt(agent, "username"),
      delegated: told.moment(event, "delegated_timestamp"),
      startAt:
        told.moment(event, "agent_reported_time") ?? told.moment(event, "collected_timestamp"),
      endAt: told.moment(event, "finished_timestamp"),
      source: event,
    });
  }
  return aReading({
    format: "Caldera event log",
    runs: [...operations.values()].map(({ operation, links }) =>
      runOf(
        file,
        [...links.values()].flatMap((own) => told.withoutCleanup(own)),
        {
          name: textAt(operation, "operation_name"),
          adversary: textAt(operation, "operation_adversary"),
          start: told.moment(operation, "operation_start"),
          finish: null,
        },
      ),
    ),
    items: told.items,
  });
}

/** Gathers what a file's reader has to tell. */
class Telling {
  readonly items: ReportItem[] = [];
  readonly #file: string;
  #saidZone = false;

  constructor(file: string) {
    this.#file = file;
  }

  tell(kind: string, what: string, message: string, effect: string | null): void {
    this.items.push({ class: kind, what, file: this.#file, line: null, message, effect });
  }

  /** A moment; Caldera's times without a zone are UTC, which is said once for a file. */
  moment(object: JsonObject, key: string): string | null {
    const text = textAt(object, key);
    if (text === null) return null;
    const read = readMoment(text);
    if (read === null) {
      this.tell("unreadable time", key, `"${text.slice(0, 60)}" is no time`, "left empty");
      return null;
    }
    if (read.zoneAssumed && !this.#saidZone) {
      this.#saidZone = true;
      this.tell("no zone", key, "times name no zone", "taken as UTC, as Caldera writes them");
    }
    return read.at;
  }

  /**
   * An agent's links without those of the cleanup: the last ones whose ability ran before by a
   * command that begins with another word. What repeats for each fact begins with the same one.
   */
  withoutCleanup(links: readonly Link[]): Link[] {
    const words = links.map(({ source }) => firstWordOf(commandOf(source)));
    let end = links.length;
    while (end > 0) {
      const last = links[end - 1];
      const earlier = links
        .slice(0, end - 1)
        .flatMap(({ abilityId }, index) =>
          abilityId === last?.abilityId ? (words[index] ?? "") : [],
        );
      if (last === undefined || earlier.length === 0 || earlier.includes(words[end - 1] ?? ""))
        break;
      this.tell(
        "skipped",
        last.name,
        `cleans up after itself (${cut(commandOf(last.source))})`,
        "no test of its own",
      );
      end -= 1;
    }
    return links.slice(0, end);
  }
}

function runOf(
  file: string,
  links: readonly Link[],
  operation: {
    readonly name: string | null;
    readonly adversary: string | null;
    readonly start: string | null;
    readonly finish: string | null;
  },
): ReadRun {
  const { name, adversary, start, finish } = operation;
  const seen = new Map<string, number>();
  const cases = links.map((link): ReadCase => {
    const { abilityId, attack, source, startAt, endAt, delegated } = link;
    const processId = scalarAt(source, "pid");
    const place = JSON.stringify([abilityId, delegated, processId]);
    const before = seen.get(place) ?? 0;
    seen.set(place, before + 1);
    const status = fieldAt(source, "status");
    const output = outputOf(source);
    return {
      key: before === 0 ? place : `${place} ${before + 1}`,
      file,
      line: null,
      content: aTestCaseContent({
        source: "caldera",
        testKey: cut(abilityId === "" ? link.name || "unnamed" : abilityId),
        name: cut(link.name === "" ? abilityId : link.name),
        written: cut(textAt(attack, "technique_id") ?? ""),
        tactic: textAt(attack, "tactic"),
        group: cut(adversary ?? ""),
        host: cut(link.host),
        platform: cut(textAt(source, "platform") ?? ""),
        executor: textAt(source, "executor"),
        command: cutLong(commandOf(source)),
        startAt: startAt ?? endAt ?? delegated,
        endAt,
        execution: anExecution({
          exitCode: output.exitCode,
          status:
            typeof status === "number" ? `${status} ${statusWords.get(status) ?? ""}`.trim() : null,
          user: link.user,
          processId,
          output: cutLong(output.text),
        }),
        redNotes: cutLong(link.description),
      }),
    };
  });
  return {
    key: `caldera ${name ?? ""} ${start ?? ""}`,
    content: {
      name: cut(name ?? "Caldera operation"),
      who: "",
      tool: "Caldera",
      startedAt: start,
      endedAt: finish,
      version: null,
      notes: adversary === null ? "" : `Adversary: ${adversary}`,
    },
    cases,
  };
}

/** The command as text: before 5.x Caldera writes it in base64. */
function commandOf(source: JsonObject): string {
  const plain = textAt(source, "plaintext_command");
  if (plain !== null) return plain;
  const command = textAt(source, "command") ?? "";
  return decodeBase64(command) ?? command;
}

/** The text that base64 stands for; null where a text is none, or of no text. */
function decodeBase64(text: string): string | null {
  if (text.length < 8 || text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return null;
  const bytes = Buffer.from(text, "base64");
  try {
    const decoded = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return /^(?:\P{Cc}|\s)*$/u.test(decoded) ? decoded : null;
  } catch {
    return null;
  }
}

function firstWordOf(command: string): string {
  return /^\W*([\w.-]+)/.exec(command)?.[1]?.toLowerCase() ?? "";
}

/** What an ability printed: a text, or since 5.x its streams and its exit code apart. */
function outputOf(source: JsonObject): { readonly text: string; readonly exitCode: string | null } {
  const output = fieldAt(source, "output");
  if (isJsonObject(output)) {
    const streams = [textAt(output, "stdout"), textAt(output, "stderr")];
    return {
      text: streams.filter((stream) => stream !== null).join("\n"),
      exitCode: scalarAt(output, "exit_code"),
    };
  }
  return { text: typeof output === "string" ? output : "", exitCode: null };
}

function scalarAt(object: JsonObject, key: string): string | null {
  const value = fieldAt(object, key);
  return typeof value === "string" || typeof value === "number" ? cut(textOfJson(value)) : null;
}

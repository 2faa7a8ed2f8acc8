import { z } from "zod";
import type { TestCaseContent, TestCaseField } from "../../shared/model/emulation.ts";
import { testCaseContent } from "../../shared/model/emulation.ts";
import type { HiddenPart } from "../../shared/model/redaction.ts";
import { hiddenPart } from "../../shared/model/redaction.ts";
import type { ExportedCase, ExportedRun } from "../../shared/model/run-export.ts";
import { findHomeAccounts } from "./find-accounts.ts";
import { hiddenMark, HiddenWords } from "./hidden-words.ts";
import { aTestCaseContent } from "./read-emulation.ts";

/** Runs as somebody else may see them. */
export interface RedactedRuns {
  readonly runs: readonly ExportedRun[];
  /** Distinct values by the part that they were hidden with. */
  readonly values: ReadonlyMap<HiddenPart, ReadonlySet<string>>;
  /** Places inside texts that stay where a hidden value was replaced. */
  readonly replaced: number;
}

/** Texts that are removed are looked for elsewhere from this length on: `Low` says nothing alone. */
const tellingText = 8;
/** Fields of a source's own that name what has a place of its own elsewhere, in lower case. */
const ownNames: ReadonlyMap<string, NamedPart> = new Map([
  ...["sourceips", "targetassets", "sources", "targets", "ip", "host"].map(
    (name): [string, NamedPart] => [name, "hosts"],
  ),
  ...["detectingtools", "controls"].map((name): [string, NamedPart] => [name, "tools"]),
  ["organizations", "people"],
]);
const lists = /[,;\n]/;

/**
 * Hides parts of runs: names become pseudonyms that stay the same in all runs, texts go.
 *
 * What was hidden is replaced inside the texts that stay as well. `hosts` are names of machines that
 * are known apart from the runs. The same runs give the same pseudonyms.
 */
export function redactRuns(
  runs: readonly ExportedRun[],
  parts: readonly HiddenPart[],
  hosts: readonly string[] = [],
): RedactedRuns {
  const steps = redactInSteps(runs, parts, hosts);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/** The same, with a stop after every hundred test cases. */
export function* redactInSteps(
  runs: readonly ExportedRun[],
  parts: readonly HiddenPart[],
  hosts: readonly string[],
): Generator<undefined, RedactedRuns, undefined> {
  const redactor = new Redactor(new Set(parts));
  redactor.learn(runs, hosts);
  const redacted: ExportedRun[] = [];
  for (const run of runs) {
    const cases: ExportedCase[] = [];
    for (const [at, testCase] of run.cases.entries()) {
      if (at % 100 === 99) yield undefined;
      cases.push(redactor.redactCase(testCase));
    }
    redacted.push({ ...redactor.redactRun(run), cases });
  }
  return { runs: redacted, values: redactor.values, replaced: redactor.replaced };
}

/** Parts whose values get a pseudonym, with the word that it is made of. */
const pseudonyms = {
  run: "Run",
  hosts: "Host",
  users: "Account",
  people: "Person",
  tools: "Tool",
  rules: "Rule",
  groups: "Group",
} as const satisfies Partial<Record<HiddenPart, string>>;
type NamedPart = keyof typeof pseudonyms;

class Redactor {
  readonly #hidden: ReadonlySet<HiddenPart>;
  readonly #words: HiddenWords;
  readonly #names: [part: HiddenPart, value: string, word: string][] = [];
  readonly values = new Map<HiddenPart, Set<string>>();

  constructor(hidden: ReadonlySet<HiddenPart>) {
    this.#hidden = hidden;
    this.#words = new HiddenWords(hidden.has("addresses"));
    for (const part of hiddenPart.options) if (hidden.has(part)) this.values.set(part, new Set());
  }

  get replaced(): number {
    return this.#words.replaced;
  }

  /** Gathers every value that is to be hidden, wherever it stands. */
  learn(runs: readonly ExportedRun[], hosts: readonly string[]): void {
    for (const run of runs) {
      this.#learnName("run", run.name);
      this.#learnName("run", run.environment, "Environment");
      this.#learnText("run", run.notes);
      this.#learnName("people", run.who);
      for (const testCase of run.cases) this.#learnCase(testCase);
    }
    // Machines that no run names are hidden inside of texts, and not counted.
    const inRuns = new Set(this.values.get("hosts"));
    for (const host of hosts) this.#learnHosts(host);
    if (this.#hidden.has("hosts")) this.values.set("hosts", inRuns);
    this.#nameAll();
  }

  #learnCase(testCase: ExportedCase): void {
    this.#learnContent(testCase);
    for (const { who, field, before, after } of testCase.history) {
      this.#learnName("people", who);
      for (const json of [before, after]) {
        const value = readValue(field, json);
        if (value !== undefined) this.#learnContent(oneField.parse({ [field]: value }));
        this.#learnText("history", json);
      }
    }
    for (const { name, who } of testCase.evidence) {
      this.#learnText("evidence", name);
      this.#learnName("people", who);
    }
  }

  #learnContent(content: z.infer<typeof oneField>): void {
    if (content.host !== undefined) this.#learnHosts(content.host);
    if (content.assignee !== undefined) this.#learnName("people", content.assignee);
    if (content.group !== undefined) this.#learnName("groups", content.group);
    if (content.fired !== undefined && content.fired !== null)
      this.#learnName("rules", content.fired.name);
    this.#learnText("commands", content.command ?? "");
    this.#learnText("redNotes", content.redNotes ?? "");
    this.#learnText("blueNotes", content.blueNotes ?? "");
    if (content.execution !== undefined && content.execution !== null) {
      this.#learnAccount(content.execution.user ?? "");
      this.#learnText("output", content.execution.output);
    }
    for (const { tool, fired, note } of content.observations ?? []) {
      this.#learnName("tools", tool);
      if (fired !== null) this.#learnName("rules", fired.name);
      this.#learnText("blueNotes", note);
    }
    for (const { name, value: text } of content.ownFields ?? []) {
      this.#learnText("ownFields", text);
      const part = ownNames.get(name.toLowerCase().replaceAll(" ", ""));
      if (part === "hosts") this.#learnHosts(text);
      else if (part !== undefined) {
        for (const one of text.split(lists)) this.#learnName(part, one);
      }
    }
  }

  /** Hosts of a list, and each without its domain. */
  #learnHosts(text: string): void {
    for (const host of text.split(lists).map((one) => one.trim())) {
      this.#learnName("hosts", host);
      const [short = ""] = host.split(".");
      if (short !== host && short.length > 2 && !/^\d+$/.test(short)) {
        this.#learnName("hosts", short);
        this.#learnName("hosts", host.slice(short.length + 1), "Domain");
      }
    }
  }

  /** An account, and its name without the domain. */
  #learnAccount(text: string): void {
    this.#learnName("users", text);
    const parts = text.split(/[\\/@]/).map((one) => one.trim());
    if (parts.length < 2) return;
    for (const part of parts) if (part.length > 2) this.#learnName("users", part);
  }

  #learnName(part: NamedPart, value: string, word: string = pseudonyms[part]): void {
    const name = value.trim();
    if (name === "" || !this.#hidden.has(part)) return;
    this.values.get(part)?.add(name);
    this.#names.push([part, name, word]);
  }

  #learnText(part: HiddenPart, value: string): void {
    const text = value.trim();
    for (const account of findHomeAccounts(text)) this.#learnName("users", account);
    if (text === "" || !this.#hidden.has(part)) return;
    this.values.get(part)?.add(text);
    // A change's value is JSON; what it says was learned as the field's own.
    if (part !== "history" && text.length >= tellingText) this.#names.push([part, text, ""]);
  }

  /** Gives each value its pseudonym; none holds a value that is hidden itself. */
  #nameAll(): void {
    const known = new HiddenWords(false);
    for (const [, value] of this.#names) known.add(value, "");
    const counts = new Map<string, number>();
    for (const [part, value, wanted] of this.#names) {
      if (this.#words.replacementOf(value) !== undefined) continue;
      if (wanted === "") {
        this.#words.add(value, hiddenMark);
        continue;
      }
      const word = [wanted, "Item", "Entry"].find((one) => !known.has(one)) ?? "#";
      let number = counts.get(word) ?? 0;
      let name: string;
      do {
        number += 1;
        name = `${word} ${part === "tools" ? lettersOf(number) : number}`;
      } while (known.has(name) && number < 100_000);
      counts.set(word, number);
      this.#words.add(value, name);
    }
  }

  /** What is said of the run itself. */
  redactRun(run: ExportedRun): ExportedRun {
    return {
      ...run,
      name: this.#name("run", run.name),
      environment: this.#name("run", run.environment),
      notes: this.#text("run", run.notes),
      who: this.#name("people", run.who),
      tool: this.#words.hide(run.tool),
      version: run.version === null ? null : this.#words.hide(run.version),
    };
  }

  redactCase(testCase: ExportedCase): ExportedCase {
    return {
      ...this.#redactContent(testCase),
      uuid: testCase.uuid,
      edited: testCase.edited,
      history: this.#hidden.has("history")
        ? []
        : testCase.history.map(({ at, who, field, before, after }) => ({
            at,
            who: this.#name("people", who),
            field,
            before: this.#redactValue(field, before),
            after: this.#redactValue(field, after),
          })),
      evidence: this.#hidden.has("evidence")
        ? []
        : testCase.evidence.map((file) => ({
            ...file,
            name: this.#words.hide(file.name),
            who: this.#name("people", file.who),
          })),
    };
  }

  #redactValue(field: TestCaseField, json: string): string {
    const value = readValue(field, json);
    if (value === undefined) return JSON.stringify(hiddenMark);
    const content = testCaseContent.parse({ ...blank, [field]: value });
    return JSON.stringify(this.#redactContent(content)[field]);
  }

  #redactContent(content: TestCaseContent): TestCaseContent {
    const hide = (text: string) => this.#words.hide(text).slice(0, 500);
    const some = (text: string | null) => (text === null ? null : hide(text));
    const { fired, execution } = content;
    return {
      ...testCaseContent.parse(content),
      testKey: hide(content.testKey),
      name: hide(content.name),
      written: hide(content.written),
      tactic: some(content.tactic),
      group: this.#name("groups", content.group),
      host: this.#hosts(content.host),
      platform: hide(content.platform),
      executor: some(content.executor),
      command: this.#text("commands", content.command),
      assignee: this.#name("people", content.assignee),
      fired: fired === null ? null : { id: null, name: this.#name("rules", fired.name) },
      original: some(content.original),
      observations: content.observations.map((one) => ({
        ...one,
        tool: this.#name("tools", one.tool),
        fired: one.fired === null ? null : { id: null, name: this.#name("rules", one.fired.name) },
        note: this.#text("blueNotes", one.note),
      })),
      execution:
        execution === null
          ? null
          : {
              exitCode: some(execution.exitCode),
              status: some(execution.status),
              user: execution.user === null ? null : this.#name("users", execution.user),
              processId: some(execution.processId),
              output: this.#text("output", execution.output),
            },
      redNotes: this.#text("redNotes", content.redNotes),
      blueNotes: this.#text("blueNotes", content.blueNotes),
      ownFields: this.#hidden.has("ownFields")
        ? []
        : content.ownFields.map(({ name, value }) => ({
            name: this.#words.hide(name),
            value: this.#words.hide(value),
          })),
    };
  }

  /** A name: its pseudonym, or itself without what is hidden. */
  #name(part: NamedPart, value: string): string {
    const replacement = this.#hidden.has(part) ? this.#words.replacementOf(value) : undefined;
    return replacement ?? this.#words.hide(value).slice(0, 500);
  }

  #hosts(value: string): string {
    if (!this.#hidden.has("hosts")) return this.#words.hide(value).slice(0, 500);
    return value
      .split(lists)
      .map((host) => this.#name("hosts", host))
      .join(", ")
      .slice(0, 500);
  }

  #text(part: HiddenPart, value: string): string {
    return this.#hidden.has(part) ? "" : this.#words.hide(value).slice(0, 100_000);
  }
}

/** Some fields of a test case. */
const oneField = testCaseContent.partial();

/** A test case of which nothing is said: one field of it is set to have that redacted alone. */
const blank = aTestCaseContent({ source: "own", testKey: "-", name: "", written: "" });

/** A value of a change; undefined where it is not the field's. */
function readValue(field: TestCaseField, json: string): TestCaseContent[TestCaseField] | undefined {
  try {
    return testCaseContent.shape[field].parse(JSON.parse(json));
  } catch (error) {
    if (error instanceof z.ZodError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** A, B, … Z, AA. */
function lettersOf(number: number): string {
  const rest = Math.floor((number - 1) / 26);
  const letter = String.fromCodePoint(65 + ((number - 1) % 26));
  return rest === 0 ? letter : `${lettersOf(rest)}${letter}`;
}

import type {
  RunContent,
  TestCaseChange,
  TestCaseContent,
  TestCaseField,
} from "../../shared/model/emulation.ts";
import { runContent, testCaseContent, testCaseField } from "../../shared/model/emulation.ts";
import type { ExportedCase, NamedEvidence } from "../../shared/model/run-export.ts";
import type {
  MergeChoice,
  MergeConflict,
  PackedRun,
  RemovedMark,
} from "../../shared/model/run-package.ts";

/** A test case as the merge leaves it. */
export interface MergedCase {
  readonly uuid: string;
  readonly content: TestCaseContent;
  readonly edited: readonly TestCaseField[];
  /** Of both sides, the earliest first. */
  readonly history: readonly TestCaseChange[];
  /** Files that are new here. */
  readonly evidence: readonly NamedEvidence[];
  /** Fields that follow the package. */
  readonly taken: readonly TestCaseField[];
}

/** What merging a package's run into ours does. */
export interface MergedRun {
  readonly content: RunContent;
  /** Fields of the run that follow the package. */
  readonly takenOfRun: readonly (keyof RunContent)[];
  readonly added: readonly ExportedCase[];
  /** Test cases of ours of which something changes, their history too. */
  readonly changed: readonly MergedCase[];
  /** UUIDs of test cases of ours that go. */
  readonly removed: readonly string[];
  /** Fields that were changed here alone. */
  readonly kept: number;
  /** Test cases that are away on this side after the merge. */
  readonly marks: readonly RemovedMark[];
  readonly conflicts: readonly MergeConflict[];
  /** Keys of conflicts that nobody decided; what they are about stays as it is here. */
  readonly undecided: readonly string[];
}

/** Whose word decisions become, and how each conflict is decided. */
export interface Decisions {
  readonly who: string;
  readonly at: string;
  readonly choose: (key: string) => MergeChoice | undefined;
}

/** Notes of both sides can stand one below the other. */
const joining: ReadonlySet<string> = new Set(["redNotes", "blueNotes", "notes"]);

/**
 * Merges a package's run into ours, field by field.
 *
 * The history tells what each side changed since they parted: changes that only one of them has. A
 * field that one side changed follows it, whichever side that is; what both changed to the same is
 * no conflict, and neither is a change that somebody took back.
 */
export function mergeRuns(ours: PackedRun, theirs: PackedRun, decisions: Decisions): MergedRun {
  const conflicts: MergeConflict[] = [];
  const undecided: string[] = [];
  const decide = (conflict: MergeConflict): MergeChoice => {
    conflicts.push(conflict);
    const choice = decisions.choose(conflict.key);
    if (choice !== undefined && (choice !== "both" || conflict.joins)) return choice;
    undecided.push(conflict.key);
    return "ours";
  };
  const run = mergeRunContent(ours, theirs, decide);
  const mine = new Map(ours.cases.map((one) => [one.uuid, one]));
  const gone = new Map(ours.removed.map((mark) => [mark.uuid, mark]));
  const goneThere = new Map(theirs.removed.map((mark) => [mark.uuid, mark]));
  const added: ExportedCase[] = [];
  const changed: MergedCase[] = [];
  const removed: string[] = [];
  let kept = run.kept;
  for (const their of theirs.cases) {
    const our = mine.get(their.uuid);
    if (our !== undefined) {
      const merged = mergeCase(ours, our, their, decide, decisions);
      kept += merged.kept;
      if (merged.isChanged) changed.push(merged);
      continue;
    }
    const mark = gone.get(their.uuid);
    const isLater = mark !== undefined && their.history.length > mark.changes;
    if (mark === undefined || (isLater && decide(removalOf(ours, their, "ours")) === "theirs")) {
      added.push(their);
    } else if (isLater) {
      // Decided with these changes known: they are not asked about again.
      gone.set(their.uuid, { uuid: their.uuid, changes: their.history.length });
    }
  }
  const there = new Set(theirs.cases.map(({ uuid }) => uuid));
  for (const our of ours.cases) {
    const mark = goneThere.get(our.uuid);
    if (mark === undefined || there.has(our.uuid)) continue;
    const isLater = our.history.length > mark.changes || our.evidence.length > 0;
    if (!isLater || decide(removalOf(ours, our, "theirs")) === "theirs") removed.push(our.uuid);
  }
  const marks = new Map([...goneThere, ...gone]);
  const going = new Set(removed);
  for (const { uuid } of [...ours.cases.filter((one) => !going.has(one.uuid)), ...added]) {
    marks.delete(uuid);
  }
  return {
    content: run.content,
    takenOfRun: run.taken,
    added,
    changed,
    removed,
    kept,
    marks: [...marks.values()].sort((a, b) => (a.uuid < b.uuid ? -1 : 1)),
    conflicts,
    undecided,
  };
}

type Decide = (conflict: MergeConflict) => MergeChoice;

function mergeRunContent(ours: PackedRun, theirs: PackedRun, decide: Decide) {
  const taken: (keyof RunContent)[] = [];
  const content: Record<string, unknown> = { ...runContent.parse(ours) };
  let kept = 0;
  for (const field of runContent.keyof().options) {
    const [our, their] = [ours[field], theirs[field]];
    if (our === their) continue;
    const [here, there] = [ours.base?.[field], theirs.base?.[field]];
    const isEmpty = (value: string | null) => value === null || value === "";
    const isUnknown = ours.base === null && theirs.base === null;
    if (their === here || (isUnknown && isEmpty(their))) kept += 1;
    else if (our === there || our === here || (isUnknown && isEmpty(our))) {
      content[field] = their;
      taken.push(field);
    } else if (their === there) kept += 1;
    else {
      const choice = decide({
        key: keyOf(ours.uuid, "run", field),
        run: ours.name,
        testCase: null,
        where: "",
        field,
        base: there ?? here ?? null,
        ours: { value: our ?? "", who: null, at: null },
        theirs: { value: their ?? "", who: null, at: null },
        joins: joining.has(field),
      });
      if (choice === "both") content[field] = joined(our ?? "", their ?? "");
      else if (choice === "theirs") content[field] = their;
      if (choice !== "ours") taken.push(field);
    }
  }
  return { content: runContent.parse(content), taken, kept };
}

function mergeCase(
  run: PackedRun,
  our: ExportedCase,
  their: ExportedCase,
  decide: Decide,
  { who, at }: Decisions,
): MergedCase & { readonly kept: number; readonly isChanged: boolean } {
  const here = without(our.history, their.history);
  const there = without(their.history, our.history);
  const content: Record<string, unknown> = { ...testCaseContent.parse(our) };
  const decided: TestCaseChange[] = [];
  const taken: TestCaseField[] = [];
  let kept = 0;
  for (const field of testCaseField.options) {
    const [mine, other] = [JSON.stringify(our[field]), JSON.stringify(their[field])];
    if (mine === other) continue;
    const [changesHere, changesThere] = [here, there].map((changes) =>
      changes.filter((change) => change.field === field),
    );
    const base = changesHere?.[0]?.before ?? changesThere?.[0]?.before;
    if (isChange(changesHere, base, mine) && !isChange(changesThere, base, other)) {
      kept += 1;
      continue;
    }
    if (isChange(changesThere, base, other) && !isChange(changesHere, base, mine)) {
      content[field] = their[field];
      taken.push(field);
      continue;
    }
    const choice = decide({
      key: keyOf(run.uuid, our.uuid, field),
      run: run.name,
      testCase: our.name,
      where: whereOf(our),
      field,
      base: base === undefined ? null : wordsOf(base),
      ours: { value: wordsOf(mine), ...lastOf(changesHere) },
      theirs: { value: wordsOf(other), ...lastOf(changesThere) },
      joins: joining.has(field),
    });
    const after =
      choice === "ours"
        ? our[field]
        : choice === "theirs"
          ? their[field]
          : joined(wordsOf(mine), wordsOf(other));
    content[field] = after;
    if (choice !== "ours") taken.push(field);
    // Said by a hand, so that the other side follows when it merges in turn.
    const before = choice === "ours" ? other : mine;
    decided.push({ at, who, field, before, after: JSON.stringify(after) });
  }
  // What was seen of a block goes with the block.
  if (content["outcome"] !== "blocked") content["seen"] = null;
  const known = new Set(our.evidence.map(({ sha256 }) => sha256));
  const evidence = their.evidence.filter(({ sha256 }) => !known.has(sha256));
  const edited = testCaseField.options.filter(
    (field) => our.edited.includes(field) || their.edited.includes(field),
  );
  return {
    uuid: our.uuid,
    content: testCaseContent.parse(content),
    edited,
    history: [...joinHistories(our.history, there), ...decided],
    evidence,
    taken,
    kept,
    isChanged:
      taken.length > 0 ||
      there.length > 0 ||
      decided.length > 0 ||
      evidence.length > 0 ||
      edited.length > our.edited.length,
  };
}

/** Whether a side changed a field since both parted, and did not take that back. */
function isChange(
  changes: readonly TestCaseChange[] | undefined,
  base: string | undefined,
  value: string,
): boolean {
  return changes !== undefined && changes.length > 0 && value !== base;
}

/** The changes of one side that the other does not have; each is matched once. */
function without(
  changes: readonly TestCaseChange[],
  others: readonly TestCaseChange[],
): TestCaseChange[] {
  const counts = new Map<string, number>();
  for (const change of others) {
    const key = JSON.stringify(change);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return changes.filter((change) => {
    const key = JSON.stringify(change);
    const count = counts.get(key) ?? 0;
    counts.set(key, count - 1);
    return count <= 0;
  });
}

/** All changes by their time; the same whichever side merges. */
function joinHistories(
  changes: readonly TestCaseChange[],
  more: readonly TestCaseChange[],
): TestCaseChange[] {
  if (more.length === 0) return [...changes];
  return [...changes, ...more]
    .map((change) => ({ change, key: JSON.stringify(change) }))
    .sort((a, b) => compare(a.change.at, b.change.at) || compare(a.key, b.key))
    .map(({ change }) => change);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function removalOf(run: PackedRun, testCase: ExportedCase, by: "ours" | "theirs"): MergeConflict {
  const last = lastOf(testCase.history);
  const gone = { value: "taken away", who: null, at: null };
  const there = { value: "still there, and changed since", ...last };
  return {
    key: keyOf(run.uuid, testCase.uuid, "removed"),
    run: run.name,
    testCase: testCase.name,
    where: whereOf(testCase),
    field: "removed",
    base: null,
    ours: by === "ours" ? gone : there,
    theirs: by === "ours" ? there : gone,
    joins: false,
  };
}

function keyOf(run: string, testCase: string, field: string): string {
  return `${run} ${testCase} ${field}`;
}

function whereOf({ written, host }: ExportedCase): string {
  return [written, host].filter((part) => part !== "").join(", ");
}

function lastOf(changes: readonly TestCaseChange[] | undefined): {
  readonly who: string | null;
  readonly at: string | null;
} {
  const last = changes?.at(-1);
  return { who: last?.who ?? null, at: last?.at ?? null };
}

/** A value in words: a text as it is, nothing as nothing, a rule by its name. */
function wordsOf(json: string): string {
  const value: unknown = JSON.parse(json);
  if (value === null) return "";
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "object" && "name" in value && typeof value.name === "string") {
    return value.name;
  }
  return json;
}

function joined(ours: string, theirs: string): string {
  return `${ours}\n${theirs}`.slice(0, 100_000);
}

import type { Client } from "../../shared/client.ts";
import type { CasemateContract } from "../../shared/contract.ts";
import type {
  RemovedTestCase,
  TestCase,
  TestCaseContent,
  TestCaseField,
} from "../../shared/model/emulation.ts";
import {
  emptyHistory,
  type HistoryEntry,
  recordRedone,
  recordStep,
  recordUndone,
  type StepHistory,
} from "../step-history.ts";

/** What a hand says of test cases. */
export type CaseChange = { readonly [Field in TestCaseField]?: TestCaseContent[Field] };

/** What stood in some fields of a test case. */
export interface CaseWords {
  readonly id: number;
  readonly words: CaseChange;
  /** Fields that a hand had changed. */
  readonly edited: readonly TestCaseField[];
}

/** What leads from one state of a run to the next or back. */
export type CaseStep =
  | { readonly kind: "words"; readonly cases: readonly CaseWords[] }
  | { readonly kind: "remove"; readonly ids: readonly number[] }
  | { readonly kind: "restore"; readonly removed: readonly RemovedTestCase[] }
  | { readonly kind: "order"; readonly ids: readonly number[] };

export type CaseHistory = StepHistory<CaseStep>;

/** What of the workbench edits test cases. */
export type CaseOperations = Pick<
  Client<CasemateContract>["emulation"],
  "addCases" | "editCases" | "orderCases" | "pickCases" | "removeCases" | "restoreCases"
>;

/** What is shown of a run, kept up to date with what was done to it. */
export interface ShownCases {
  /** The run's test cases in their order, as they are shown. */
  readonly list: () => readonly TestCase[];
  readonly add: (cases: readonly TestCase[]) => void;
  readonly replace: (cases: readonly TestCase[]) => void;
  readonly remove: (ids: readonly number[]) => void;
  readonly order: (ids: readonly number[]) => void;
  /** Reads all of them again. */
  readonly reload: () => Promise<void>;
}

/** From this many on the whole list is read again. */
const mostPicked = 2000;

/** Every edit of a run's test cases, each with its way back, done one after another. */
export interface CaseEdits {
  /** Edits of one `stretch` of typing are undone as one. */
  readonly edit: (
    ids: readonly number[],
    change: CaseChange,
    label: string,
    who: string,
    stretch?: string,
  ) => Promise<void>;
  readonly add: (cases: readonly TestCaseContent[], label: string) => Promise<readonly TestCase[]>;
  readonly remove: (ids: readonly number[], label: string) => Promise<void>;
  readonly order: (ids: readonly number[], label: string) => Promise<void>;
  /** Undoes an edit, by default the last. Resolves to what it was, in words; undefined for none. */
  readonly undo: (who: string, entry?: HistoryEntry<CaseStep>) => Promise<string | undefined>;
  readonly redo: (who: string) => Promise<string | undefined>;
  readonly history: () => CaseHistory;
}

/** The fields that a change touches: what was seen of a block goes with its outcome. */
function touchedBy(change: CaseChange): TestCaseField[] {
  // The keys of a change are fields: that is its type.
  const fields = Object.keys(change) as TestCaseField[];
  return fields.includes("outcome") ? [...new Set<TestCaseField>([...fields, "seen"])] : fields;
}

/** A test case as it will be once a change is stored; what was seen goes with the block. */
export function applyChange(testCase: TestCase, change: CaseChange): TestCase {
  const next: TestCase = { ...testCase, ...change };
  return next.outcome === "blocked" ? next : { ...next, seen: null };
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

function wordsOf(testCase: TestCase, fields: readonly TestCaseField[]): CaseWords {
  const words = Object.fromEntries(fields.map((field) => [field, testCase[field]]));
  return { id: testCase.id, words, edited: testCase.edited };
}

/** The edits of one run. */
export function createCaseEdits(
  runId: number,
  operations: CaseOperations,
  shown: ShownCases,
): CaseEdits {
  let history: CaseHistory = emptyHistory;
  let last: Promise<unknown> = Promise.resolve();

  /** Waits for the edits before: an undo must find what it undoes. */
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const done = last.then(work, work);
    last = done.catch(() => undefined);
    return done;
  };
  const refresh = async (ids: readonly number[]) => {
    if (ids.length > mostPicked) await shown.reload();
    else shown.replace(await operations.pickCases({ ids: [...ids] }));
  };
  const record = (label: string, step: CaseStep, stretch: string | null = null) => {
    history = recordStep(history, { label, step, stretch });
  };

  /** Takes a step, and gives the one that leads back. */
  const take = async (step: CaseStep, who: string): Promise<CaseStep> => {
    switch (step.kind) {
      case "words": {
        const wanted = new Map(step.cases.map((each) => [each.id, each]));
        const ids = [...wanted.keys()];
        const now = await operations.pickCases({ ids });
        // Only the fields of this step go back: what else was said since stays.
        const cases = now.map((testCase) => {
          const { words = {}, edited = [] } = wanted.get(testCase.id) ?? {};
          const fields = touchedBy(words);
          const kept = testCase.edited.filter((field) => !fields.includes(field));
          const before = edited.filter((field) => fields.includes(field));
          return { ...testCase, ...words, edited: [...kept, ...before] };
        });
        await operations.restoreCases({ cases, removed: [], who });
        await refresh(ids);
        const back = now.map((testCase) =>
          wordsOf(testCase, touchedBy(wanted.get(testCase.id)?.words ?? {})),
        );
        return { kind: "words", cases: back };
      }
      case "remove": {
        const removed = await operations.removeCases({ ids: [...step.ids] });
        shown.remove(step.ids);
        return { kind: "restore", removed };
      }
      case "restore":
        await operations.restoreCases({ cases: [], removed: [...step.removed], who });
        await shown.reload();
        return { kind: "remove", ids: step.removed.map(({ testCase }) => testCase.id) };
      case "order": {
        const before = shown.list().map(({ id }) => id);
        shown.order(step.ids);
        await operations.orderCases({ runId, ids: [...step.ids] });
        return { kind: "order", ids: before };
      }
    }
  };

  const failing = async <Result>(work: Promise<Result>): Promise<Result> => {
    try {
      return await work;
    } catch (error) {
      // What was shown at once is taken back.
      await shown.reload();
      throw error;
    }
  };

  return {
    edit: (ids, change, label, who, stretch) => {
      const chosen = new Set(ids);
      shown.replace(
        shown.list().flatMap((each) => (chosen.has(each.id) ? [applyChange(each, change)] : [])),
      );
      return inTurn(() =>
        failing(
          (async () => {
            const before = await operations.editCases({ ids: [...ids], change, who });
            const fields = touchedBy(change);
            // To say again what a file says is an edit: from now on it is a hand's word.
            const changed = before.filter((each) =>
              fields.some(
                (field) =>
                  !same(applyChange(each, change)[field], each[field]) ||
                  (field in change && !each.edited.includes(field)),
              ),
            );
            if (changed.length > 0) {
              const cases = changed.map((each) => wordsOf(each, fields));
              record(label, { kind: "words", cases }, stretch ?? null);
            }
            await refresh(ids);
          })(),
        ),
      );
    },
    add: (cases, label) =>
      inTurn(async () => {
        const added = await operations.addCases({ runId, cases: [...cases] });
        shown.add(added);
        record(label, { kind: "remove", ids: added.map(({ id }) => id) });
        return added;
      }),
    remove: (ids, label) =>
      inTurn(async () => record(label, await take({ kind: "remove", ids }, ""))),
    order: (ids, label) =>
      inTurn(async () => record(label, await failing(take({ kind: "order", ids }, "")))),
    undo: (who, wanted) =>
      inTurn(async () => {
        const entry = wanted ?? history.undo.at(-1);
        if (entry === undefined || !history.undo.includes(entry)) return undefined;
        const back = await failing(take(entry.step, who));
        const others = history.undo.filter((each) => each !== entry);
        history = recordUndone({ ...history, undo: [...others, entry] }, back);
        return entry.label;
      }),
    redo: (who) =>
      inTurn(async () => {
        const entry = history.redo.at(-1);
        if (entry === undefined) return undefined;
        const back = await failing(take(entry.step, who));
        history = recordRedone(history, back);
        return entry.label;
      }),
    history: () => history,
  };
}

import { useCallback, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { TestCase, TestCaseContent } from "../../shared/model/emulation.ts";
import type { Problem } from "../../shared/problem.ts";
import { useApp } from "../app/app-state.ts";
import { showDone } from "../ui/toasts.tsx";
import { problemOf, queryClient } from "../use-operation.ts";
import { workbench } from "../workbench.ts";
import { type CaseChange, type CaseEdits, createCaseEdits, type ShownCases } from "./case-edits.ts";
import { inOrder } from "./run-cases.ts";

/** The cached list of a run, changed in place: thousands are not read again for one. */
function shownCasesOf(runId: number): ShownCases {
  const queryKey = ["emulation", "cases", { runId }];
  const change = (next: (before: readonly TestCase[]) => readonly TestCase[]) => {
    queryClient.setQueryData<readonly TestCase[]>(queryKey, (before) => before && next(before));
  };
  return {
    list: () => queryClient.getQueryData<readonly TestCase[]>(queryKey) ?? [],
    add: (cases) => change((before) => [...before, ...cases]),
    replace: (cases) => {
      const now = new Map(cases.map((each) => [each.id, each]));
      change((before) => before.map((each) => now.get(each.id) ?? each));
    },
    remove: (ids) => {
      const gone = new Set(ids);
      change((before) => before.filter(({ id }) => !gone.has(id)));
    },
    order: (ids) => change((before) => inOrder(before, ids)),
    reload: () => queryClient.invalidateQueries({ queryKey }),
  };
}

/** The edits of each run, of one workspace; they survive a switch of screens. */
const editsByRun = new Map<number, CaseEdits>();
let openWorkspace: string | undefined;

function editsOf(runId: number, workspace: string): CaseEdits {
  if (openWorkspace !== workspace) editsByRun.clear();
  openWorkspace = workspace;
  const known = editsByRun.get(runId);
  if (known !== undefined) return known;
  const edits = createCaseEdits(runId, workbench.emulation, shownCasesOf(runId));
  editsByRun.set(runId, edits);
  return edits;
}

/** What the page of a run does to its test cases: each says when it is done, with Undo. */
export interface CaseEditing {
  /** What is typed, in one `stretch`, is not told: it stands there. */
  readonly edit: (
    ids: readonly number[],
    change: CaseChange,
    label: string,
    options?: { readonly who?: string; readonly stretch?: string },
  ) => Promise<boolean>;
  /** Resolves to what was added; undefined where that failed. */
  readonly add: (
    cases: readonly TestCaseContent[],
    label: string,
  ) => Promise<readonly TestCase[] | undefined>;
  readonly remove: (ids: readonly number[], label: string) => Promise<boolean>;
  readonly order: (ids: readonly number[], label: string) => Promise<boolean>;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly problem: Problem | undefined;
}

/** The edits of a run, in the analyst's name. */
export function useCaseEdits(runId: number): CaseEditing {
  const { workspace, preferences } = useApp();
  const { path, createdAt } = workspace;
  const edits = useMemo(() => editsOf(runId, `${path} ${createdAt}`), [runId, path, createdAt]);
  const [problem, setProblem] = useState<Problem>();
  // Read when an edit is made.
  const who = useRef(preferences.analyst);
  useLayoutEffect(() => {
    who.current = preferences.analyst;
  }, [preferences.analyst]);

  const run = useCallback(async <Result>(work: Promise<Result>): Promise<Result | undefined> => {
    setProblem(undefined);
    try {
      return await work;
    } catch (error) {
      setProblem(problemOf(error));
      return undefined;
    }
  }, []);

  const actions = useMemo(() => {
    // Outcomes follow fast on each other: the last word alone is shown.
    const say = (words: string, undo?: () => void) => {
      showDone(words, undo, "test-cases");
    };
    const step = (work: Promise<string | undefined>, words: string) => {
      void run(work).then((label) => {
        if (label !== undefined) say(`${words}: ${label}`);
      });
    };
    const tell = (label: string) => {
      const entry = edits.history().undo.at(-1);
      say(
        label,
        entry === undefined ? undefined : () => step(edits.undo(who.current, entry), "Undone"),
      );
    };
    const told = async (work: Promise<void>, label: string): Promise<boolean> => {
      const isDone = (await run(work.then(() => true))) === true;
      if (isDone) tell(label);
      return isDone;
    };
    return {
      edit: async (
        ids: readonly number[],
        change: CaseChange,
        label: string,
        { who: name, stretch }: { readonly who?: string; readonly stretch?: string } = {},
      ) => {
        const work = edits.edit(ids, change, label, name ?? who.current, stretch);
        if (stretch === undefined) return told(work, label);
        return (await run(work.then(() => true))) === true;
      },
      add: async (cases: readonly TestCaseContent[], label: string) => {
        const added = await run(edits.add(cases, label));
        if (added !== undefined) tell(label);
        return added;
      },
      remove: (ids: readonly number[], label: string) => told(edits.remove(ids, label), label),
      order: (ids: readonly number[], label: string) => told(edits.order(ids, label), label),
      undo: () => step(edits.undo(who.current), "Undone"),
      redo: () => step(edits.redo(who.current), "Done again"),
    };
  }, [edits, run]);

  return useMemo(() => ({ ...actions, problem }), [actions, problem]);
}

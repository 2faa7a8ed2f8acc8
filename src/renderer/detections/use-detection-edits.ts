import { useCallback, useLayoutEffect, useMemo, useState, useSyncExternalStore } from "react";
import type { DetectionChange, DetectionSummary, HeldWord } from "../../shared/model/detection.ts";
import type { EditedField } from "../../shared/model/import-report.ts";
import type { Problem } from "../../shared/problem.ts";
import { useApp } from "../app/app-state.ts";
import { showDone } from "../ui/toasts.tsx";
import { problemOf, queryClient } from "../use-operation.ts";
import { workbench } from "../workbench.ts";
import { createDetectionEdits, type DetectionHistory, type OfferPlace } from "./detection-edits.ts";
import type { OfferPair } from "./offers.ts";

/** From this many rules on the whole list is read again. */
const mostPicked = 2000;

/**
 * Brings edited rules up to date in the lists that are held: reading thousands of rules again for
 * one would be felt.
 */
async function refresh(words: readonly HeldWord[]): Promise<void> {
  const lists = { queryKey: ["detections", "list"] };
  const ids = [...new Set(words.map(({ id }) => id))];
  if (ids.length === 0) return;
  if (ids.length > mostPicked || queryClient.isFetching(lists) > 0) {
    await queryClient.invalidateQueries(lists);
    return;
  }
  const picked = await workbench.detections.pick({ ids });
  const now = new Map(picked.map((each) => [each.id, each]));
  queryClient.setQueriesData<readonly DetectionSummary[]>(lists, (before) =>
    before?.map((each) => now.get(each.id) ?? each),
  );
}

/** Keeps the lists up to date behind every edit. */
async function refreshed(work: Promise<HeldWord[]>): Promise<HeldWord[]> {
  const words = await work;
  await refresh(words);
  return words;
}

const { edit, revertEdits, restoreEdits, remove, restore, acceptOffers, withdrawOffers } =
  workbench.detections;
const edits = createDetectionEdits({
  edit: (input) => refreshed(edit(input)),
  revertEdits: (input) => refreshed(revertEdits(input)),
  restoreEdits: (input) => refreshed(restoreEdits(input)),
  remove,
  restore,
  acceptOffers,
  withdrawOffers,
});
let openWorkspace: string | undefined;

/** Histories are of one workspace: another one begins without any. */
function keepFor(workspace: string): void {
  if (openWorkspace !== undefined && openWorkspace !== workspace) edits.forget();
  openWorkspace = workspace;
}

/** What a screen does to detections: each says when it is done, with Undo. */
export interface DetectionEditing {
  /** What is typed, in one `stretch`, is not told: it stands there. */
  readonly edit: (
    ids: readonly number[],
    change: DetectionChange,
    label: string,
    stretch?: string,
  ) => Promise<boolean>;
  readonly revert: (
    ids: readonly number[],
    fields: readonly EditedField[] | undefined,
    label: string,
  ) => Promise<boolean>;
  readonly remove: (ids: readonly number[], label: string) => Promise<boolean>;
  readonly accept: (
    place: OfferPlace,
    pairs: readonly OfferPair[],
    label: string,
  ) => Promise<boolean>;
  readonly withdraw: (
    place: OfferPlace,
    pairs: readonly OfferPair[],
    label: string,
  ) => Promise<boolean>;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly history: DetectionHistory;
  readonly busy: boolean;
  readonly problem: Problem | undefined;
}

/**
 * The edits of the open workspace's detections; their history survives a switch of screens.
 *
 * `quiet` leaves out the word that an edit was done, where the screen shows it anyway.
 */
export function useDetectionEdits({ quiet = false }: { quiet?: boolean } = {}): DetectionEditing {
  const { path, createdAt } = useApp().workspace;
  useLayoutEffect(() => keepFor(`${path} ${createdAt}`), [path, createdAt]);
  const history = useSyncExternalStore(edits.subscribe, edits.history);
  const [waiting, setWaiting] = useState(0);
  const [problem, setProblem] = useState<Problem>();

  const run = useCallback(async (work: Promise<unknown>): Promise<boolean> => {
    setProblem(undefined);
    setWaiting((count) => count + 1);
    try {
      await work;
      return true;
    } catch (error) {
      setProblem(problemOf(error));
      return false;
    } finally {
      setWaiting((count) => count - 1);
    }
  }, []);

  const actions = useMemo(() => {
    const step = (work: Promise<string | undefined>, words: string) => {
      void run(
        work.then((label) => {
          if (label !== undefined) showDone(`${words}: ${label}`);
        }),
      );
    };
    const told = async (work: Promise<unknown>, label: string): Promise<boolean> => {
      const isDone = await run(work);
      if (isDone && !quiet) {
        const entry = edits.history().undo.at(-1);
        showDone(label, entry === undefined ? undefined : () => step(edits.undo(entry), "Undone"));
      }
      return isDone;
    };
    return {
      edit: (ids: readonly number[], change: DetectionChange, label: string, stretch?: string) => {
        const work = edits.edit(ids, change, label, stretch);
        return stretch === undefined ? told(work, label) : run(work);
      },
      revert: (ids: readonly number[], fields: readonly EditedField[] | undefined, label: string) =>
        told(edits.revert(ids, fields, label), label),
      remove: (ids: readonly number[], label: string) => told(edits.remove(ids, label), label),
      accept: (place: OfferPlace, pairs: readonly OfferPair[], label: string) =>
        told(edits.accept(place, pairs, label), label),
      withdraw: (place: OfferPlace, pairs: readonly OfferPair[], label: string) =>
        told(edits.withdraw(place, pairs, label), label),
      undo: () => step(edits.undo(), "Undone"),
      redo: () => step(edits.redo(), "Done again"),
    };
  }, [run, quiet]);

  return { ...actions, history, busy: waiting > 0, problem };
}

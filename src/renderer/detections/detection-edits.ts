import type { Client } from "../../shared/client.ts";
import type { CasemateContract } from "../../shared/contract.ts";
import type { Domain } from "../../shared/model/attack-id.ts";
import type { DetectionChange, HeldWord, RemovedDetection } from "../../shared/model/detection.ts";
import type { EditedField } from "../../shared/model/import-report.ts";
import {
  emptyHistory,
  type HistoryEntry,
  recordRedone,
  recordStep,
  recordUndone,
  type StepHistory,
} from "../step-history.ts";
import type { OfferPair } from "./offers.ts";

/** Whose IDs are resolved: of an environment's rules, for an assessment's release of a domain. */
export interface OfferPlace {
  readonly assessmentId: number;
  readonly domain: Domain;
  /** By name; default: the assessment's. */
  readonly environment?: string;
}

/** What leads from one state of the inventory to the next or back. */
export type DetectionStep =
  | { readonly kind: "words"; readonly words: readonly HeldWord[] }
  | { readonly kind: "remove"; readonly ids: readonly number[] }
  | { readonly kind: "restore"; readonly removed: readonly RemovedDetection[] }
  | { readonly kind: "accept"; readonly place: OfferPlace; readonly pairs: readonly OfferPair[] }
  | { readonly kind: "withdraw"; readonly place: OfferPlace; readonly pairs: readonly OfferPair[] };

export type DetectionHistory = StepHistory<DetectionStep>;

/** Every edit of detections, each with its way back. Labels say what was done: "3 rules set to enabled". */
export interface DetectionEdits {
  /** Edits of one `stretch` of typing are undone as one. */
  readonly edit: (
    ids: readonly number[],
    change: DetectionChange,
    label: string,
    stretch?: string,
  ) => Promise<void>;
  /** Takes the files' word again, on some fields or all. */
  readonly revert: (
    ids: readonly number[],
    fields: readonly EditedField[] | undefined,
    label: string,
  ) => Promise<void>;
  readonly remove: (ids: readonly number[], label: string) => Promise<void>;
  readonly accept: (place: OfferPlace, pairs: readonly OfferPair[], label: string) => Promise<void>;
  readonly withdraw: (
    place: OfferPlace,
    pairs: readonly OfferPair[],
    label: string,
  ) => Promise<void>;
  /** Undoes an edit, by default the last. Resolves to what it was, in words; undefined for none. */
  readonly undo: (entry?: HistoryEntry<DetectionStep>) => Promise<string | undefined>;
  readonly redo: () => Promise<string | undefined>;
  readonly history: () => DetectionHistory;
  readonly subscribe: (listener: () => void) => () => void;
  /** Forgets the history: another workspace is open. */
  readonly forget: () => void;
}

/** The edits of one workspace's detections; they are done one after another. */
export function createDetectionEdits(
  detections: Pick<
    Client<CasemateContract>["detections"],
    | "edit"
    | "revertEdits"
    | "restoreEdits"
    | "remove"
    | "restore"
    | "acceptOffers"
    | "withdrawOffers"
  >,
): DetectionEdits {
  let history: DetectionHistory = emptyHistory;
  const listeners = new Set<() => void>();
  let last: Promise<unknown> = Promise.resolve();

  const keep = (next: DetectionHistory) => {
    history = next;
    for (const listener of listeners) listener();
  };
  /** Waits for the edits before: an undo must find what it undoes. */
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const done = last.then(work, work);
    last = done.catch(() => undefined);
    return done;
  };

  /** Takes a step, and gives the one that leads back. */
  const take = async (step: DetectionStep): Promise<DetectionStep> => {
    switch (step.kind) {
      case "words":
        return {
          kind: "words",
          words: await detections.restoreEdits({ words: [...step.words] }),
        };
      case "remove":
        return { kind: "restore", removed: await detections.remove({ ids: [...step.ids] }) };
      case "restore":
        await detections.restore({ detections: [...step.removed] });
        return { kind: "remove", ids: step.removed.map(({ id }) => id) };
      case "accept":
        await detections.acceptOffers({ ...step.place, pairs: [...step.pairs] });
        return { ...step, kind: "withdraw" };
      case "withdraw":
        await detections.withdrawOffers({
          ...step.place,
          written: step.pairs.map(({ written }) => written),
        });
        return { ...step, kind: "accept" };
    }
  };
  const record = (label: string, step: DetectionStep, stretch: string | null = null) => {
    if (step.kind === "words" && step.words.length === 0) return;
    if (step.kind === "restore" && step.removed.length === 0) return;
    keep(recordStep(history, { label, step, stretch }));
  };

  return {
    edit: (ids, change, label, stretch) =>
      inTurn(async () => {
        const words = await detections.edit({ ids: [...ids], change });
        record(label, { kind: "words", words }, stretch);
      }),
    revert: (ids, fields, label) =>
      inTurn(async () => {
        const words = await detections.revertEdits({
          ids: [...ids],
          ...(fields === undefined ? {} : { fields: [...fields] }),
        });
        record(label, { kind: "words", words });
      }),
    remove: (ids, label) => inTurn(async () => record(label, await take({ kind: "remove", ids }))),
    accept: (place, pairs, label) =>
      inTurn(async () => record(label, await take({ kind: "accept", place, pairs }))),
    withdraw: (place, pairs, label) =>
      inTurn(async () => record(label, await take({ kind: "withdraw", place, pairs }))),
    undo: (wanted) =>
      inTurn(async () => {
        const entry = wanted ?? history.undo.at(-1);
        if (entry === undefined || !history.undo.includes(entry)) return undefined;
        const back = await take(entry.step);
        const others = history.undo.filter((each) => each !== entry);
        keep(recordUndone({ ...history, undo: [...others, entry] }, back));
        return entry.label;
      }),
    redo: () =>
      inTurn(async () => {
        const entry = history.redo.at(-1);
        if (entry === undefined) return undefined;
        const back = await take(entry.step);
        keep(recordRedone(history, back));
        return entry.label;
      }),
    history: () => history,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    forget: () => keep(emptyHistory),
  };
}

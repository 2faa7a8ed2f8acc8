import type { Client } from "../../shared/client.ts";
import type { CasemateContract } from "../../shared/contract.ts";
import type { Annotation, Layer } from "../../shared/model/layer.ts";
import { emptyHistory, recordRedone, recordStep, recordUndone } from "../step-history.ts";
import {
  type AnnotationChange,
  headBefore,
  type LayerHeadChange,
  type LayerHistory,
  type LayerStep,
} from "./layer-history.ts";

/** Whose history: a layer's, by number, or that of layers that were deleted. */
export type HistoryOwner = number | "deleted";

/** Every edit of layers, each with its way back. */
export interface LayerEdits {
  /**
   * Writes annotations as one step; edits of one `stretch` of typing become one. What changes is
   * computed from the annotations that are there when its turn has come.
   */
  readonly annotate: (
    layerId: number,
    label: string,
    change: (annotations: readonly Annotation[]) => AnnotationChange[],
    stretch?: string,
  ) => Promise<void>;
  readonly set: (
    layerId: number,
    label: string,
    head: LayerHeadChange,
    stretch?: string,
  ) => Promise<void>;
  readonly remove: (layerIds: readonly number[], label: string) => Promise<void>;
  /** Notes that something else, such as an upgrade, changed a layer that was `before`. */
  readonly replaced: (before: Layer, label: string) => void;
  /** Resolves to what was undone, in words; undefined where there was nothing. */
  readonly undo: (owner: HistoryOwner) => Promise<string | undefined>;
  readonly redo: (owner: HistoryOwner) => Promise<string | undefined>;
  readonly historyOf: (owner: HistoryOwner) => LayerHistory;
  readonly subscribe: (listener: () => void) => () => void;
  /** Forgets every history: another workspace is open. */
  readonly forget: () => void;
}

/** The edits of one workspace's layers; they are done one after another. */
export function createLayerEdits(layers: Client<CasemateContract>["layers"]): LayerEdits {
  const histories = new Map<HistoryOwner, LayerHistory>();
  const listeners = new Set<() => void>();
  let last: Promise<unknown> = Promise.resolve();

  const historyOf = (owner: HistoryOwner) => histories.get(owner) ?? emptyHistory;
  const keep = (owner: HistoryOwner, history: LayerHistory) => {
    histories.set(owner, history);
    for (const listener of listeners) listener();
  };
  /** Waits for the edits before: an undo must find what it undoes. */
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const done = last.then(work, work);
    last = done.catch(() => undefined);
    return done;
  };

  /** Takes a step, and gives the one that leads back. */
  const take = async (step: LayerStep): Promise<LayerStep> => {
    switch (step.kind) {
      case "annotate": {
        const { layerId, changes } = step;
        return { kind: "annotate", layerId, changes: await layers.annotate({ layerId, changes }) };
      }
      case "set": {
        const { layerId, head } = step;
        const before = await layers.set({ layerId, ...head });
        return { kind: "set", layerId, head: headBefore(before, head) };
      }
      case "remove":
        return {
          kind: "restore",
          layers: await layers.remove({ layerIds: [...step.layerIds] }),
        };
      case "restore": {
        const there = await layers.list({});
        const ids = step.layers.map(({ id }) => id);
        const replaced = await Promise.all(
          ids
            .filter((id) => there.some((each) => each.id === id))
            .map((layerId) => layers.get({ layerId })),
        );
        await layers.restore({ layers: [...step.layers] });
        return replaced.length === 0
          ? { kind: "remove", layerIds: ids }
          : { kind: "restore", layers: replaced };
      }
    }
  };

  const edit = async (
    owner: HistoryOwner,
    label: string,
    stretch: string | undefined,
    step: LayerStep,
  ): Promise<void> => {
    const entry = { label, step: await take(step), stretch: stretch ?? null };
    keep(owner, recordStep(historyOf(owner), entry));
  };

  return {
    annotate: (layerId, label, change, stretch) =>
      inTurn(async () => {
        const changes = change((await layers.get({ layerId })).annotations);
        if (changes.length === 0) return;
        await edit(layerId, label, stretch, { kind: "annotate", layerId, changes });
      }),
    set: (layerId, label, head, stretch) =>
      inTurn(() => edit(layerId, label, stretch, { kind: "set", layerId, head })),
    remove: (layerIds, label) =>
      inTurn(() => edit("deleted", label, undefined, { kind: "remove", layerIds })),
    replaced: (before, label) =>
      keep(
        before.id,
        recordStep(historyOf(before.id), {
          label,
          step: { kind: "restore", layers: [before] },
          stretch: null,
        }),
      ),
    undo: (owner) =>
      inTurn(async () => {
        const entry = historyOf(owner).undo.at(-1);
        if (entry === undefined) return undefined;
        const back = await take(entry.step);
        keep(owner, recordUndone(historyOf(owner), back));
        return entry.label;
      }),
    redo: (owner) =>
      inTurn(async () => {
        const entry = historyOf(owner).redo.at(-1);
        if (entry === undefined) return undefined;
        const back = await take(entry.step);
        keep(owner, recordRedone(historyOf(owner), back));
        return entry.label;
      }),
    historyOf,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    forget: () => {
      histories.clear();
      for (const listener of listeners) listener();
    },
  };
}

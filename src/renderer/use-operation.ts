import type { UseMutationResult, UseQueryResult } from "@tanstack/react-query";
import { QueryClient, keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { useCallback, useRef, useState } from "react";
import type { CallOptions, Client } from "../shared/client.ts";
import type { CasemateContract } from "../shared/contract.ts";
import type { InputOf, Operation, OutputOf, Progress } from "../shared/operation.ts";
import { Problem } from "../shared/problem.ts";
import { subscribe, workbench } from "./workbench.ts";

type Capability = keyof CasemateContract;
type Verb<C extends Capability> = keyof CasemateContract[C] & string;
type Op<C extends Capability, V extends Verb<C>> = CasemateContract[C][V] & Operation;

/** Data of the workspace is fresh until the workspace changes, however long that takes. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Infinity,
      gcTime: 5 * 60_000,
      retry: false,
      networkMode: "always",
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
    },
    mutations: { networkMode: "always" },
  },
});

/** Commands that change layers and nothing else: an edit of a cell computes no answer anew. */
const changesOfLayers: ReadonlySet<string> = new Set([
  "layers.annotate",
  "layers.combine",
  "layers.create",
  "layers.remove",
  "layers.restore",
  "layers.set",
  "layers.upgrade",
]);

/** Edits of detections: who makes them brings the list up to date, row by row. */
const editsOfDetections: ReadonlySet<string> = new Set([
  "detections.edit",
  "detections.restoreEdits",
  "detections.revertEdits",
]);

/** Edits of test cases: the page of their run brings its own list up to date, row by row. */
const editsOfTestCases: ReadonlySet<string> = new Set([
  "emulation.addCases",
  "emulation.editCases",
  "emulation.orderCases",
]);

/** Choices about reports: who makes them brings what is shown up to date, draft by draft. */
const choicesOfReports: ReadonlySet<string> = new Set([
  "reports.setDraft",
  "reports.setExportChoice",
]);

/** Commands that change templates of reports and nothing else. */
const changesOfTemplates: ReadonlySet<string> = new Set([
  "reports.importTemplate",
  "reports.removeTemplate",
  "reports.renameTemplate",
  "reports.restoreTemplate",
  "reports.saveTemplate",
]);

/** Reads again whatever is shown when the workspace changes. Call once, at the start. */
export function followChanges(): () => void {
  return subscribe((event) => {
    if (event.type !== "changed") return;
    const { operation } = event;
    if (choicesOfReports.has(operation)) return;
    if (changesOfLayers.has(operation)) {
      void queryClient.invalidateQueries({ queryKey: ["layers"] });
    } else if (editsOfDetections.has(operation)) {
      void queryClient.invalidateQueries({
        predicate: ({ queryKey: [capability, verb] }) =>
          capability !== "detections" || verb !== "list",
      });
    } else if (editsOfTestCases.has(operation)) {
      void queryClient.invalidateQueries({
        predicate: (query) => {
          const [capability, verb] = query.queryKey;
          return capability !== "emulation" || verb !== "cases" || !query.isActive();
        },
      });
    } else if (changesOfTemplates.has(operation)) {
      void queryClient.invalidateQueries({ queryKey: ["reports", "templates"] });
    } else {
      void queryClient.invalidateQueries({
        predicate: ({ queryKey: [capability, verb] }) =>
          capability !== "reports" || verb !== "draft",
      });
    }
  });
}

function call<C extends Capability, V extends Verb<C>>(
  capability: C,
  verb: V,
  input: InputOf<Op<C, V>>,
  options?: CallOptions,
): Promise<OutputOf<Op<C, V>>> {
  // The client has exactly the contract's operations; TypeScript cannot follow two generic keys.
  const verbs = workbench[capability] as Client<Record<C, Record<V, Op<C, V>>>>[C];
  return verbs[verb](input, options);
}

/** Failures that reach a screen are problems with a message for people. */
export function problemOf(error: unknown): Problem {
  return error instanceof Problem
    ? error
    : new Problem("internal", error instanceof Error ? error.message : String(error));
}

/** The answer of a query, read again whenever the workspace changes. */
export function useOperation<C extends Capability, V extends Verb<C>>(
  capability: C,
  verb: V,
  input: InputOf<Op<C, V>>,
  options: { enabled?: boolean; keepPrevious?: boolean } = {},
): UseQueryResult<OutputOf<Op<C, V>>> {
  const result = useQuery({
    queryKey: [capability, verb, input],
    queryFn: () => call(capability, verb, input),
    enabled: options.enabled ?? true,
    ...(options.keepPrevious === true ? { placeholderData: keepPreviousData } : {}),
  });
  return result;
}

/** A change of the workspace, done when `mutate` is called. */
export function useCommand<C extends Capability, V extends Verb<C>>(
  capability: C,
  verb: V,
): UseMutationResult<OutputOf<Op<C, V>>, unknown, InputOf<Op<C, V>>> {
  return useMutation({
    mutationFn: (input: InputOf<Op<C, V>>) => call(capability, verb, input),
  });
}

/** Long work as a screen sees it. */
export interface LongWork<Input, Output> {
  readonly start: (input: Input) => Promise<Output | undefined>;
  readonly cancel: () => void;
  readonly running: boolean;
  readonly progress: Progress | undefined;
  readonly problem: Problem | undefined;
  readonly clear: () => void;
}

/** Long work with progress and cancel; `start` resolves to undefined where it failed. */
export function useLongWork<C extends Capability, V extends Verb<C>>(
  capability: C,
  verb: V,
): LongWork<InputOf<Op<C, V>>, OutputOf<Op<C, V>>> {
  const [running, setRunning] = useState(false);
  const [progress, setProgress] = useState<Progress>();
  const [problem, setProblem] = useState<Problem>();
  const controller = useRef<AbortController>(undefined);

  const start = useCallback(
    async (input: InputOf<Op<C, V>>) => {
      controller.current = new AbortController();
      setRunning(true);
      setProblem(undefined);
      setProgress(undefined);
      try {
        return await call(capability, verb, input, {
          onProgress: setProgress,
          signal: controller.current.signal,
        });
      } catch (error) {
        setProblem(problemOf(error));
        return undefined;
      } finally {
        setRunning(false);
      }
    },
    [capability, verb],
  );
  const cancel = useCallback(() => controller.current?.abort(), []);
  const clear = useCallback(() => setProblem(undefined), []);
  return { start, cancel, running, progress, problem, clear };
}

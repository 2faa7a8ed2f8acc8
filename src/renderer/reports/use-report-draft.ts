import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from "react";
import type {
  ReportContent,
  ReportDraft,
  ReportTemplate,
} from "../../shared/model/report-template.ts";
import type { Problem } from "../../shared/problem.ts";
import { useApp } from "../app/app-state.ts";
import { problemOf, queryClient, useOperation } from "../use-operation.ts";
import { workbench } from "../workbench.ts";
import { createReportDrafts, type ReportDrafts } from "./report-drafts.ts";

const keyOf = (assessmentId: number) => ["reports", "draft", { assessmentId }];

/** What a report begins with: the first of the templates that ship. */
function firstDraft([first]: readonly ReportTemplate[]): ReportDraft | undefined {
  return first && { template: first.name, content: first.content };
}

function shippedDraft(): ReportDraft | undefined {
  return firstDraft(queryClient.getQueryData<ReportTemplate[]>(["reports", "templates", {}]) ?? []);
}

function readDraft(assessmentId: number): ReportDraft | undefined {
  return queryClient.getQueryData<ReportDraft | null>(keyOf(assessmentId)) ?? shippedDraft();
}

/** What is being kept; what is read before that has ended is older than what is shown. */
let keeping: Promise<unknown> = Promise.resolve();

const drafts = createReportDrafts({
  read: readDraft,
  write: async (assessmentId, draft) => {
    queryClient.setQueryData(keyOf(assessmentId), draft);
    const kept = workbench.reports.setDraft({ assessmentId, draft });
    keeping = Promise.allSettled([keeping, kept]);
    await kept;
  },
});
let openWorkspace: string | undefined;

function keepFor(workspace: string): void {
  if (openWorkspace !== undefined && openWorkspace !== workspace) drafts.forget();
  openWorkspace = workspace;
}

/** What becomes of some choices; computed, where it depends on how they stand by then. */
type ContentChange = Partial<ReportContent> | ((content: ReportContent) => Partial<ReportContent>);

/** Changes some of a report's choices; `label` says what, for undoing it. */
export type ChangeContent = (change: ContentChange, label: string, stretch?: string) => void;

/** The next report of an assessment: as it stands, and what can be done with it. */
export interface ReportDraftState {
  /** Undefined while it is read. */
  readonly draft: ReportDraft | undefined;
  readonly templates: readonly ReportTemplate[];
  readonly change: ChangeContent;
  /** Takes the choices of a template, or other choices whole. */
  readonly take: (draft: ReportDraft, label: string) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly history: ReturnType<ReportDrafts["historyOf"]>;
  readonly problem: Problem | undefined;
}

/** The next report of an assessment, kept with every change. */
export function useReportDraft(assessmentId: number): ReportDraftState {
  const { path, createdAt } = useApp().workspace;
  useLayoutEffect(() => keepFor(`${path} ${createdAt}`), [path, createdAt]);
  // A guided start may have written another draft since it was shown last.
  useEffect(() => {
    void keeping.then(() => queryClient.invalidateQueries({ queryKey: keyOf(assessmentId) }));
  }, [assessmentId]);
  const templates = useOperation("reports", "templates", {});
  const kept = useOperation("reports", "draft", { assessmentId });
  const [failure, setFailure] = useState<Problem>();
  const history = useSyncExternalStore(
    drafts.subscribe,
    useCallback(() => drafts.historyOf(assessmentId), [assessmentId]),
  );

  const actions = useMemo(() => {
    const run = (work: Promise<unknown>) => {
      setFailure(undefined);
      work.catch((error: unknown) => setFailure(problemOf(error)));
    };
    const take = (draft: ReportDraft, label: string, stretch?: string) =>
      run(drafts.change(assessmentId, draft, label, stretch));
    return {
      take,
      // From what stands now, not from what was drawn: fields may write one after the other.
      change: (change: ContentChange, label: string, stretch?: string) => {
        const before = readDraft(assessmentId);
        if (before === undefined) return;
        const part = typeof change === "function" ? change(before.content) : change;
        take({ ...before, content: { ...before.content, ...part } }, label, stretch);
      },
      undo: () => run(drafts.undo(assessmentId)),
      redo: () => run(drafts.redo(assessmentId)),
    };
  }, [assessmentId]);

  const error = templates.error ?? kept.error;
  const draft =
    kept.data === undefined || templates.data === undefined
      ? undefined
      : (kept.data ?? firstDraft(templates.data));
  return {
    ...actions,
    draft,
    templates: templates.data ?? [],
    history,
    problem: failure ?? (error === null ? undefined : problemOf(error)),
  };
}

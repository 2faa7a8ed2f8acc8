import { useRef, useState } from "react";
import type { ImportKind } from "../../shared/model/import-report.ts";
import { Problem } from "../../shared/problem.ts";
import type { ImportOptions } from "../app/app-state.ts";
import { showDone } from "../ui/toasts.tsx";
import { problemOf, useLongWork } from "../use-operation.ts";
import { workbench } from "../workbench.ts";
import { type CatalogueImport, useCatalogueImport } from "./catalogue-import.ts";
import {
  arrangeSteps,
  type ImportQuestion,
  type ImportStep,
  isRunPackage,
  sortFiles,
} from "./file-doors.ts";
import type { FileWork } from "./ImportStatus.tsx";

/** The import of files of every kind as the window follows it, whichever screen is open. */
export interface FileImports {
  /** Finds out what files hold, and imports them: each kind after the other. */
  readonly take: (paths: readonly string[]) => void;
  /** Asks for files of one kind, or of any, and imports them. */
  readonly choose: (kind: ImportKind | "any", options?: ImportOptions) => void;
  readonly startStarter: () => void;
  /** What a dialog asks about now; `number` tells one visit from the next. */
  readonly asking: (ImportStep & { readonly number: number }) | undefined;
  /** The dialog is closed; with the number of a report, the import is done. */
  readonly finish: (importId?: number) => void;
  /** Files of which the kind is asked. */
  readonly question: ImportQuestion | undefined;
  /** As what they are imported; null leaves them out. */
  readonly answer: (kind: ImportKind | null) => void;
  readonly catalogue: CatalogueImport;
  /** What else goes on without a dialog, with words for it. */
  readonly works: readonly { readonly label: string; readonly work: FileWork }[];
}

/** Kinds that a dialog asks about before they are imported. */
const asksFirst: ReadonlySet<ImportKind> = new Set([
  ...(["telemetry", "assets", "intelligence", "detections"] as const),
]);

function isAsked({ kind, paths }: ImportStep): boolean {
  return asksFirst.has(kind) || (kind === "emulation" && paths.some(isRunPackage));
}

/** Imports files into the open workspace; `showReport` opens the report of the last one. */
export function useFileImports(
  assessmentId: number | undefined,
  showReport: (importId: number) => void,
): FileImports {
  const recognising = useLongWork("imports", "recognise");
  const layers = useLongWork("layers", "import");
  const sectors = useLongWork("actors", "importSectors");
  const status = useLongWork("plan", "importStatus");
  const emulation = useLongWork("emulation", "import");
  const [problem, setProblem] = useState<Problem>();
  /** The step whose table has columns to be asked about. */
  const [mapped, setMapped] = useState<ImportStep>();
  const [questions, setQuestions] = useState<readonly ImportQuestion[]>([]);
  const [current, setCurrent] = useState<
    ImportStep & { readonly number: number; readonly step: ImportStep }
  >();
  // What comes next is looked up when work ends, not when something is drawn.
  const now = useRef<ImportStep>(undefined);
  const waiting = useRef<readonly ImportStep[]>([]);
  const unasked = useRef<readonly ImportStep[]>([]);
  const number = useRef(0);

  const catalogue = useCatalogueImport((reports) => {
    const id = reports[0]?.id;
    if (now.current?.kind === "catalogue") finish(id);
    else if (id !== undefined) showReport(id);
  });

  function begin(step: ImportStep | undefined): void {
    now.current = step;
    number.current += 1;
    setCurrent(step === undefined ? undefined : { ...step, number: number.current, step });
    if (step === undefined) return;
    const [path = ""] = step.paths;
    const done = (report: { readonly id: number } | undefined) => {
      if (report !== undefined) finish(report.id);
    };
    switch (step.kind) {
      case "catalogue":
        catalogue.start(step.paths);
        break;
      case "layers":
        void layers.start({ paths: [...step.paths] }).then(done);
        break;
      case "sectors":
        void sectors.start({ path }).then(done);
        break;
      case "plan":
        if (assessmentId === undefined) setProblem(withoutAssessment(path));
        else void status.start({ assessmentId, path }).then(done);
        break;
      case "emulation": {
        if (isRunPackage(path)) break;
        const { environment, runId } = step;
        const input = {
          paths: [...step.paths],
          ...(environment === undefined ? {} : { environment }),
          ...(runId === undefined ? {} : { runId }),
        };
        // What tools write tells all by itself; of another table the columns are asked.
        void workbench.emulation
          .preview({ paths: input.paths })
          .catch(() => null)
          .then((table) => {
            if (now.current !== step) return;
            if (table !== null) setMapped(step);
            else void emulation.start(input).then(done);
          });
        break;
      }
      case "telemetry":
      case "assets":
      case "intelligence":
      case "detections":
      // A dialog asks about these, and finishes.
    }
  }
  function finish(importId?: number): void {
    const [next, ...rest] = waiting.current;
    waiting.current = rest;
    begin(next);
    if (importId === undefined) return;
    if (next === undefined) showReport(importId);
    else showDone("Imported. The report stands under Import reports.");
  }
  /** What goes on without a dialog, by the kind that it imports. */
  const direct: Partial<Record<ImportKind, FileWork>> = {
    layers,
    sectors,
    plan: status,
    emulation,
  };
  const clear = (kind: ImportKind) => {
    if (kind === "catalogue") catalogue.dismiss();
    else direct[kind]?.clear();
    setProblem(undefined);
    if (now.current?.kind === kind) finish();
  };
  const add = (steps: readonly ImportStep[]) => {
    waiting.current = [...waiting.current, ...arrangeSteps(steps)];
    const kind = now.current?.kind;
    if (kind === undefined) finish();
    // A failure that still stands there holds up nothing that comes after it.
    else if (hasFailed(kind)) clear(kind);
  };
  const hasFailed = (kind: ImportKind): boolean => {
    if (kind === "catalogue") {
      return catalogue.problem !== undefined && catalogue.problem.code !== "needs-decision";
    }
    return direct[kind]?.problem !== undefined || (kind === "plan" && problem !== undefined);
  };

  const take = (paths: readonly string[]) => {
    void recognising.start({ paths: [...paths] }).then((files) => {
      if (files === undefined) return;
      const sorted = sortFiles(files);
      if (sorted.questions.length === 0) add(sorted.steps);
      else {
        unasked.current = [...unasked.current, ...sorted.steps];
        setQuestions((before) => [...before, ...sorted.questions]);
      }
    });
  };

  return {
    take,
    choose: (kind, options) => {
      setProblem(undefined);
      chooseFiles(kind, options?.folder ?? false)
        .then((paths) => {
          if (paths.length === 0) return;
          if (kind === "any") take(paths);
          else add([{ kind, paths, environment: options?.environment, runId: options?.runId }]);
        })
        .catch((error: unknown) => setProblem(problemOf(error)));
    },
    startStarter: catalogue.startStarter,
    asking:
      current !== undefined && (isAsked(current) || current.step === mapped) ? current : undefined,
    finish,
    question: questions[0],
    answer: (kind) => {
      const [question, ...rest] = questions;
      setQuestions(rest);
      if (question !== undefined && kind !== null) {
        unasked.current = [...unasked.current, { kind, paths: question.paths }];
      }
      if (rest.length > 0) return;
      const steps = unasked.current;
      unasked.current = [];
      add(steps);
    },
    catalogue: { ...catalogue, dismiss: () => clear("catalogue") },
    works: [
      { label: "Looking at what it is", work: recognising },
      { label: "Reading layers", work: { ...layers, clear: () => clear("layers") } },
      {
        label: "Reading what is said of groups",
        work: { ...sectors, clear: () => clear("sectors") },
      },
      {
        label: "Reading tests and results",
        work: { ...emulation, clear: () => clear("emulation") },
      },
      {
        label: "Reading the status",
        work: { ...status, problem: problem ?? status.problem, clear: () => clear("plan") },
      },
    ],
  };
}

async function chooseFiles(kind: ImportKind | "any", folder: boolean): Promise<readonly string[]> {
  const { shell } = workbench;
  switch (kind) {
    case "any":
      return shell.chooseFiles({});
    case "catalogue":
      return shell.chooseBundles({});
    case "layers":
      return shell.chooseLayers({});
    case "telemetry":
    case "detections":
      return shell.chooseDetections({ folder });
    case "emulation":
      return shell.chooseEmulation({});
    case "assets":
      return shell.chooseAssets({});
    case "intelligence":
      return shell.chooseIntelligence({});
    case "sectors":
      return [await shell.chooseSectors({})].flatMap((path) => path ?? []);
    case "plan":
      return [await shell.choosePlanStatus({})].flatMap((path) => path ?? []);
  }
}

function withoutAssessment(file: string): Problem {
  return new Problem("not-found", "The status of a plan belongs to an assessment.", {
    file,
    remedy: "Make or choose an assessment, then import the file again.",
  });
}

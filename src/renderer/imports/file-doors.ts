import type { ImportKind, RecognisedFile } from "../../shared/model/import-report.ts";

/** Files that are imported together, as one kind. */
export interface ImportStep {
  readonly kind: ImportKind;
  readonly paths: readonly string[];
  /** The environment to suggest, by name. */
  readonly environment?: string | undefined;
  /** Of tests and results: the run that takes them. */
  readonly runId?: number | undefined;
}

/** Files of which nobody can tell from their content what they are to be imported as. */
export interface ImportQuestion {
  readonly paths: readonly string[];
  /** What they could be, the likeliest first; nothing where no kind of import takes them. */
  readonly kinds: readonly ImportKind[];
  /** Whether something speaks for the first of the kinds. */
  readonly hasLikely: boolean;
  /** What is wrong with them, or was seen of them, as a sentence. */
  readonly reason: string | null;
}

/** What others are read against comes first. */
const order: readonly ImportKind[] = [
  ...(["catalogue", "layers", "sectors", "telemetry", "assets"] as const),
  ...(["intelligence", "detections", "emulation", "plan"] as const),
];

/** Kinds that come as tables, whose columns can be called anything. */
const ofTables: readonly ImportKind[] = ["detections", "telemetry", "assets", "plan"];

/** Kinds whose readers take one path at a time. */
const takesOne: ReadonlySet<ImportKind> = new Set(["sectors", "plan"] as const);

/** Parts what is clear about files from what has to be asked; no file is in neither. */
export function sortFiles(files: readonly RecognisedFile[]): {
  readonly steps: readonly ImportStep[];
  readonly questions: readonly ImportQuestion[];
} {
  const steps = files.flatMap(({ path, kinds, isClear }) =>
    isClear ? kinds.map((kind) => ({ kind, paths: [path] })) : [],
  );
  const questions = new Map<string, ImportQuestion>();
  for (const { path, kinds, isClear, reason } of files) {
    if (isClear) continue;
    // What is wrong with a file is said of it alone; tables of the same kinds are asked about once.
    const key = kinds.length === 0 && reason !== null ? path : kinds.join(" ");
    const known = questions.get(key);
    questions.set(key, {
      paths: [...(known?.paths ?? []), path],
      kinds: kinds.length === 0 && reason === null ? ofTables : kinds,
      hasLikely: kinds.length > 0,
      reason: known === undefined ? reason : null,
    });
  }
  return { steps: arrangeSteps(steps), questions: [...questions.values()] };
}

/** Whether a path is a package of runs, by its ending: it is merged, not imported. */
export function isRunPackage(path: string): boolean {
  return /\.casemate-run$/i.test(path);
}

/** What tools wrote goes together; each package of runs is a step of its own. */
function arrangeEmulation(steps: readonly ImportStep[]): readonly ImportStep[] {
  const [first] = steps;
  if (first === undefined) return [];
  const paths = steps.flatMap((step) => step.paths);
  const results = paths.filter((path) => !isRunPackage(path));
  return [
    ...(results.length === 0 ? [] : [{ ...first, paths: results }]),
    ...paths.filter(isRunPackage).map((path) => ({ ...first, paths: [path] })),
  ];
}

/** Steps in the order in which they are taken: one for each kind, where its reader takes several. */
export function arrangeSteps(steps: readonly ImportStep[]): readonly ImportStep[] {
  return order.flatMap((kind) => {
    const ofKind = steps.filter((step) => step.kind === kind);
    if (kind === "emulation") return arrangeEmulation(ofKind);
    if (takesOne.has(kind)) {
      return ofKind.flatMap((step) => step.paths.map((path) => ({ ...step, paths: [path] })));
    }
    const [first] = ofKind;
    return first === undefined ? [] : [{ ...first, paths: ofKind.flatMap(({ paths }) => paths) }];
  });
}

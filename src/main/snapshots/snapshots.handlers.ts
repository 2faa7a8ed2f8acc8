import { Problem } from "../../shared/problem.ts";
import type { HandlersOf } from "../backend/handler.ts";
import { writeWholeFile } from "../files/whole-file.writer.ts";
import { factsMarkingOf, gatherReportFacts } from "../report/facts.handlers.ts";
import { readReportFile } from "./report-file.reader.ts";
import { packFacts } from "./snapshot-content.ts";
import {
  addSnapshot,
  findSnapshotOf,
  getSnapshot,
  getSnapshotFacts,
  listSnapshots,
  removeSnapshot,
  restoreSnapshot,
  setSnapshot,
} from "./snapshots.store.ts";

export const snapshotsHandlers: HandlersOf<"snapshots"> = {
  list: (_input, { db }) => listSnapshots(db),
  get: ({ id }, { db }) => ({ ...getSnapshot(db, id), facts: getSnapshotFacts(db, id) }),
  take: async ({ assessmentId, name, note }, context) => {
    const facts = await gatherReportFacts(context, assessmentId, context.now());
    context.progress({ phase: "Freezing the assessment" });
    await context.breathe();
    return addSnapshot(context.db, {
      ...packFacts(facts),
      assessmentId,
      assessmentName: facts.assessment.name,
      name,
      note,
      createdAt: facts.generatedAt,
    });
  },
  set: ({ id, name, note }, { db }) => {
    const before = getSnapshot(db, id);
    setSnapshot(db, id, { name, note });
    return before;
  },
  remove: ({ id }, { db }) => removeSnapshot(db, id),
  restore: ({ snapshot }, { db }) => {
    restoreSnapshot(db, snapshot);
    return null;
  },
  export: async ({ id, path, marked }, context) => {
    const frozen = getSnapshotFacts(context.db, id);
    const of = { kind: "snapshot", snapshotId: id } as const;
    const facts =
      marked === undefined
        ? frozen
        : { ...frozen, marking: factsMarkingOf(context, of, null, marked) };
    await writeWholeFile(path, `${JSON.stringify(facts, null, 2)}\n`);
    return { path };
  },
  import: async ({ path, name }, { db, progress, breathe }) => {
    progress({ phase: "Reading the report" });
    await breathe();
    const facts = await readReportFile(path);
    await breathe();
    const packed = packFacts(facts);
    const known = findSnapshotOf(db, packed.sha256);
    if (known !== undefined) {
      throw new Problem("bad-input", `The snapshot "${known}" holds the very same report already.`);
    }
    return addSnapshot(db, {
      ...packed,
      assessmentId: null,
      assessmentName: facts.assessment.name,
      name: name ?? `${facts.assessment.name}, ${facts.generatedAt.slice(0, 10)}`.slice(0, 200),
      note: "",
      createdAt: facts.generatedAt,
    });
  },
};

import type { ExportedCase, ExportedRun } from "../../shared/model/run-export.ts";
import type { ArchivedFile, RunExport } from "./run-writer.ts";

/**
 * Runs as execution logs in ATTiRe 1.1: one for each run, host and user.
 *
 * The format has no outcome of the defence and no test that was not run: both are left out.
 */
export function writeAttire({ runs, marking }: Pick<RunExport, "runs" | "marking">): {
  readonly files: readonly ArchivedFile[];
} {
  const files: ArchivedFile[] = [];
  const names = new Set<string>();
  for (const run of runs) {
    for (const [at, cases] of targetsOf(run).entries()) {
      const [first] = cases;
      if (first === undefined) continue;
      const log = logOf(run, first, cases, at + 1);
      files.push({
        name: freeName(`${run.name} ${first.host}`.trim(), names),
        content: `${JSON.stringify(marking === null ? log : { marking, ...log }, null, 2)}\n`,
      });
    }
  }
  return { files };
}

/** The cases that were run, together where host, address and user are the same. */
function targetsOf({ cases }: ExportedRun): ExportedCase[][] {
  const targets = new Map<string, ExportedCase[]>();
  for (const testCase of cases) {
    if (testCase.outcome === "not-run") continue;
    if (testCase.startAt === null && testCase.execution === null) continue;
    const key = JSON.stringify([
      testCase.host,
      addressOf(testCase),
      testCase.execution?.user ?? null,
    ]);
    targets.set(key, [...(targets.get(key) ?? []), testCase]);
  }
  return [...targets.values()];
}

function addressOf({ ownFields }: ExportedCase): string | undefined {
  return ownFields.find(({ name }) => name === "ip")?.value;
}

function logOf(
  run: ExportedRun,
  target: ExportedCase,
  cases: readonly ExportedCase[],
  number: number,
): object {
  const ip = addressOf(target);
  const user = target.execution?.user ?? null;
  return {
    "attire-version": "1.1",
    "execution-data": {
      "execution-command": "",
      "execution-id": `${run.uuid}-${number}`,
      "execution-source": sourceOf(cases),
      "execution-category": { name: run.tool, abbreviation: "" },
      "assessment-name": run.name,
      target: {
        host: target.host,
        ...(ip === undefined ? {} : { ip }),
        ...(user === null ? {} : { user }),
      },
      "time-generated": run.endedAt ?? run.startedAt ?? run.createdAt,
    },
    procedures: cases.map((testCase, index) => procedureOf(testCase, index + 1)),
  };
}

/** What the tests are from, in the words of those who write such logs. */
function sourceOf(cases: readonly ExportedCase[]): string {
  if (cases.every(({ source }) => source === "atomic")) return "Invoke-Atomicredteam";
  return cases.every(({ source }) => source === "vectr") ? "VECTR" : "Casemate";
}

function procedureOf(testCase: ExportedCase, order: number): object {
  const { name, written, testKey, redNotes, command, executor, startAt, endAt } = testCase;
  const { execution } = testCase;
  return {
    "procedure-name": name,
    "procedure-description": redNotes,
    "procedure-id": { type: "guid", id: testKey },
    ...(written === "" ? {} : { "mitre-technique-id": written }),
    order,
    steps: [
      {
        order: 1,
        command,
        executor: executor ?? "",
        ...(startAt === null ? {} : { "time-start": startAt }),
        ...(endAt === null ? {} : { "time-stop": endAt }),
        output:
          execution === null || execution.output === ""
            ? []
            : [{ content: execution.output, level: "STDOUT", type: "console" }],
        ...told("process-id", execution?.processId),
        ...told("exit-code", execution?.exitCode),
        ...(execution?.status === "timeout" ? { "is-timeout": true } : {}),
      },
    ],
  };
}

/** A field, where somebody said something of it. */
function told(name: string, value: string | null | undefined): object {
  return value === null || value === undefined ? {} : { [name]: value };
}

/** A name for a file of an archive that no other has, whatever case it is read in. */
function freeName(wanted: string, taken: Set<string>): string {
  const stem = wanted.replace(/[^\p{L}\p{N} ._()-]+/gu, "_").slice(0, 100) || "log";
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? `${stem}.json` : `${stem} (${number}).json`;
    if (taken.has(name.toLowerCase())) continue;
    taken.add(name.toLowerCase());
    return name;
  }
}

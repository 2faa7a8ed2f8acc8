import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { z } from "zod";
import { canObserveNetwork } from "../test/net/observe.ts";
import { runChecks } from "./check.ts";
import { findElectron } from "./runtime/electron.ts";
import { projectFolder } from "./runtime/paths.ts";
import { run } from "./runtime/run.ts";
import { runScript } from "./runtime/stop.ts";
import { requireSystemPackages, testPackages, windowPackages } from "./runtime/system-packages.ts";

const resultsFolder = join(projectFolder, "test-results");

/** The figures of Vitest's JSON report that are summed. */
const report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  success: z.boolean(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});

interface Count {
  passed: number;
  failed: number;
  skipped: number;
  /** What failed: its file, its name and the first line of why. */
  readonly failures: string[];
}

/*
 * npm test: every check and every test there is. Each part runs whatever became of the others; the
 * last line counts the tests of all of them.
 */
await runScript(async () => {
  rmSync(resultsFolder, { recursive: true, force: true });
  mkdirSync(resultsFolder);
  const total: Count = { passed: 0, failed: 0, skipped: 0, failures: [] };

  heading("Checks");
  let success = await runChecks();

  heading("Unit and integration tests");
  success = (await runVitest("unit", total)) && success;

  heading("End-to-end tests");
  success = (await runEndToEnd(total)) && success;

  // Said again at the end: a log of thousands of lines is read from there.
  for (const failure of total.failures) console.log(failure);
  console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  return success ? 0 : 1;
});

/** The tests in the real Electron, in a network where every packet is seen if one can be had. */
async function runEndToEnd(total: Count): Promise<boolean> {
  if (process.platform !== "linux") {
    console.log("SKIPPED the end-to-end tests: they start the application on a display of Linux");
    total.skipped += 1;
    return true;
  }
  await requireSystemPackages([...windowPackages, ...testPackages]);
  await findElectron();
  const obstacle = await canObserveNetwork();
  if (obstacle === undefined) {
    const success = await runVitest("net", total);
    // The end-to-end tests ran inside that one and left a report of their own.
    return addReport("e2e", total) && success;
  }
  const success = await runVitest("e2e", total);
  console.log(`SKIPPED the proof that no packet is sent: ${obstacle}`);
  total.skipped += 1;
  if (process.env["CASEMATE_REQUIRE_NET"] !== "1") return success;
  console.log("CASEMATE_REQUIRE_NET=1 asks for that proof, so this run has failed.");
  return false;
}

function heading(text: string): void {
  console.log(`\n== ${text}`);
}

/** Runs one of Vitest's projects and adds its figures; false where anything in it failed. */
async function runVitest(project: string, total: Count): Promise<boolean> {
  const vitest = join(projectFolder, "node_modules", "vitest", "vitest.mjs");
  const code = await run(
    process.execPath,
    [vitest, "run", "--project", project, "--reporter=default", "--reporter=json"].concat(
      `--outputFile.json=${reportFile(project)}`,
    ),
    { cwd: projectFolder },
  );
  return addReport(project, total) && code === 0;
}

function addReport(project: string, total: Count): boolean {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(reportFile(project), "utf8"));
  } catch {
    console.log(`The ${project} tests left no report.`);
    total.failed += 1;
    return false;
  }
  const figures = report.parse(content);
  total.passed += figures.numPassedTests;
  total.failed += figures.numFailedTests;
  total.skipped += figures.numPendingTests + figures.numTodoTests;
  for (const { name, status, message, assertionResults } of figures.testResults) {
    const file = relative(projectFolder, name);
    const failed = assertionResults.filter((test) => test.status === "failed");
    for (const { fullName, failureMessages } of failed) {
      total.failures.push(`FAILED ${file}: ${fullName}\n  ${firstLine(failureMessages?.[0])}`);
    }
    if (status === "failed" && failed.length === 0) {
      total.failures.push(`FAILED ${file}\n  ${firstLine(message)}`);
    }
  }
  return figures.success;
}

function firstLine(text = ""): string {
  return text.split("\n", 1)[0] ?? "";
}

function reportFile(project: string): string {
  return join(resultsFolder, `${project}.json`);
}

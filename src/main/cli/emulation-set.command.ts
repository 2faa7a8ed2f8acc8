import { Command, InvalidArgumentError, Option } from "commander";
import { resolve } from "node:path";
import type {
  BlockSeen,
  ExpectedOutcome,
  FiredDetection,
  Outcome,
  Run,
  TestCase,
  TestCaseContent,
} from "../../shared/model/emulation.ts";
import { blockSeen, expectedOutcome, outcome } from "../../shared/model/emulation.ts";
import { Problem } from "../../shared/problem.ts";
import { jsonOption, parseTime, workspaceOption } from "./options.ts";
import { printJson, printLines } from "./print.ts";
import type { Session } from "./session.ts";
import { withWorkspace } from "./session.ts";

interface SetOptions {
  readonly workspace: string;
  readonly outcome?: Outcome;
  readonly seen?: BlockSeen;
  readonly expected?: ExpectedOutcome | "default";
  /** Moments; empty = none. */
  readonly start?: string;
  readonly end?: string;
  readonly alertAt?: string;
  readonly fired?: string;
  readonly host?: string;
  readonly platform?: string;
  readonly assignee?: string;
  readonly note?: string;
  readonly redNote?: string;
  readonly who: string;
  readonly json?: true;
}

/** `casemate emulation set` */
export function emulationSetCommand(): Command {
  return new Command("set")
    .description("say of test cases what a hand can say: what the defence did, and when")
    .argument("<case...>", "numbers of test cases, as `emulation list --run` shows them")
    .addOption(workspaceOption())
    .addOption(new Option("--outcome <outcome>", "what the defence did").choices(outcome.options))
    .addOption(
      new Option("--seen <what>", "of a blocked attempt: what was seen").choices(blockSeen.options),
    )
    .addOption(
      new Option("--expected <what>", "what the defence was meant to do").choices([
        ...expectedOutcome.options,
        "default",
      ]),
    )
    .addOption(timeOption("--start", "when it began"))
    .addOption(timeOption("--end", "when it ended"))
    .addOption(timeOption("--alert-at", "when the alert fired"))
    .option("--fired <name>", "detection that fired, by its name; empty: none")
    .option("--host <name>", "where it ran")
    .option("--platform <name>", "platform of the host")
    .option("--assignee <name>", "whose it is to run")
    .option("--note <text>", "note of the defence")
    .option("--red-note <text>", "note of who ran it")
    .option("--who <name>", "whose word it is, for the history", "")
    .addOption(jsonOption())
    .action(async (ids: string[], { workspace, ...options }: SetOptions) => {
      await withWorkspace(resolve(workspace), {}, (session) => setCases(session, ids, options));
    });
}

function timeOption(flag: string, what: string): Option {
  const help = `${what}, such as 2026-11-12T09:47:00Z or with an offset; empty: none`;
  return new Option(`${flag} <time>`, help).argParser((text: string) => {
    if (text.trim() === "") return "";
    if (/T.*(?:Z|[+-]\d{2}:\d{2})$/i.test(text)) return parseTime(text).toISOString();
    throw new InvalidArgumentError(
      "Write a time with its zone, such as 2026-11-12T09:47:00Z or 2026-11-12T10:47:00+01:00.",
    );
  });
}

async function setCases(
  session: Session,
  texts: readonly string[],
  options: Omit<SetOptions, "workspace">,
): Promise<void> {
  const { client } = session;
  const wrong = texts.find((text) => !/^\d{1,15}$/.test(text));
  if (wrong !== undefined) {
    throw new Problem("bad-input", `"${wrong}" is no number of a test case.`, {
      remedy: "`casemate emulation list --run NAME` shows the numbers.",
    });
  }
  const ids = [...new Set(texts.map(Number))];
  const cases = await Promise.all(ids.map((id) => readCase(session, id)));
  const change = changeOf(options);
  const { fired } = options;
  if (Object.keys(change).length === 0 && fired === undefined) {
    throw new Problem("bad-input", "Nothing was said of the test cases.", {
      remedy: "Say --outcome, --seen, --alert-at or another of `casemate emulation set --help`.",
    });
  }
  const unblocked = cases.find((one) => (change.outcome ?? one.outcome) !== "blocked");
  if (options.seen !== undefined && unblocked !== undefined) {
    throw new Problem(
      "bad-input",
      `--seen says what was seen of a blocked attempt, and ${unblocked.name} was not blocked.`,
    );
  }
  const runs = await client.emulation.runs({});
  const who = options.who;
  // A rule is one of the environment's, so test cases of two environments may mean two.
  for (const [environmentId, own] of groupByEnvironment(cases, runs)) {
    const rule =
      fired === undefined ? {} : { fired: await findFired(session, environmentId, fired) };
    await client.emulation.editCases({ ids: own, change: { ...change, ...rule }, who });
  }
  const after = await Promise.all(ids.map((id) => readCase(session, id)));
  if (options.json) printJson(after.length === 1 ? after[0] : after);
  else printLines(after.map((one) => `${one.name}: ${one.outcome}`));
}

async function readCase({ client }: Session, id: number): Promise<TestCase> {
  try {
    return (await client.emulation.case({ id })).testCase;
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== "not-found") throw error;
    throw new Problem("not-found", `There is no test case ${id}.`, {
      remedy: "`casemate emulation list --run NAME` shows the numbers.",
    });
  }
}

function changeOf({
  outcome: said,
  seen,
  expected,
  start,
  end,
  alertAt,
  host,
  platform,
  assignee,
  note,
  redNote,
}: Omit<SetOptions, "workspace">): Partial<TestCaseContent> {
  return {
    ...(said === undefined ? {} : { outcome: said }),
    ...(seen === undefined ? {} : { seen }),
    ...(expected === undefined ? {} : { expected: expected === "default" ? null : expected }),
    ...(start === undefined ? {} : { startAt: start || null }),
    ...(end === undefined ? {} : { endAt: end || null }),
    ...(alertAt === undefined ? {} : { alertAt: alertAt || null, timed: true }),
    ...(host === undefined ? {} : { host }),
    ...(platform === undefined ? {} : { platform }),
    ...(assignee === undefined ? {} : { assignee }),
    ...(note === undefined ? {} : { blueNotes: note }),
    ...(redNote === undefined ? {} : { redNotes: redNote }),
  };
}

function groupByEnvironment(
  cases: readonly TestCase[],
  runs: readonly Run[],
): ReadonlyMap<number, number[]> {
  const groups = new Map<number, number[]>();
  for (const { id, runId } of cases) {
    const environmentId = runs.find((run) => run.id === runId)?.environmentId ?? 0;
    groups.set(environmentId, [...(groups.get(environmentId) ?? []), id]);
  }
  return groups;
}

/** A rule by its name: that of the inventory where it is the only one called so, else the name. */
async function findFired(
  { client }: Session,
  environmentId: number,
  name: string,
): Promise<FiredDetection | null> {
  if (name.trim() === "") return null;
  const rules = await client.detections.list({ environmentId });
  const found = rules.filter((rule) => rule.name.toLowerCase() === name.trim().toLowerCase());
  const [only] = found;
  return found.length === 1 && only !== undefined
    ? { id: only.id, name: only.name }
    : { id: null, name: name.trim() };
}

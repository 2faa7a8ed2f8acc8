import type { TestCase, TestCaseContent } from "../../shared/model/emulation.ts";

/** Sources whose tests have one kind of key: the plans of the CTID consist of abilities. */
const kinOf: Partial<Record<TestCaseContent["source"], string>> = {
  caldera: "ability",
  ctid: "ability",
};

/** Whether a test case waits to be run: nobody and nothing said that it was. */
export function isWaiting({ outcome, startAt, endAt, execution, importId }: TestCase): boolean {
  return (
    importId === null &&
    outcome === "not-assessed" &&
    startAt === null &&
    endAt === null &&
    execution === null
  );
}

/**
 * Which planned test case each execution is of, by its place in `read`.
 *
 * The same test on the same host, whose name may be with or without its domain; what was planned on
 * no host comes after that. Each test case takes one execution, in the order of both.
 */
export function matchPlan(
  waiting: readonly TestCase[],
  read: readonly TestCaseContent[],
): ReadonlyMap<number, TestCase> {
  const free = new Map<string, TestCase[]>();
  for (const one of waiting) {
    const key = keyOf(one);
    free.set(key, [...(free.get(key) ?? []), one]);
  }
  const matched = new Map<number, TestCase>();
  for (const isPlaced of [true, false]) {
    read.forEach((one, index) => {
      if (matched.has(index)) return;
      const candidates = free.get(keyOf(one)) ?? [];
      const host = shortHost(one.host);
      const at = candidates.findIndex((each) =>
        isPlaced ? host !== "" && shortHost(each.host) === host : each.host === "",
      );
      const [found] = at < 0 ? [] : candidates.splice(at, 1);
      if (found !== undefined) matched.set(index, found);
    });
  }
  return matched;
}

function keyOf({ source, testKey }: TestCaseContent): string {
  return `${kinOf[source] ?? source} ${testKey.trim().toLowerCase()}`;
}

/** A host's name without its domain; an address stays whole. */
function shortHost(host: string): string {
  const name = host.trim().toLowerCase();
  return /^[\d.:]+$/.test(name) ? name : (name.split(".")[0] ?? name);
}

/**
 * A planned test case once a file says that it ran: what was planned stays, what happened is the
 * file's. An outcome of the plan's own stays where the file has none.
 */
export function fillPlan(planned: TestCaseContent, read: TestCaseContent): TestCaseContent {
  const verdict = read.outcome === "not-assessed" ? planned : read;
  const { outcome, seen, alertAt, fired, original, observations } = verdict;
  const ownNames = new Set(planned.ownFields.map(({ name }) => name));
  return {
    ...planned,
    tactic: planned.tactic ?? read.tactic,
    host: planned.host === "" ? read.host : planned.host,
    platform: planned.platform === "" ? read.platform : planned.platform,
    executor: read.executor ?? planned.executor,
    command: read.command === "" ? planned.command : read.command,
    assignee: planned.assignee === "" ? read.assignee : planned.assignee,
    startAt: read.startAt,
    endAt: read.endAt,
    expected: planned.expected ?? read.expected,
    ...{ outcome, seen, alertAt, fired, original, observations },
    timed: verdict.timed,
    execution: read.execution,
    redNotes: planned.redNotes === "" ? read.redNotes : planned.redNotes,
    blueNotes: planned.blueNotes === "" ? read.blueNotes : planned.blueNotes,
    ownFields: [
      ...planned.ownFields,
      ...read.ownFields.filter(({ name }) => !ownNames.has(name)),
    ].slice(0, 200),
  };
}

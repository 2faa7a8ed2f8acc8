import type {
  NetworkNeed,
  TestExecutor,
  TestInput,
  TestPrerequisite,
} from "../../shared/model/emulation-test.ts";

/** Addresses, but for those of the machine itself. */
const address = /\b(?:https?|ftps?|sftp|tftp):\/\/(?!(?:localhost|127\.|\[::1\]))[^\s"'`<>)|;]+/gi;

/** Programs and calls that fetch something from elsewhere. */
const downloader = new RegExp(
  [
    "curl|wget|iwr|irm|tftp|aria2c|bitsadmin|start-bitstransfer",
    "invoke-(?:web|rest)(?:request|method)(?:verifyhash)?",
    "net\\.webclient|download(?:string|file|data)|urlretrieve|msxml2\\.xmlhttp",
    "certutil(?:\\.exe)? +-{0,1}/?urlcache|git +clone|docker +(?:pull|run)|go +(?:get|install)",
    "(?:pip3?|gem|npm|brew|choco|winget|cpan) +install|(?:install|save)-(?:module|package|script)",
    "(?:apt|apt-get|yum|dnf|zypper) +(?:-\\w+ +)*install|apk +add|pacman +-s\\w*",
  ]
    .map((words) => `\\b(?:${words})\\b`)
    .join("|"),
  "gi",
);

/** Most finds that are told of one place. */
const most = 5;

/**
 * What of a test reaches for a network, so that it cannot run behind an air gap.
 *
 * Told by addresses and downloaders in its commands, prerequisites and default inputs; what a
 * payload does that it brings along nobody can tell.
 */
export function findNetworkNeeds(test: {
  readonly executors: readonly TestExecutor[];
  readonly prerequisites: readonly TestPrerequisite[];
  readonly inputs: readonly TestInput[];
}): NetworkNeed[] {
  const { executors, prerequisites, inputs } = test;
  return [
    ...needsIn(
      "command",
      executors.map(({ command }) => command),
    ),
    ...needsIn(
      "cleanup",
      executors.map(({ cleanup }) => cleanup),
    ),
    ...needsIn(
      "prerequisite",
      prerequisites.flatMap(({ check, get }) => [check, get]),
    ),
    ...needsIn(
      "input",
      inputs.map((input) => input.default),
    ),
  ];
}

function needsIn(where: NetworkNeed["where"], texts: readonly string[]): NetworkNeed[] {
  const found = new Set<string>();
  for (const text of texts) {
    for (const [what] of text.matchAll(address)) found.add(what.slice(0, 200));
    for (const [what] of text.matchAll(downloader)) found.add(what);
  }
  return [...found].slice(0, most).map((what) => ({ where, what }));
}

import { normaliseTechniqueId } from "../../shared/model/attack-id.ts";
import { plainLine } from "../../shared/plain-line.ts";
import { givenInputs } from "./plan-case.ts";
import type { PlannedCase } from "./run-plan.ts";
import { isGuid, nameOf, runnerPlanOf } from "./run-plan.ts";
import type { RunWriter } from "./run-writer.ts";

/**
 * Runs as a script for Invoke-AtomicRedTeam.
 *
 * By its parameters it checks prerequisites, runs, or cleans up; for one host, or all. It writes the
 * log that the import reads. Prerequisites that are fetched from a network are named, not fetched.
 * What is no atomic stands in a comment. Names are never part of the code: they stand in comments of
 * one line, and between single quotes.
 */
export const writeAtomicScript: RunWriter = (input) => {
  const { name, cases, marking } = runnerPlanOf(input);
  const lines = [
    ...(marking === null ? [] : [comment(marking)]),
    comment(`${name}: ${cases.length} ${cases.length === 1 ? "test case" : "test cases"}`),
    comment("Needs Invoke-AtomicRedTeam and its atomics on the host; nothing here is fetched."),
    "",
    "[CmdletBinding()]",
    "param(",
    "    [ValidateSet('Check', 'Run', 'Cleanup')]",
    "    [string] $Do = 'Run',",
    "    # The tests of this host alone; empty = all.",
    "    [string] $OnHost = '',",
    "    # Default: where Invoke-AtomicRedTeam looks for itself.",
    "    [string] $PathToAtomicsFolder = '',",
    "    # Read back by: casemate emulation import",
    `    [string] $ExecutionLogPath = (Join-Path (Get-Location) ${quote(`${fileWord(name)}-log.csv`)})`,
    ")",
    "",
    "$ErrorActionPreference = 'Stop'",
    "Import-Module Invoke-AtomicRedTeam",
    "$more = @{}",
    "if ($PathToAtomicsFolder -ne '') { $more['PathToAtomicsFolder'] = $PathToAtomicsFolder }",
    "",
    "function Invoke-Planned {",
    "    param([string] $At, [string] $Technique, [string] $Guid, [hashtable] $InputArgs)",
    "    if ($OnHost -ne '' -and $At -ne '' -and $At -ne $OnHost) { return }",
    "    $by = @{ TestGuids = $Guid; InputArgs = $InputArgs } + $more",
    "    switch ($Do) {",
    "        'Check' { Invoke-AtomicTest $Technique @by -CheckPrereqs }",
    "        'Cleanup' { Invoke-AtomicTest $Technique @by -Cleanup }",
    "        default {",
    "            Invoke-AtomicTest $Technique @by -LoggingModule 'Default-ExecutionLogger' -ExecutionLogPath $ExecutionLogPath",
    "        }",
    "    }",
    "}",
    "",
    ...cases.flatMap((one, index) => linesOf(one, `${index + 1} of ${cases.length}`)),
  ];
  // A byte order mark: Windows PowerShell takes a file without one for the machine's code page.
  return `\uFEFF${lines.join("\r\n")}\r\n`;
};

function linesOf(planned: PlannedCase, place: string): string[] {
  const { testCase, test } = planned;
  const technique = techniqueOf(planned);
  const where = [
    testCase.host === "" ? "" : `on ${testCase.host}`,
    testCase.assignee === "" ? "" : `by ${testCase.assignee}`,
  ].filter((words) => words !== "");
  const title = comment(
    [`${place}: ${technique ?? testCase.written} ${nameOf(planned)}`, ...where].join(", "),
  );
  if (testCase.source !== "atomic" || technique === null || !isGuid(testCase.testKey)) {
    const why =
      testCase.source === "atomic"
        ? "has no GUID and technique to be run by"
        : `is no atomic (${testCase.source})`;
    return [title, comment(`It ${why}: run it by hand, ${testCase.testKey}.`), ""];
  }
  const inputs = givenInputs(testCase).map(({ name, value }) => `${quote(name)} = ${quote(value)}`);
  const fetched = test?.network.some(({ where: at }) => at === "prerequisite") ?? false;
  const needs = (test?.network ?? []).map(({ where: at, what }) => `${what} (${at})`);
  return [
    title,
    ...(needs.length === 0 ? [] : [comment(`Needs a network: ${needs.join(", ")}`)]),
    ...(fetched
      ? [
          comment(
            `Where there is one: Invoke-AtomicTest ${technique} -TestGuids ${testCase.testKey} -GetPrereqs`,
          ),
        ]
      : []),
    `Invoke-Planned -At ${quote(testCase.host)} -Technique ${quote(technique)} ` +
      `-Guid ${quote(testCase.testKey.toLowerCase())} -InputArgs @{ ${inputs.join("; ")} }`,
    "",
  ];
}

/** The technique under which the atomics folder keeps a test: as its own file writes it. */
function techniqueOf({ testCase, test }: PlannedCase): string | null {
  const [own] = test?.written ?? [];
  const read = normaliseTechniqueId(own ?? testCase.written);
  return read.form === "technique" ? read.id : null;
}

/** The characters that PowerShell takes for a single quote: each is itself when it is doubled. */
const quotes = /['\u2018\u2019\u201a\u201b]/g;

/** A text between single quotes, in which PowerShell evaluates nothing. */
function quote(text: string): string {
  return `'${text.replaceAll("\u0000", "").replace(quotes, "$&$&")}'`;
}

function comment(text: string): string {
  return `# ${plainLine(text)}`;
}

/** A name as a part of a file's name. */
function fileWord(name: string): string {
  const word = name.replace(/[^A-Za-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
  return word === "" ? "run" : word.slice(0, 80).toLowerCase();
}

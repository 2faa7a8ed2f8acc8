/** `casemate situation` as a process of its own. */
import { join } from "node:path";
import { expect, it } from "vitest";
import { writeSmallBundle } from "../analysis/small-bundle.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { runCasemate } from "../support/command-line.ts";

it("casemate situation begins a situation from an assessment, and says what it made", () => {
  const folder = temporaryFolder();
  writeSmallBundle(join(folder, "small.json"));
  const workspace = ["--workspace", "small.casemate"];
  runCasemate(folder, "import", "small.json", ...workspace);
  runCasemate(
    folder,
    ...["assess", "--actor", "G0001", "--name", "Ours", "--out", "answer"],
    ...workspace,
  );
  const begin = (...args: string[]) => runCasemate(folder, "situation", ...args, ...workspace);
  expect(begin("annual", "--assessment", "Ours", "--name", "Ours, 2027")).toEqual({
    code: 0,
    out: 'Made the assessment "Ours, 2027" and laid out its report.\n',
    err: "",
  });
  const option = ["--option", "Two people:2:90", "--option", "Little:1:30:9000"];
  const budget = begin("budget", "--assessment", "Ours", ...option, "--json");
  expect(JSON.parse(budget.out)).toEqual({ assessment: "Ours", isNew: false });
  const wrong = begin("budget", "--assessment", "Ours", "--option", "Nothing");
  expect(wrong.code).not.toBe(0);
  expect(wrong.err).toContain('"Two people:2:90"');
  const ot = begin("ot", "--assessment", "Ours");
  expect(ot.code).not.toBe(0);
  expect(ot.err).toContain("The workspace holds no release of ICS.");
  const unknown = begin("annual", "--assessment", "Theirs");
  expect(unknown.err).toContain('There is no assessment called "Theirs".');
});

/** `casemate situation` as a process of its own. */
import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { writeSmallBundle } from "../analysis/small-bundle.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const cli = resolve("src/main/cli/index.ts");

function casemate(folder: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    cwd: folder,
    encoding: "utf8",
  });
  return { code: status, out: stdout, err: stderr };
}

it("casemate situation begins a situation from an assessment, and says what it made", () => {
  const folder = temporaryFolder();
  writeSmallBundle(join(folder, "small.json"));
  const workspace = ["--workspace", "small.casemate"];
  casemate(folder, "import", "small.json", ...workspace);
  casemate(
    folder,
    ...["assess", "--actor", "G0001", "--name", "Ours", "--out", "answer"],
    ...workspace,
  );
  const begin = (...args: string[]) => casemate(folder, "situation", ...args, ...workspace);
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

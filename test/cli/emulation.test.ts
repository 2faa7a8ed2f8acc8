/** `casemate emulation`, as processes of their own. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { testCase } from "../../src/shared/model/emulation.ts";
import { writeSmallBundle } from "../analysis/small-bundle.ts";
import { runCasemate } from "../support/command-line.ts";

const folder = mkdtempSync(join(tmpdir(), "casemate-emulation-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const casemate = (...args: string[]) => runCasemate(folder, ...args);
const workspace = ["--workspace", "small.casemate"];
const emulation = (...args: string[]) => casemate("emulation", ...args, ...workspace);
const listed = (...args: string[]) =>
  z.array(testCase).parse(JSON.parse(emulation("list", ...args, "--json").out));

beforeAll(() => {
  writeSmallBundle(join(folder, "small.json"));
  expect(casemate("import", "small.json", ...workspace).code).toBe(0);
  writeFileSync(join(folder, "rules.csv"), "Name,Technique\nMacro opened,T1204.002\n");
  expect(casemate("detections", "rules.csv", ...workspace).code).toBe(0);
  writeFileSync(
    join(folder, "dump.csv"),
    "AssessmentGroup,Campaign,Variant,MitreID,TargetAssets,Outcome\n" +
      "Q1,Phish,Macro,T1204.002,WS-014,TBD\n" +
      "Q1,Phish,Shell,T1059.001,WS-014,TBD\n" +
      "Q2,Phish,Dump,T1003.001,SRV-003,Blocked\n",
  );
  expect(emulation("import", "dump.csv").code).toBe(0);
}, 120_000);

describe("casemate emulation", () => {
  it("says of test cases all that a hand can say", () => {
    const [macro, shell] = listed("--run", "Q1");
    const { code, out } = emulation(
      ...["set", String(macro?.id), "--outcome", "alerted", "--start", "2026-11-12T09:00:00+02:00"],
      ...[
        "--end",
        "2026-11-12T07:00:05Z",
        "--alert-at",
        "2026-11-12T07:03:00Z",
        "--fired",
        "macro opened",
      ],
      ...["--expected", "block", "--host", "WS-9", "--platform", "Windows 11", "--who", "Ann"],
      ...["--note", "seen", "--red-note", "ran", "--assignee", "Bob", "--json"],
    );
    expect([code, JSON.parse(out)]).toMatchObject([
      0,
      {
        outcome: "alerted",
        startAt: "2026-11-12T07:00:00.000Z",
        endAt: "2026-11-12T07:00:05.000Z",
        alertAt: "2026-11-12T07:03:00.000Z",
        timed: true,
        fired: { id: 1, name: "Macro opened" },
        expected: "block",
        host: "WS-9",
        platform: "Windows 11",
        assignee: "Bob",
        blueNotes: "seen",
        redNotes: "ran",
      },
    ]);
    const both = emulation(
      ...["set", String(macro?.id), String(shell?.id), "--expected", "default"],
      ...["--alert-at", "", "--fired", "some other rule"],
    );
    expect(both.out).toBe("Macro: alerted\nShell: not-assessed\n");
    expect(listed("--run", "Q1")).toMatchObject([
      { expected: null, alertAt: null, fired: { id: null, name: "some other rule" } },
      { expected: null, fired: { id: null, name: "some other rule" } },
    ]);
  }, 60_000);

  it("names what is wrong with what was said", () => {
    const [first] = listed("--run", "Q2");
    const refused = (...args: string[]) => {
      const { code, err } = emulation("set", ...args);
      expect(code).toBe(2);
      return err;
    };
    expect(refused("9999", "--outcome", "missed")).toContain("There is no test case 9999.");
    expect(refused(String(first?.id))).toContain("Nothing was said");
    expect(refused(String(first?.id), "--alert-at", "03/04/2025 09:00")).toContain("--alert-at");
    expect(refused(String(first?.id), "--outcome", "missed", "--seen", "log")).toContain(
      "Dump was not blocked",
    );
  }, 60_000);

  it("lists the test cases that fit, of every run", () => {
    const names = (...args: string[]) => listed(...args).map(({ name }) => name);
    expect(names("--outcome", "blocked", "not-assessed").sort()).toEqual(["Dump", "Shell"]);
    expect(names("--technique", "T1003", "--host", "srv-003")).toEqual(["Dump"]);
  }, 60_000);

  it("matches alerts, and writes what is certain once it is told to", () => {
    const [macro] = listed("--run", "Q1");
    expect(emulation("set", String(macro?.id), "--start", "2026-11-12T07:00:00Z").code).toBe(0);
    writeFileSync(
      join(folder, "alerts.csv"),
      "When,Rule,Host,TTP\n12/11/2026 07:02,Macro opened,ws-9.corp,T1204.002\n" +
        "12/11/2026 07:04,Other,ws-9,T1003\n",
    );
    const match = ["match", "alerts.csv", "--run", "Q1", "--column", "time=When", "--column"];
    const unclear = emulation(...match, "host=Host");
    expect([unclear.code, unclear.err]).toMatchObject([
      2,
      expect.stringContaining("--dates day-first"),
    ]);
    const columns = ["host=Host", "--column", "technique=TTP", "--column", "rule=Rule"];
    const { code, out } = emulation(
      ...[...match, ...columns, "--dates", "day-first", "--accept", "likely"],
    );
    expect([code, out]).toMatchObject([0, expect.stringContaining("1 matched, 1 accepted")]);
    expect(out).toContain("same host, same technique");
    expect(listed("--run", "Q1")[0]).toMatchObject({ alertAt: "2026-11-12T07:02:00.000Z" });
  }, 60_000);

  it("plans a day of tests from an adversary, and says what the library does not hold", () => {
    writeFileSync(
      join(folder, "adversary.yml"),
      "id: 0f4c3c67-845e-49a0-927e-90ed33c044e0\nname: Two steps\ndescription: d\natomic_ordering:\n" +
        "- 6469befa-748a-4b9c-a96d-f191fde47d89\n- aaaaaaaa-0000-4000-8000-000000000000\n",
    );
    writeFileSync(
      join(folder, "ability.yml"),
      "- id: 6469befa-748a-4b9c-a96d-f191fde47d89\n  name: Shell\n  description: d\n" +
        "  tactic: execution\n  technique:\n    attack_id: T1059.001\n    name: x\n" +
        "  platforms:\n    windows:\n      psh:\n        command: whoami\n",
    );
    expect(emulation("import", "adversary.yml", "ability.yml").code).toBe(0);
    expect(
      casemate("assess", ...workspace, "--actor", "G0001", "--name", "Ours", "--out", "answer")
        .code,
    ).toBe(0);
    const plan = (...args: string[]) =>
      emulation("plan", "--assessment", "Ours", "--name", "Day", ...args);
    const made = plan("--from", "sequence:two steps");
    expect(made.err).toBe("");
    expect(made.out).toContain("Day: 1 test case");
    expect(made.out).toContain("aaaaaaaa-0000-4000-8000-000000000000: no test in the library");
    expect(listed("--run", "Day")).toMatchObject([
      { written: "T1059.001", command: "whoami", outcome: "not-assessed", startAt: null },
    ]);
    const wrong = plan("--from", "everything");
    expect([wrong.code, wrong.err.includes("sequence:NAME")]).toEqual([2, true]);

    writeFileSync(
      join(folder, "ran.json"),
      JSON.stringify({
        name: "Day's operation",
        adversary: { name: "Two steps" },
        start: "2026-11-12T09:00:00Z",
        finish: "2026-11-12T09:10:00Z",
        host_group: [{ paw: "abc", host: "WS-014", platform: "windows", username: "ann" }],
        steps: {
          abc: {
            steps: [
              {
                ability_id: "6469befa-748a-4b9c-a96d-f191fde47d89",
                name: "Shell",
                attack: { tactic: "execution", technique_name: "x", technique_id: "T1059.001" },
                command: Buffer.from("whoami").toString("base64"),
                executor: "psh",
                platform: "windows",
                run: "2026-11-12T09:03:00Z",
                status: 0,
                pid: 42,
              },
            ],
          },
        },
        skipped_abilities: [],
      }),
    );
    expect(emulation("import", "ran.json", "--into", "Day").err).toBe("");
    expect(listed("--run", "Day")).toMatchObject([
      { host: "WS-014", startAt: "2026-11-12T09:03:00.000Z", outcome: "not-assessed" },
    ]);
    expect(emulation("import", "ran.json", "--into", "Night").code).toBe(2);
  }, 120_000);
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  findTechniqueIds,
  normaliseTactic,
  normaliseWritten,
  readTacticList,
  readTechniqueList,
} from "../../src/main/detections/technique-ids.ts";

describe("technique IDs", () => {
  test.each([
    ["T1059", "T1059"],
    [" T1564.001", "T1564.001"],
    ["t1059.001", "T1059.001"],
    ["attack.t1059.001", "T1059.001"],
    ["T1059/001", "T1059.001"],
    ["https://attack.mitre.org/techniques/T1059/001/", "T1059.001"],
    ["T0817", "T0817"],
  ])("%j is read as %s", (written, id) => {
    expect(readTechniqueList(written).techniques).toEqual([id]);
  });

  test.each(["x", "7.A.5", "8.A.2", "AML.T0065", "CAPEC-163", "1598.003", "T1059.01", "T10590"])(
    "%s is kept as written, to be reported",
    (written) => {
      expect(readTechniqueList(written).techniques).toEqual([written]);
    },
  );

  test.each(["", " ", "-", "n/a", "None", "UNMAPPED", "null"])("%j names nothing", (written) => {
    expect(readTechniqueList(written)).toEqual({ techniques: [], tactics: [] });
  });

  test("a list may be written with any separator, and an ID comes once", () => {
    expect(readTechniqueList("T1059.001, t1027 | T1105;T1059.001\nT1003").techniques).toEqual([
      "T1059.001",
      "T1027",
      "T1105",
      "T1003",
    ]);
  });

  test("a list that a tool wrote as text loses its brackets and quotes", () => {
    expect(readTechniqueList(`["T1059.001", 'T1027']`).techniques).toEqual(["T1059.001", "T1027"]);
  });

  test("an ID may stand beside its name", () => {
    expect(readTechniqueList("T1078 - Valid Accounts").techniques).toEqual(["T1078"]);
    expect(readTechniqueList('PowerShell (T1059.001)"').techniques).toEqual(["T1059.001"]);
  });

  test("a tactic among techniques is told apart", () => {
    expect(readTechniqueList("TA0002, Defense Evasion, T1003")).toEqual({
      techniques: ["T1003"],
      tactics: ["TA0002", "defense-evasion"],
    });
  });

  test("an ID inside of a longer word is none", () => {
    expect(findTechniqueIds("AML.T0065 ST1059 T1059x T1059.0011 x_T1003 T1059.001.")).toEqual([
      "T1059.001",
    ]);
  });

  test.each([
    ["defense_evasion", "defense-evasion"],
    ["DefenseEvasion", "defense-evasion"],
    ["Defense Evasion", "defense-evasion"],
    ["Command & Control", "command-and-control"],
    ["CommandAndControl", "command-and-control"],
    ["ta0005", "TA0005"],
    ["stealth", "stealth"],
  ])("the tactic %j is %s", (written, tactic) => {
    expect(normaliseTactic(written)).toBe(tactic);
  });

  test("a list of tactics takes what it does not know as well", () => {
    expect(readTacticList("Delivery; Execution, -")).toEqual(["delivery", "execution"]);
  });

  test("reading what was read changes nothing", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const once = normaliseWritten(text);
        expect(normaliseWritten(once)).toBe(once);
        const tactic = normaliseTactic(text);
        expect(normaliseTactic(tactic)).toBe(tactic);
      }),
      { numRuns: 2000 },
    );
  });

  test("text of two hundred thousand characters is read at once", () => {
    for (const unit of ["T1", "T1059.", ",", "[", " ", "attack.", "1598.", "T1059/", "a-", "Aa"]) {
      const text = `x${unit.repeat(200_000 / unit.length)}x`;
      const begun = performance.now();
      readTechniqueList(text);
      readTacticList(text);
      expect(performance.now() - begun).toBeLessThan(2000);
    }
  });
});

import { describe, expect, it } from "vitest";
import type { EnvironmentTelemetry } from "../../src/main/telemetry/collected.ts";
import type { NeededLogSource } from "../../src/shared/model/catalogue.ts";
import type { TelemetryEntry } from "../../src/shared/model/telemetry.ts";
import { attackId, techniqueId } from "../../src/shared/model/attack-id.ts";
import {
  aChosenActor,
  aDetection,
  aKnowledge,
  anActor,
  answer,
  aTechnique,
  type QuestionParts,
} from "../analysis/builders.ts";
import { anEntry, environmentWith } from "./builders.ts";

const id = techniqueId.parse("T1001");
const group = anActor("G0001", ["T1001"]);
const need = (changes: Partial<NeededLogSource> = {}): NeededLogSource => ({
  analytic: attackId.parse("AN0001"),
  analyticName: "Analytic 1",
  platforms: ["Windows"],
  dataComponent: "Process Creation",
  name: "WinEventLog:Sysmon",
  channel: "EventCode=1",
  ...changes,
});

interface Case {
  readonly needs?: readonly NeededLogSource[];
  readonly telemetry?: readonly EnvironmentTelemetry[];
  readonly platforms?: readonly string[];
  readonly parts?: Partial<QuestionParts>;
}

/** Level and reason of one technique, whose rules and log sources are given. */
function judge({ needs = [need()], telemetry = [], platforms = [], parts = {} }: Case) {
  const knowledge = aKnowledge([aTechnique("T1001")], [group], { needs: new Map([[id, needs]]) });
  const { techniques, gaps } = answer({
    knowledge,
    actors: [aChosenActor(group)],
    scope: { platforms: [...platforms] },
    question: { telemetry },
    ...parts,
  });
  const [gap] = gaps;
  return [techniques[0]?.level, gap?.reason, gap?.effortDays];
}

const collecting = (...entries: Partial<TelemetryEntry>[]) => [
  environmentWith(...entries.map(anEntry)),
];

describe("a technique without a rule", () => {
  it("is as before while nobody has said what is collected", () => {
    expect(judge({})).toEqual(["none", "no-rule", 2]);
    expect(judge({ telemetry: [environmentWith()] })).toEqual(["none", "no-rule", 2]);
  });

  it("has telemetry if its data component is collected on its platform", () => {
    const telemetry = collecting({ dataComponent: "process  creation", platforms: ["Windows"] });
    expect(judge({ telemetry })).toEqual(["telemetry", "no-rule", 2]);
    const elsewhere = collecting({ dataComponent: "Process Creation", platforms: ["Linux"] });
    expect(judge({ telemetry: elsewhere })).toEqual(["none", "no-telemetry", 10]);
    const anywhere = collecting({ dataComponent: "Process Creation" });
    expect(judge({ telemetry: anywhere })).toEqual(["telemetry", "no-rule", 2]);
  });

  it("has telemetry if its log source is collected, by channel where channels are stated", () => {
    const named = (channel: string | null) =>
      judge({ telemetry: collecting({ name: "WinEventLog:Sysmon", channel }) })[0];
    expect([named(null), named("EventCode=1"), named("1"), named("EventCode=7")]).toEqual([
      ...["telemetry", "telemetry", "telemetry", "none"],
    ]);
    const several = [need({ channel: "EventCode=3, 22", dataComponent: null })];
    const one = collecting({ name: "WinEventLog:Sysmon", channel: "EventCode=22" });
    expect(judge({ needs: several, telemetry: one })[0]).toBe("telemetry");
  });

  it("counts only what is collected on a platform in scope", () => {
    const onLinux = collecting({ name: "WinEventLog:Sysmon", platforms: ["Linux"] });
    expect(judge({ telemetry: onLinux })[0]).toBe("telemetry");
    expect(judge({ telemetry: onLinux, platforms: ["Windows"] })[1]).toBe("no-telemetry");
  });

  it("lacks telemetry where it is known that none of its log sources is collected", () => {
    const other = collecting({ dataComponent: "Module Load" });
    expect(judge({ telemetry: other })).toEqual(["none", "no-telemetry", 10]);
    const planned = collecting({ dataComponent: "Process Creation", collected: false });
    expect(judge({ telemetry: planned })).toEqual(["none", "no-telemetry", 10]);
    const worthless = collecting({
      dataComponent: "Process Creation",
      quality: {
        deviceCompleteness: 0,
        fieldCompleteness: 0,
        timeliness: 0,
        consistency: 0,
        retention: 0,
      },
    });
    expect(judge({ telemetry: worthless })).toEqual(["none", "no-telemetry", 10]);
  });

  it("lacks no telemetry where its analytics name no log source", () => {
    const telemetry = collecting({ dataComponent: "Module Load" });
    expect(judge({ needs: [], telemetry })).toEqual(["none", "no-rule", 2]);
  });

  it("lacks no telemetry while one of several environments says nothing", () => {
    const telemetry = [
      environmentWith(anEntry({ dataComponent: "Module Load" })),
      { environmentId: 2, environment: "Branch", sources: [] },
    ];
    expect(judge({ telemetry })).toEqual(["none", "no-rule", 2]);
  });

  it("is served before release 18 by data component or data source", () => {
    const needs = [
      need({
        analytic: null,
        analyticName: "Process",
        platforms: [],
        name: "Process: Process Creation",
        channel: null,
      }),
    ];
    for (const dataComponent of ["Process Creation", "Process", "Process: Process Creation"]) {
      expect(judge({ needs, telemetry: collecting({ dataComponent }) })[0]).toBe("telemetry");
    }
    const other = collecting({ dataComponent: "Process Termination" });
    expect(judge({ needs, telemetry: other })[1]).toBe("no-telemetry");
  });
});

describe("a rule", () => {
  const rule = (changes: Parameters<typeof aDetection>[1]) => ({
    inventory: [aDetection(["T1001"], { logSource: "windows/process_creation", ...changes })],
  });
  const none = collecting({ dataComponent: "Module Load" });

  it("is blind where its environment collects none of what it needs", () => {
    expect(judge({ telemetry: none, parts: rule({}) })).toEqual(["partial", "rule-blind", 10]);
    const seeing = collecting({ name: "WinEventLog:Security", channel: "EventCode=4688" });
    expect(judge({ telemetry: seeing, parts: rule({}) })[0]).toBe("detected");
  });

  it("is not blind while nobody has said what is collected", () => {
    expect(judge({ parts: rule({}) })[0]).toBe("detected");
    const elsewhere = [
      { ...environmentWith(anEntry({ dataComponent: "Module Load" })), environmentId: 2 },
    ];
    expect(judge({ telemetry: elsewhere, parts: rule({}) })[0]).toBe("detected");
  });

  it("is not blind where its log source does not tell what it needs", () => {
    for (const logSource of [null, "Payment gateway journal", "Sysmon; Payment gateway journal"]) {
      expect(judge({ telemetry: none, parts: rule({ logSource }) })[0]).toBe("detected");
    }
  });

  it("that is available and blind makes no potential", () => {
    const knowledge = aKnowledge([aTechnique("T1001")], [group]);
    const potential = (telemetry: readonly EnvironmentTelemetry[]) =>
      answer({
        knowledge,
        actors: [aChosenActor(group)],
        question: { telemetry },
        ...rule({ state: "available" }),
      }).coverage.potential;
    expect([potential([]), potential(none)]).toEqual([1, 0]);
  });

  it("is blind before anything else that makes it count in part", () => {
    const weak = rule({ severity: "informational", alerting: false });
    expect(judge({ telemetry: none, parts: weak })[1]).toBe("rule-blind");
    expect(judge({ parts: weak })[1]).toBe("not-alerting");
  });

  it("says what to collect", () => {
    const knowledge = aKnowledge([aTechnique("T1001")], [group], {
      needs: new Map([[id, [need({ dataComponent: "Module Load", name: "x", channel: null })]]]),
    });
    const { gaps } = answer({
      knowledge,
      actors: [aChosenActor(group)],
      question: { telemetry: none },
      ...rule({}),
    });
    expect(gaps[0]?.nextAction).toBe(
      "Collect Process Creation: 1 rule can see nothing without it.",
    );
  });
});

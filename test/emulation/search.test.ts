import { expect, test } from "vitest";
import { aTestCaseContent } from "../../src/main/emulation/read-emulation.ts";
import { openRange } from "./range.ts";

test("the search finds runs, test cases and tests by name, key and technique", async () => {
  const { client, environmentId, importText } = await openRange();
  const guid = "f3132740-55bc-48c4-bcc0-758a459cd027";
  await importText(
    "T1059.001.yaml",
    [
      "attack_technique: T1059.001",
      "display_name: PowerShell",
      "atomic_tests:",
      `- {name: 100 % Mimikatz, auto_generated_guid: ${guid}, description: x,`,
      "   supported_platforms: [windows], executor: {name: powershell, command: whoami}}",
    ].join("\n"),
  );
  const content = {
    ...{ name: "Purple week 2", who: "", tool: "", startedAt: null, endedAt: null },
    ...{ version: null, notes: "" },
  };
  const run = await client.emulation.addRun({ environmentId, run: content });
  const [added] = await client.emulation.addCases({
    runId: run.id,
    cases: [
      aTestCaseContent({
        ...{ source: "atomic", testKey: guid, name: "Mimikatz on WS-014", written: "T1059.001" },
      }),
    ],
  });
  const find = async (text: string) =>
    (await client.search.everything({ text, limit: 20 })).map(({ kind, name }) => [kind, name]);
  const both = [
    ["testCase", "Mimikatz on WS-014"],
    ["test", "100 % Mimikatz"],
  ];
  expect(await find("mimikatz")).toEqual(both);
  expect(await find("F3132740")).toEqual(both);
  expect(await find("t1059.001")).toEqual(both);
  expect(await find("purple")).toEqual([["run", "Purple week 2"]]);
  expect(await find("100 %")).toEqual([["test", "100 % Mimikatz"]]);
  expect(await find("_imikatz")).toEqual([]);
  const [hit] = await client.search.everything({ text: "WS-014", limit: 20 });
  expect(hit).toMatchObject({ id: String(added?.id), runId: run.id, parentName: "Purple week 2" });
});

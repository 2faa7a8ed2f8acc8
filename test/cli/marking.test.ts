/** Markings of what commands write, and their lowering. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { actorRef } from "../../src/shared/model/actor.ts";
import { noMarking } from "../../src/shared/model/marking.ts";
import { enterprise } from "../analysis/builders.ts";
import { writeSmallBundle } from "../analysis/small-bundle.ts";
import { runCasemate } from "../support/command-line.ts";
import { openWorkbench } from "../support/workbench.ts";

it("what commands write is marked as its parts ask for, lower only with a reason that is kept", async () => {
  const { client, folder, path } = await openWorkbench();
  writeSmallBundle(join(folder, "small.json"));
  await client.catalogue.import({ paths: [join(folder, "small.json")], onConflict: "ask" });
  const { id: assessmentId } = await client.assessments.create({ name: "Ours" });
  const actor = actorRef.parse({ kind: "group", domain: enterprise, id: "G0001" });
  await client.actors.choose({ assessmentId, actor, weight: 1, reason: "" });
  const secret = { ...noMarking, scheme: "us", level: "s" };
  await client.settings.set({ marking: secret, staleAfterDays: 30 });
  await client.snapshots.take({ assessmentId, name: "Then", note: "" });
  await client.workspace.close({});

  const run = (...args: string[]) => runCasemate(folder, ...args, "--workspace", path);
  const works = (...args: string[]) => {
    const { code, out, err } = run(...args);
    expect([code, err], args.join(" ")).toEqual([0, ""]);
    return out;
  };
  const read = (name: string) => readFileSync(join(folder, name), "utf8");
  const marked = ["--marking", "UNCLASSIFIED"];
  const lowered = [...marked, "--lowering-reason", "Names are gone", "--lowered-by", "Ana"];

  const plan = [
    "plan",
    "--assessment",
    "Ours",
    "--engineers",
    "1",
    "--days",
    "60",
    "--out",
    "plan",
  ];
  const refused = run(...plan, ...marked);
  expect([refused.code, existsSync(join(folder, "plan"))]).not.toEqual([0, true]);
  expect(refused.err).toContain('"UNCLASSIFIED" is lower than "SECRET"');
  works(...plan, ...lowered);
  for (const name of ["plan.yaml", "plan.csv", "plan.json"]) {
    expect(read(`plan/${name}`), name).toContain("UNCLASSIFIED");
    expect(read(`plan/${name}`), name).not.toContain("SECRET");
  }

  works("assess", "--actor", "G0001", "--name", "Next", "--out", "answer", "--marking", "TS");
  expect(read("answer/assessment.txt").split("\n")[0]).toBe("TOP SECRET");

  const layer = ["layer", "export", "--assessment", "Ours", "--mode", "coverage"];
  works(...layer, "--out", "layer.json", ...lowered);
  expect(JSON.parse(read("layer.json"))).toMatchObject({
    metadata: expect.arrayContaining([{ name: "Marking", value: "UNCLASSIFIED" }]) as unknown,
  });

  works("snapshot", "export", "Then", "--out", "then.json", ...lowered);
  expect(JSON.parse(read("then.json"))).toMatchObject({
    marking: { banner: { text: "UNCLASSIFIED" }, portion: "U" },
  });

  const compare = ["compare", "answers", "snapshot:Then", "Next"];
  const answers: unknown = JSON.parse(works(...compare, "--json"));
  expect(answers).toMatchObject({ marking: "SECRET", before: { name: "Then" } });
  works(...compare, "--format", "layer", "--out", "changes.json", ...lowered);
  expect(read("changes.json")).toContain('"UNCLASSIFIED"');
  const lines = works("compare", "actors", "G0001", "G0002", ...lowered)
    .trimEnd()
    .split("\n");
  expect([lines[0], lines.at(-1)]).toEqual(["UNCLASSIFIED", "UNCLASSIFIED"]);

  await client.workspace.open({ path });
  const kept = await client.markings.lowerings({});
  expect(kept.map(({ what, who, reason }) => [what, who, reason])).toEqual(
    [
      "Comparison of actors",
      "Comparison of snapshot:Then and Next",
      "Snapshot Then",
      "Layers in layer.json",
      "Plan of Ours",
    ].map((what) => [what, "Ana", "Names are gone"]),
  );
  expect(new Set(kept.map(({ required, written }) => `${required} ${written}`))).toEqual(
    new Set(["SECRET UNCLASSIFIED"]),
  );
}, 180_000);

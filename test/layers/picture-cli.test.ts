import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCasemate } from "../support/command-line.ts";
import { openWorkbench } from "../support/workbench.ts";
import { cellsOf, parseXml } from "./picture-support.ts";

test("casemate layer render draws a layer of the workspace and one of a file, the same bytes each time", async () => {
  const { client, folder, path: workspace } = await openWorkbench({ starter: true });
  const release = (await client.catalogue.list({})).find(
    ({ domain }) => domain === "enterprise-attack",
  );
  if (release === undefined) throw new Error("The starter catalogue has no Enterprise release.");
  const { domain, version } = release;
  await client.layers.create({
    source: { kind: "empty", domain, version },
    name: "Mine",
    group: "",
  });
  await client.workspace.close({});
  const layer = {
    ...{ name: "From a file", domain: "enterprise-attack" },
    versions: { layer: "4.5", attack: "18" },
    techniques: [{ techniqueID: "T1059", score: 42 }],
  };
  writeFileSync(join(folder, "one.json"), JSON.stringify(layer));
  writeFileSync(join(folder, "two.json"), JSON.stringify([layer, { ...layer, name: "Second" }]));
  const render = (...args: string[]) =>
    runCasemate(folder, "layer", "render", ...args, "--workspace", workspace);

  expect(
    render("Mine", "--out", "mine.svg", "--sheet", "A4", "--marking", "SECRET//NOFORN"),
  ).toMatchObject({
    code: 0,
    out: expect.stringContaining("mine.svg: 1122.52 by 793.7 pixels") as string,
  });
  const mine = readFileSync(join(folder, "mine.svg"), "utf8");
  expect(mine).toContain(">SECRET//NOFORN</text>");
  render("Mine", "--out", "again.svg", "--sheet", "A4", "--marking", "SECRET//NOFORN");
  expect(readFileSync(join(folder, "again.svg"), "utf8")).toBe(mine);

  expect(render("one.json", "--out", "file.svg", "--annotated", "--json").code).toBe(0);
  const cells = cellsOf(parseXml(readFileSync(join(folder, "file.svg"), "utf8")));
  expect(cells.map(({ title }) => title)).toEqual([
    "T1059 Command and Scripting Interpreter, score 42",
  ]);
  expect(render("one.json", "--out", "file.xlsx").code).toBe(0);
  expect(readFileSync(join(folder, "file.xlsx")).subarray(0, 2).toString()).toBe("PK");

  const several = render("two.json", "--out", "two.csv");
  expect([several.code, several.err.includes("2  Second")]).toEqual([2, true]);
  expect(render("two.json", "--number", "2", "--out", "two.csv").code).toBe(0);
  expect(render("Mine", "--out", "mine.doc")).toMatchObject({ code: 2 });
  expect(render("Mine", "--out", "mine.svg", "--format", "csv")).toMatchObject({ code: 2 });
}, 240_000);

import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { expect, test } from "vitest";
import { capture } from "../../scripts/runtime/run.ts";
import { buildReport } from "../../src/main/report/build-report.ts";
import { actorRef } from "../../src/shared/model/actor.ts";
import { exportManifest } from "../../src/shared/model/report-export.ts";
import { reportFacts } from "../../src/shared/model/report-facts.ts";
import { reportFormat, type ReportFormat } from "../../src/shared/model/report-template.ts";
import { writeReportHtml } from "../../src/main/report/write-report-html.ts";
import { openWorkbench } from "../support/workbench.ts";

/** Everything that needs no printing. */
const unprinted = reportFormat.options.filter((format) => format !== "pdf");

async function openSample() {
  const { client, folder } = await openWorkbench({ sample: true });
  const [assessment] = await client.assessments.list({});
  const [template] = await client.reports.templates({});
  if (assessment === undefined || template === undefined) throw new Error("the sample is empty");
  const { content } = template;
  const of = { kind: "assessment", assessmentId: assessment.id } as const;
  const ask = (formats: readonly ReportFormat[], target: object) =>
    client.reports.export({ of, content, formats: [...formats], ...target });
  return { client, folder, content, ask };
}

test("a folder and an archive hold the same files, which their manifests name, and again the same bytes", async () => {
  const { folder, content, ask } = await openSample();
  const directory = join(folder, "report");
  const { files, path } = await ask(unprinted, { directory });
  expect(path).toBe(directory);
  const read = (name: string) => readFileSync(join(directory, name));
  for (const { name, bytes, sha256 } of files) {
    expect(read(name).length).toBe(bytes);
    expect(createHash("sha256").update(read(name)).digest("hex")).toBe(sha256);
  }
  const names = files.map(({ name }) => name);
  expect(readdirSync(directory).sort()).toEqual(
    [...names, "manifest.json", "MANIFEST.sha256"].sort(),
  );
  const manifest = exportManifest.parse(JSON.parse(read("manifest.json").toString()));
  expect(manifest.files).toEqual(files);
  const checked = await capture("sha256sum", ["--check", "--strict", "MANIFEST.sha256"], {
    cwd: directory,
  });
  expect(checked.code, checked.all).toBe(0);
  expect(checked.stdout.trim().split("\n")).toHaveLength(files.length + 1);

  const archive = join(folder, "report.zip");
  await ask(unprinted, { path: archive });
  const entries = unzipSync(readFileSync(archive));
  expect(Object.keys(entries).sort()).toEqual(readdirSync(directory).sort());
  for (const [name, bytes] of Object.entries(entries)) {
    expect(Buffer.from(bytes).equals(read(name)), name).toBe(true);
    // Nothing says where or by whom it was made.
    for (const secret of [homedir(), tmpdir(), folder, process.cwd()]) {
      expect(Buffer.from(bytes).includes(`${secret}/`), `${secret} in ${name}`).toBe(false);
    }
  }
  const before = readFileSync(archive);
  await ask(unprinted, { path: archive, replace: true });
  expect(readFileSync(archive).equals(before)).toBe(true);

  // The report is rebuilt from its JSON alone.
  const json = names.find((name) => /sion\.json$|tion\.json$/.test(name)) ?? "";
  const facts = reportFacts.parse(JSON.parse(read(json).toString()));
  const html = writeReportHtml(buildReport(facts, content), facts.tool);
  expect(html).toBe(read(json.replace(/json$/, "html")).toString());
});

test("an earlier report is replaced only where that is said, and a failing export leaves nothing", async () => {
  const { folder, ask } = await openSample();
  const directory = join(folder, "report");
  await ask(["json"], { directory });
  await expect(ask(["json", "html"], { directory })).rejects.toMatchObject({
    code: "needs-decision",
  });
  expect(readdirSync(directory)).toHaveLength(4);
  writeFileSync(join(directory, "mine.txt"), "stays");
  await ask(["json", "html"], { directory, replace: true });
  expect(readdirSync(directory)).toHaveLength(6);

  // Nobody prints here: what was written before the PDF is not left behind.
  const other = join(folder, "other");
  await expect(ask(["html", "pdf"], { directory: other })).rejects.toMatchObject({
    code: "not-found",
  });
  expect(existsSync(other)).toBe(false);
  const file = join(folder, "file");
  writeFileSync(file, "");
  await expect(ask(["text"], { directory: join(file, "below") })).rejects.toMatchObject({
    code: "bad-input",
  });
  await expect(ask(["text"], {})).rejects.toMatchObject({ code: "bad-input" });
  expect(readdirSync(folder).filter((name) => name.endsWith(".partial"))).toEqual([]);
});

test("a snapshot's report has the layers that the assessment wrote then", async () => {
  const { client, folder, content, ask } = await openSample();
  const [assessment] = await client.assessments.list({});
  const assessmentId = assessment?.id ?? 0;
  const { id: snapshotId } = await client.snapshots.take({ assessmentId, name: "Then", note: "" });
  const then = join(folder, "then");
  await client.assessments.export({ assessmentId, directory: then });
  const layersIn = (directory: string) =>
    readdirSync(directory)
      .filter((name) => name.includes("layer-"))
      .map((name) => [
        name.slice(name.indexOf("layer-")),
        readFileSync(join(directory, name), "utf8"),
      ]);

  // What the assessment says changes; what was kept of it does not.
  const { result } = await client.reports.facts({ assessmentId });
  const first = result.actors[0];
  if (first === undefined) throw new Error("the sample has actors");
  await client.actors.unchoose({ assessmentId, actor: actorRef.parse(first) });
  await ask(["layers"], { directory: join(folder, "now") });
  const of = { kind: "snapshot", snapshotId } as const;
  const kept = join(folder, "kept");
  await client.reports.export({ of, content, formats: ["layers"], directory: kept });
  expect(layersIn(kept)).toHaveLength(5);
  expect(layersIn(kept)).toEqual(layersIn(then));
  expect(layersIn(join(folder, "now"))).not.toEqual(layersIn(then));
});

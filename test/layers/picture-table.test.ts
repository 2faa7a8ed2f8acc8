import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { strFromU8, unzipSync } from "fflate";
import readWorkbook from "read-excel-file/node";
import { describe, expect, test } from "vitest";
import type { LayerContent } from "../../src/shared/model/layer.ts";
import {
  defaultPictureOptions,
  tableOptions,
  type TableOptions,
} from "../../src/shared/model/picture.ts";
import { siteMarking, siteScheme } from "../support/site-scheme.ts";
import { openWorkbench } from "../support/workbench.ts";
import { allElements, annotate, contentOf, parseXml, type Element } from "./picture-support.ts";

const options = tableOptions.parse(defaultPictureOptions);

/** Writes a layer on the starter catalogue and opens what was written. */
async function write(
  makeContent: (
    techniques: readonly {
      id: string;
      name: string;
      tactics: readonly string[];
      parentId: string | null;
    }[],
  ) => LayerContent,
  shape: "matrix" | "list",
  chosen: Partial<TableOptions> = {},
  ending = "xlsx",
  marking?: string,
) {
  const { client, folder } = await openWorkbench({ starter: true });
  if (marking !== undefined) {
    const scheme = join(folder, "scheme.json");
    writeFileSync(scheme, JSON.stringify(siteScheme(marking)));
    await client.markings.importScheme({ path: scheme });
  }
  const release = (await client.catalogue.list({})).find(
    ({ domain }) => domain === "enterprise-attack",
  );
  if (release === undefined) throw new Error("The starter catalogue has no Enterprise release.");
  const matrix = await client.catalogue.matrix({ releaseId: release.id });
  const path = join(folder, `table.${ending}`);
  const content = { ...makeContent(matrix.techniques), version: release.version };
  const result = await client.layers.exportTable({
    source: { kind: "content", content },
    path,
    shape,
    options: { ...options, ...chosen },
    ...(marking === undefined ? {} : { marked: { markings: [siteMarking] } }),
  });
  return { path, result, matrix, content, client, folder };
}

async function sheetsOf(path: string) {
  const sheets = await readWorkbook(path);
  return new Map(sheets.map(({ sheet, data }) => [sheet, data]));
}

/** Fill of every cell of a sheet, as `#rrggbb`, read from the raw parts of the workbook. */
function fillsOf(path: string, sheet: number): Map<string, string> {
  const parts = unzipSync(readFileSync(path));
  const part = (name: string): Element => parseXml(strFromU8(parts[name] ?? new Uint8Array()));
  const styles = part("xl/styles.xml");
  const list = (name: string) => styles.children.find((each) => each.name === name)?.children ?? [];
  const fills = list("fills").map(
    (fill) =>
      allElements(fill)
        .find(({ name }) => name === "fgColor")
        ?.attributes["rgb"]?.slice(2)
        .toLowerCase() ?? "",
  );
  const byStyle = list("cellXfs").map(
    ({ attributes }) => fills[Number(attributes["fillId"] ?? 0)] ?? "",
  );
  return new Map(
    allElements(part(`xl/worksheets/sheet${sheet}.xml`))
      .filter(({ name }) => name === "c")
      .map(({ attributes }) => [
        attributes["r"] ?? "",
        `#${byStyle[Number(attributes["s"] ?? 0)] ?? ""}`,
      ]),
  );
}

describe("a list", () => {
  test("has a row for each technique of the release, with what the layer says of it", async () => {
    const { path, result, matrix } = await write(
      () =>
        contentOf(
          [
            annotate("T1059", {
              score: 50,
              comment: "All shells",
              metadata: [{ name: "Owner", value: "SOC" }, null, { name: "Team", value: "Blue" }],
              links: [{ label: "Page", url: "https://example.org" }],
            }),
            annotate("T1059.001", { colour: "#123456" }),
            annotate("T1078", { score: 7, tactic: "persistence", enabled: false }),
            annotate("T1078", { score: 9, tactic: "initial-access" }),
            annotate("T0000", { score: 3, comment: "Nowhere" }),
          ],
          { legend: [{ label: "Seen", colour: "#123456" }] },
        ),
      "list",
    );
    const sheets = await sheetsOf(path);
    expect([...sheets.keys()]).toEqual(["Techniques", "Not placed", "About"]);
    const [head = [], ...rows] = sheets.get("Techniques") ?? [];
    const column = (name: string) => head.indexOf(name);
    const byId = Map.groupBy(rows, (row) => String(row[0]));
    expect([...byId.keys()].sort()).toEqual(matrix.techniques.map(({ id }) => String(id)).sort());
    expect(result.techniques).toBe(matrix.techniques.length);
    // T1078 says two things under two of its tactics.
    expect(rows).toHaveLength(matrix.techniques.length + 1);
    for (const { id, name, tactics, parentId } of matrix.techniques) {
      for (const row of byId.get(id) ?? []) {
        expect(row[column("Name")]).toBe(name);
        expect(row[column("Parent")]).toBe(parentId);
        expect(row[column("Tactics")]).toBe(tactics.join("; "));
      }
    }
    const cells = (id: string, name: string) => byId.get(id)?.map((row) => row[column(name)]);
    expect(cells("T1059", "Score")).toEqual([50]);
    expect(cells("T1059", "Comment")).toEqual(["All shells"]);
    expect(cells("T1059", "Metadata")).toEqual(["Owner: SOC\n\nTeam: Blue"]);
    expect(cells("T1059", "Links")).toEqual(["Page: https://example.org"]);
    expect(cells("T1059.001", "Legend")).toEqual(["Seen"]);
    expect(cells("T1059.001", "Score")).toEqual([null]);
    expect(new Set(cells("T1078", "Score"))).toEqual(new Set([7, 9]));
    expect(new Set(cells("T1078", "Annotated under"))).toEqual(
      new Set(["persistence", "initial-access"]),
    );
    expect(new Set(cells("T1078", "Enabled"))).toEqual(new Set(["no", "yes"]));
    expect(cells("T1548", "Enabled")).toEqual([null]);
    expect(sheets.get("Not placed")).toEqual([
      ["ID", "Tactic", "Reason", "Replaced by", "Score", "Comment"],
      ["T0000", null, "unknown", null, 3, "Nowhere"],
    ]);
    const fills = fillsOf(path, 1);
    const rowOf = (id: string) => rows.findIndex((row) => row[0] === id) + 2;
    // Half way on #ff6666, #ffe766, #8ec843.
    expect(fills.get(`F${rowOf("T1059")}`)).toBe("#ffe766");
    expect(fills.get(`F${rowOf("T1059.001")}`)).toBe("#123456");
  });

  test("keeps to the limits of a workbook and to text: nothing is evaluated, what is cut is said", async () => {
    const long = "x".repeat(40_000);
    const evil = `=HYPERLINK("http://x","y")`;
    const { path, result } = await write(
      () =>
        contentOf([
          annotate("T1059", { comment: long }),
          annotate("T1078", { comment: evil }),
          annotate("T1003", { comment: "control \u0000\u0001\uffff <b>&" }),
        ]),
      "list",
    );
    expect(result.warnings.join(" ")).toContain("1 text is longer than a cell holds");
    const rows = (await sheetsOf(path)).get("Techniques") ?? [];
    const comment = (id: string) => String(rows.find(([each]) => each === id)?.[9]);
    expect(comment("T1059").length).toBeLessThanOrEqual(32_767);
    expect(comment("T1059")).toMatch(/^x{32000,}… \[cut: \d+ more characters\]$/);
    const cut = /x(x*)… \[cut: (\d+) /.exec(comment("T1059"));
    expect((cut?.[1]?.length ?? 0) + 1 + Number(cut?.[2])).toBe(40_000);
    expect(comment("T1078")).toBe(`'${evil}`);
    const parts = unzipSync(readFileSync(path));
    for (const [name, bytes] of Object.entries(parts)) {
      const xml = strFromU8(bytes);
      expect(xml, name).not.toContain("<f>");
      parseXml(xml);
    }
  });

  test("as CSV says the same, with a byte order mark and the marking first, last and in a column", async () => {
    const { path, matrix } = await write(
      () => contentOf([annotate("T1059", { score: 5, comment: `+1,"a"\nb` })]),
      "list",
      {},
      "csv",
      "SECRET",
    );
    const text = readFileSync(path, "utf8");
    expect(text.startsWith("\uFEFF")).toBe(true);
    const width = 13;
    const [marking = "", ...rest] = text.slice(1).split("\r\n");
    expect(marking).toBe(`SECRET${",".repeat(width - 1)}`);
    const table = rest.join("\r\n").replace(/SECRET,+\r\n$/, "");
    expect(table.length).toBe(rest.join("\r\n").length - marking.length - 2);
    const rows = parse<Record<string, string>>(table, { columns: true });
    expect(rows).toHaveLength(matrix.techniques.length);
    const row = rows.find((each) => each["ID"] === "T1059");
    expect(row).toMatchObject({ Score: "5", Comment: `'+1,"a"\nb`, Marking: "SECRET" });
  });
});

describe("a matrix", () => {
  test("has a column for each tactic with every technique, coloured as the layer says", async () => {
    const marking = "TLP:AMBER & more";
    const { path, matrix, content } = await write(
      (techniques) =>
        contentOf(
          techniques.map(({ id }, at) => annotate(id, { score: at % 101, enabled: at % 50 !== 7 })),
          {},
          { name: "A/B: [coverage]? of * everything that is here" },
        ),
      "matrix",
      {},
      "xlsx",
      marking,
    );
    const sheets = await sheetsOf(path);
    const [name = ""] = sheets.keys();
    expect(name).toBe("A B coverage of everything that");
    const [first, title, , tactics = [], ...rows] = sheets.get(name) ?? [];
    expect(first?.[0]).toBe(marking);
    expect(title?.[0]).toBe(content.name);
    expect(tactics.map((cell) => String(cell).split("\n")[0])).toEqual(
      matrix.tactics.map((tactic) => tactic.name),
    );
    const fills = fillsOf(path, 1);
    const scores = new Map(matrix.techniques.map(({ id }, at) => [String(id), at % 101]));
    const disabled = new Set(
      matrix.techniques.filter((_, at) => at % 50 === 7).map(({ id }) => String(id)),
    );
    for (const [column, { shortname }] of matrix.tactics.entries()) {
      const expected = matrix.techniques.filter((each) => each.tactics.includes(shortname));
      const cells = rows.flatMap((row, at) => {
        const value = row[column];
        return value === null || value === undefined ? [] : [{ text: String(value), at }];
      });
      expect(cells.map(({ text }) => text.split(" ")[0]).sort()).toEqual(
        expected.map(({ id }) => String(id)).sort(),
      );
      for (const { text, at } of cells) {
        const [title = "", said = ""] = text.split("\n");
        const id = title.split(" ")[0] ?? "";
        const score = scores.get(id) ?? -1;
        expect(said).toBe(disabled.has(id) ? `${score} · disabled` : String(score));
        const fill = fills.get(`${String.fromCharCode(65 + column)}${at + 5}`);
        expect(fill).toBe(disabled.has(id) ? "#" : gradientByHand(score));
      }
      // A sub-technique stands below its own parent.
      const order = cells.map(({ text }) => text.split(" ")[0] ?? "");
      for (const [at, id] of order.entries()) {
        if (id.includes(".")) expect(order[at - 1]?.slice(0, 5)).toBe(id.slice(0, 5));
      }
    }
    const raw = strFromU8(
      unzipSync(readFileSync(path))["xl/worksheets/sheet1.xml"] ?? new Uint8Array(),
    );
    const printed = allElements(parseXml(raw)).find(({ name: tag }) => tag === "oddFooter");
    expect(printed?.text).toBe("&C&BTLP:AMBER && more");
  });

  test("has the same bytes each time", async () => {
    const { path, client, folder, content } = await write(
      () => contentOf([annotate("T1059", { score: 1 })]),
      "matrix",
    );
    const again = join(folder, "again.xlsx");
    await client.layers.exportTable({
      source: { kind: "content", content },
      path: again,
      shape: "matrix",
      options,
    });
    expect(readFileSync(again).equals(readFileSync(path))).toBe(true);
  });

  test("of a folder that is not there fails with a message that names it", async () => {
    const { client } = await openWorkbench({ starter: true });
    const release = (await client.catalogue.list({})).find(
      ({ domain }) => domain === "enterprise-attack",
    );
    await expect(
      client.layers.exportTable({
        source: {
          kind: "content",
          content: contentOf([], {}, { version: release?.version ?? "" }),
        },
        path: "/nowhere/at/all.xlsx",
        shape: "matrix",
        options,
      }),
    ).rejects.toThrow("/nowhere/at/all.xlsx");
  });
});

/** #ff6666 over #ffe766 to #8ec843 from 0 to 100, one channel after the other. */
function gradientByHand(score: number): string {
  if (score > 100) return "#8ec843";
  const [from, to, share] =
    score <= 50
      ? ([[255, 102, 102], [255, 231, 102], score / 50] as const)
      : ([[255, 231, 102], [142, 200, 67], (score - 50) / 50] as const);
  return `#${from
    .map((channel, at) => Math.round(channel + ((to[at] ?? 0) - channel) * share))
    .map((channel) => channel.toString(16).padStart(2, "0"))
    .join("")}`;
}

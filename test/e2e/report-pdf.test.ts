import { readFileSync, readdirSync } from "node:fs";
import { hostname, release, userInfo } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { capture } from "../../scripts/runtime/run.ts";
import { buildReport } from "../../src/main/report/build-report.ts";
import { defaultReportContent } from "../../src/main/report/presets.ts";
import { printReport } from "../../src/main/report/write-report-html.ts";
import type { AssessmentSummary } from "../../src/shared/model/assessment.ts";
import type { ReportDocument } from "../../src/shared/model/report-document.ts";
import type { ReportFacts } from "../../src/shared/model/report-facts.ts";
import type { ExportedReport } from "../../src/shared/model/report-export.ts";
import { reportSectionKind, type ReportTemplate } from "../../src/shared/model/report-template.ts";
import { aBanner, aReportDocument } from "../support/report-document.ts";
import { expectWholeReport, lettersOf } from "../support/report-text.ts";
import type { Casemate } from "./support/launch.ts";
import { launchSample, valueOf } from "./support/sample.ts";

const shots = "test-results/screens";
const caveat =
  "EXERCISE SECRET//RELEASABLE TO " +
  Array.from({ length: 40 }, (_, at) => `PARTNER ${at + 1}`).join(", ");

/** The pages of a PDF as a reader takes them out: its lines in their layout, without empty ones. */
async function pagesOf(pdf: string): Promise<string[][]> {
  const { code, stdout } = await capture("pdftotext", ["-layout", pdf, "-"]);
  expect(code).toBe(0);
  return stdout
    .split("\f")
    .slice(0, -1)
    .map((page) => page.split("\n").filter((line) => line.trim() !== ""));
}

function oneLine(lines: readonly string[]): string {
  return lines.join(" ").replace(/\s+/g, " ").trim();
}

/** What holds of every PDF that leaves. */
async function expectWholePdf(pdf: string, title: string, banner: string): Promise<string[][]> {
  const info = (await capture("pdfinfo", [pdf])).stdout;
  expect(info).toMatch(/Tagged:\s+yes/);
  expect(info).toContain(`Title:           ${title}`);
  expect(info).toMatch(/Creator: +Casemate\n/);
  const [, ...about] = info.split("\n");
  const own = [hostname(), release(), "Linux", "Chrome", "Electron"];
  for (const word of own) expect(about.join("\n")).not.toContain(word);
  expect(about.join("\n")).not.toMatch(new RegExp(`\\b${userInfo().username}\\b`));
  const raw = readFileSync(pdf).toString("latin1");
  expect(raw).toContain("/Lang (en)");
  expect(raw).not.toContain(dirname(pdf));
  const pages = await pagesOf(pdf);
  expect(info).toMatch(new RegExp(`Pages:\\s+${pages.length}\\n`));
  for (const [at, page] of pages.entries()) {
    const text = oneLine(page);
    if (banner !== "") {
      expect(text.startsWith(banner), `page ${at + 1} begins with ${text.slice(0, 80)}`).toBe(true);
      expect(text.endsWith(banner), `page ${at + 1} ends with ${text.slice(-80)}`).toBe(true);
    }
    expect(text).toContain(`Page ${at + 1} of ${pages.length}`);
  }
  return pages;
}

/** What stands on each page of a printed report between its margins, in the order of reading. */
async function bodyOf(pdf: string, document: ReportDocument): Promise<string[]> {
  const { stdout } = await capture("pdftotext", ["-raw", pdf, "-"]);
  const pages = stdout.split("\f").slice(0, -1);
  const { banner, title, subtitle, footNotes } = document;
  return pages.map((page, at) => {
    const letters = lettersOf(page);
    const foot = `${footNotes.join("")} Page ${at + 1} of ${pages.length}`;
    const margins = lettersOf([banner.text, title, subtitle, foot, banner.text].join(" "));
    expect(letters.endsWith(margins), `page ${at + 1} ends with ${letters.slice(-400)}`).toBe(true);
    return letters.slice(0, letters.length - margins.length);
  });
}

/** Asks for a report, and cancels once its pages are printed: not while they are found. */
async function cancelWhilePrinting({ page }: Casemate, input: unknown): Promise<unknown> {
  const reply = await page.evaluate(async (asked) => {
    const call = { callId: "stopped", operation: "reports.export", input: asked };
    const stop = { callId: "stop", operation: "tasks.cancel", input: { callId: "stopped" } };
    window.casemate.subscribe((event) => {
      if (event.type !== "progress" || !/^Printing \d+ pages$/.test(event.progress.phase)) return;
      setTimeout(() => void window.casemate.send(stop), 300);
    });
    return window.casemate.send(call);
  }, input);
  return JSON.parse(reply);
}

function countWindows({ app }: Casemate): Promise<number> {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
}

/** Prints a document once, as the window prints a run sheet. */
async function print(casemate: Casemate, document: ReportDocument, name: string): Promise<string> {
  const path = join(casemate.home, `${name}.pdf`);
  await casemate.answerDialogs([path]);
  const printed = printReport(document, new Map());
  await valueOf(casemate, "shell.chooseSaveFile", { suggested: `${name}.pdf`, extension: "pdf" });
  await valueOf(casemate, "shell.writePdf", { path, document: printed });
  return path;
}

/** An answer with long names and a marking of several lines. */
function aCrowdedAnswer(facts: ReportFacts, actors: number): ReportFacts {
  const { result, marking } = facts;
  const banner = aBanner(caveat.slice(0, 280));
  const portion = "S//REL TO PARTNER 1, PARTNER 2";
  const name = "A name that goes on as those who name actors like to have them ".repeat(3);
  const many = Array.from({ length: actors }, (_, at) => result.actors[at % result.actors.length]);
  return {
    ...facts,
    marking: { ...marking, banner, portion },
    result: {
      ...result,
      actors: many.flatMap((actor, at) =>
        actor === undefined ? [] : [{ ...actor, name: `${at} ${name}` }],
      ),
    },
  };
}

test("pages carry their marking, their number and whole rows, however many and whichever way they are held", async () => {
  const casemate = await launchSample();
  const { title } = aReportDocument();

  const one = await print(casemate, aReportDocument({ sections: [] }), "one");
  expect(await expectWholePdf(one, title, "EXERCISE - UNCLASSIFIED")).toHaveLength(1);

  const wide = await print(
    casemate,
    aReportDocument({ paper: "Letter", orientation: "landscape", banner: aBanner(caveat) }),
    "wide",
  );
  const widePages = await expectWholePdf(wide, title, caveat);
  expect(oneLine(widePages.flat())).toContain("Matrix text");
  expect((await capture("pdfinfo", [wide])).stdout).toMatch(/Page size:\s+792 x 612 pts/);
  await capture("pdftoppm", [
    "-r",
    "70",
    "-png",
    "-f",
    "3",
    "-l",
    "3",
    wide,
    `${shots}/report-wide`,
  ]);

  const label = await print(
    casemate,
    aReportDocument({ banner: aBanner("TLP:AMBER+STRICT", "right") }),
    "label",
  );
  await expectWholePdf(label, title, "TLP:AMBER+STRICT");
  const words = (await capture("pdftotext", ["-bbox", "-f", "1", "-l", "1", label, "-"])).stdout;
  const [, , top, right, bottom] = (
    /xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">TLP:AMBER/.exec(words) ?? []
  ).map(Number);
  // 10 mm from the edge of the paper, in points; a line of 12 points is higher than 12 points.
  expect(right).toBeGreaterThan(540);
  expect(Number(bottom) - Number(top)).toBeGreaterThan(12);

  // The summary is one page, whatever it must carry.
  const [assessment] = await valueOf<AssessmentSummary[]>(casemate, "assessments.list", {});
  const facts = await valueOf<ReportFacts>(casemate, "reports.facts", {
    assessmentId: assessment?.id,
  });
  for (const paper of ["A4", "Letter"] as const) {
    for (const orientation of ["portrait", "landscape"] as const) {
      for (const actors of [4, 60]) {
        const document = buildReport(aCrowdedAnswer(facts, actors), {
          ...defaultReportContent,
          paper,
          orientation,
          introduction: "A paragraph of the introduction.\n\n".repeat(400),
          sections: ["summary", "introduction"],
        });
        const crowded = await pagesOf(await print(casemate, document, "crowded"));
        const sections = crowded.map((page) =>
          page.map((line) => /^\s*([12]) .*(Summary|Introduction)$/.exec(line)?.[1]).find(Boolean),
        );
        // The second page is the contents, which name both.
        expect(sections.slice(2, 4), `${paper} ${orientation} ${actors}`).toEqual(["1", "2"]);
      }
    }
  }

  // As many pages as a report of sixty actors with its appendices.
  const rows = 72;
  const appendices = 60;
  const long = await print(casemate, aReportDocument({ rows, appendices }), "long");
  const pages = await expectWholePdf(long, title, "EXERCISE - UNCLASSIFIED");
  expect(pages.length).toBeGreaterThanOrEqual(300);
  const sizes = (await capture("pdfinfo", ["-l", "-1", long])).stdout;
  expect(sizes.match(/size:\s+84[12][.\d]* x 59[45]/g), "one turned sheet").toHaveLength(1);
  const pageOf = new Map<string, number>();
  for (const [at, page] of pages.entries()) {
    const found = page.join("\n").match(/tab\d+x(?:Begin|End|Name)\d+/g) ?? [];
    for (const word of found) {
      expect(pageOf.has(word), `${word} stands twice`).toBe(false);
      pageOf.set(word, at);
    }
    if (found.length > 0) {
      const first = page.findIndex((line) => /tab\d+xName/.test(line));
      const heads = page.slice(0, first).join(" ");
      for (const head of ["ID", "Technique", "Level", "Procedure", "Rules"]) {
        expect(heads, `the heads of page ${at + 1}`).toContain(head);
      }
    }
  }
  for (let table = 0; table < appendices; table += 1) {
    for (let row = 0; row < rows; row += 1) {
      const where = ["Name", "Begin", "End"].map((part) => pageOf.get(`tab${table}x${part}${row}`));
      expect(new Set(where).size, `row ${row} of table ${table} is whole`).toBe(1);
      expect(where[0]).toBeDefined();
    }
  }
}, 300_000);

test("the sample's report says everything on its pages, has contents that lead to them, is the same twice, and its HTML reaches nothing", async () => {
  const casemate = await launchSample();
  const [assessment] = await valueOf<AssessmentSummary[]>(casemate, "assessments.list", {});
  const [template] = await valueOf<ReportTemplate[]>(casemate, "reports.templates", {});
  const exported: ExportedReport[] = [];
  const of = { kind: "assessment", assessmentId: assessment?.id };
  const now = "2026-11-21T12:00:00Z";
  const content = {
    ...template?.content,
    sections: reportSectionKind.options,
    depth: {
      gaps: null,
      actorTechniques: true,
      procedures: true,
      rules: true,
      matrixModes: ["level", "actors", "demand", "priority", "outcomes"],
    },
  };

  // Cancelled in the middle of printing: no file, no window that nobody sees for longer than the print
  // takes to end, and the next one works.
  const stopped = join(casemate.home, "stopped");
  await casemate.answerDialogs([stopped]);
  await valueOf(casemate, "shell.chooseFolder", {});
  const reply = await cancelWhilePrinting(casemate, {
    of,
    content,
    formats: ["pdf", "html"],
    directory: stopped,
    now,
  });
  expect(reply).toMatchObject({ ok: false, problem: { code: "cancelled" } });
  expect(readdirSync(casemate.home).filter((name) => name.startsWith("stopped"))).toEqual([]);
  await expect.poll(() => countWindows(casemate), { timeout: 60_000 }).toBe(1);

  for (const name of ["first", "second"]) {
    const directory = join(casemate.home, name);
    await casemate.answerDialogs([directory]);
    await valueOf(casemate, "shell.chooseFolder", {});
    exported.push(
      await valueOf<ExportedReport>(casemate, "reports.export", {
        of,
        content,
        formats: name === "first" ? ["pdf", "html"] : ["pdf"],
        directory,
        now,
      }),
    );
  }
  const [first, second] = exported.map(({ path, files }) =>
    join(path, files.find((file) => file.name.endsWith(".pdf"))?.name ?? ""),
  );
  const pages = await expectWholePdf(first ?? "", assessment?.name ?? "", "");
  expect(await pagesOf(second ?? "")).toEqual(pages);
  await capture("pdftoppm", ["-r", "70", "-png", "-l", "4", first ?? "", `${shots}/report-sample`]);

  const summary = pages.findIndex((page, at) => at > 1 && /^\s*1\s+Summary$/.test(page[1] ?? ""));
  const document = await valueOf<ReportDocument>(casemate, "reports.document", {
    assessmentId: assessment?.id,
    content,
    now,
  });
  const rows = document.sections
    .flatMap(({ blocks }) => blocks)
    .reduce((sum, block) => sum + (block.kind === "table" ? block.rows.length : 0), 0);
  const body = await bodyOf(first ?? "", document);
  expect(expectWholeReport(document, body.slice(summary).join(" "), "print")).toBe(rows);
  const contents = pages.slice(1, summary).flat();
  const lines = contents.flatMap((line) => {
    const [, number = "", title = "", page] =
      /^\s*([\d.A-Z]+)\s+(\S.*?)\s{2,}(\d+)$/.exec(line) ?? [];
    return page === undefined ? [] : [{ number, title, page: Number(page) }];
  });
  expect(lines.length).toBeGreaterThan(8);
  for (const { number, title, page } of lines) {
    const heading = new RegExp(
      `^\\s*(Appendix )?${number.replaceAll(".", "\\.")}\\s+${title.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`,
    );
    expect(
      (pages[page - 1] ?? []).some((line) => heading.test(line)),
      `${number} ${title} on page ${page}`,
    ).toBe(true);
  }

  // A page of its own, off every network: whatever it asks for is seen and refused.
  const folder = exported[0]?.path ?? "";
  const html = join(folder, readdirSync(folder).find((name) => name.endsWith(".html")) ?? "");
  const seen = await casemate.app.evaluate(async ({ BrowserWindow, session }, file) => {
    const own = session.fromPartition("report-test");
    const requests: string[] = [];
    own.webRequest.onBeforeRequest((request, answer) => {
      requests.push(request.url);
      answer({ cancel: !request.url.startsWith("file:") });
    });
    const window = new BrowserWindow({
      show: false,
      webPreferences: { session: own, sandbox: true },
    });
    const messages: string[] = [];
    window.webContents.on("console-message", (event) => {
      messages.push(String((event as { message?: string }).message));
    });
    await window.loadFile(file);
    const page = (await window.webContents.executeJavaScript(
      `({ text: document.body.innerText, size: getComputedStyle(document.querySelector("h1")).fontSize, wide: document.documentElement.scrollWidth > innerWidth })`,
    )) as { text: string; size: string; wide: boolean };
    window.destroy();
    return { requests, messages, ...page };
  }, html);
  expect(seen.requests).toHaveLength(1);
  expect(seen.messages).toEqual([]);
  expect(seen.text).toContain("Contents");
  expect(seen.text).toContain(assessment?.name ?? "?");
  // Its styles pass its own policy.
  expect(seen.size).toBe("24px");
  expect(seen.wide).toBe(false);
}, 300_000);

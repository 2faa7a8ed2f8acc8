import type { TechniqueId } from "../../shared/model/attack-id.ts";
import type { EmulationTest } from "../../shared/model/emulation-test.ts";
import type { ExpectedOutcome, Run, TestCase } from "../../shared/model/emulation.ts";
import type { PrintedDocument } from "../../shared/model/printed-document.ts";
import type { ReportBanner } from "../../shared/model/banner.ts";
import { escapeMarkup as escape } from "../report/markup.ts";
import { fillInputs, givenInputs } from "./plan-case.ts";

/** A test case with what is known of its test, its technique and what should see it. */
export interface SheetCase {
  readonly testCase: TestCase;
  /** Null where the library does not hold its test. */
  readonly test: EmulationTest | null;
  /** Null where no release of the workspace holds its technique. */
  readonly technique: {
    readonly id: TechniqueId;
    /** With its parent's name before it. */
    readonly name: string;
    readonly tactics: readonly string[];
  } | null;
  readonly expected: ExpectedOutcome;
  /** Enabled detections of its environment that name the technique. */
  readonly detections: readonly string[];
}

/** A run with everything that is printed of it. */
export interface RunSheet {
  readonly run: Run;
  readonly cases: readonly SheetCase[];
  readonly banner: ReportBanner;
  /** Name and version of the program. */
  readonly tool: string;
}

/** Detections that are named for a test case; more are counted. */
const mostDetections = 12;

const expectedWords: Readonly<Record<ExpectedOutcome, string>> = {
  block: "Block",
  alert: "Alert",
  log: "Log",
};

const outcomeBoxes = ["Blocked", "Alerted", "Logged only", "Missed", "Not run", "Test error"];

/** A run as a document to print and to fill in by hand: an overview, then a block for each test case. */
export function writeRunSheet(sheet: RunSheet): PrintedDocument {
  const { run, cases, tool } = sheet;
  const hosts = distinct(cases.map(({ testCase }) => testCase.host));
  const people = distinct(cases.map(({ testCase }) => testCase.assignee));
  const facts = [
    ["Day", run.startedAt === null ? "" : dayOf(run.startedAt)],
    ["Environment", run.environment],
    ["Led by", run.who],
    ["Tool", run.tool],
    ["People", people.join(", ")],
    ["Hosts", hosts.join(", ")],
    ["Test cases", String(cases.length)],
  ] as const;
  return {
    title: escape(`Run sheet: ${run.name}`),
    styles,
    head: headOf(sheet),
    foot: footOf(sheet),
    body:
      `<main><h1>${escape(run.name)}</h1>${definitions(facts)}` +
      (run.notes.trim() === "" ? "" : `<p class="text">${escape(run.notes.trim())}</p>`) +
      overviewOf(cases) +
      cases.map((one, index) => blockOf(one, index + 1)).join("") +
      `<p class="made">Made with ${escape(tool)}. Commands are text to read and to copy: ` +
      `check each before it runs. That a command ran says nothing of what the defence saw.</p></main>`,
  };
}

function overviewOf(cases: readonly SheetCase[]): string {
  const rows = cases.map(
    ({ testCase, expected }, index) =>
      `<tr><td class="number">${index + 1}</td><td class="mono">${escape(testCase.written)}</td>` +
      `<td>${escape(nameOf(testCase))}</td><td>${escape(testCase.host)}</td>` +
      `<td>${escape(testCase.assignee)}</td><td>${expectedWords[expected]}</td><td></td></tr>`,
  );
  return (
    `<h2 class="overview-title">Overview</h2><table class="overview"><thead><tr><th>#</th>` +
    `<th>Technique</th><th>Test</th><th>Host</th><th>Assignee</th><th>Expected</th>` +
    `<th>Outcome</th></tr></thead><tbody>${rows.join("")}</tbody></table>`
  );
}

function blockOf(
  { testCase, test, technique, expected, detections }: SheetCase,
  place: number,
): string {
  const given = givenInputs(testCase);
  const fill = (text: string) => fillInputs(text, test?.inputs ?? [], given).trim();
  const named = (test?.executors ?? []).filter(({ name }) => name === testCase.executor);
  const executor =
    named.find(({ platforms }) => platforms.includes(testCase.platform)) ??
    named[0] ??
    test?.executors[0];
  const tactics = technique?.tactics.join(", ") ?? testCase.tactic ?? "";
  const facts = [
    ["Technique", technique === null ? testCase.written : `${technique.id} ${technique.name}`],
    ["Tactic", tactics],
    ["Test", `${testCase.source} ${testCase.testKey}`],
    ["Host", testCase.host],
    ["Platform", testCase.platform],
    ["Assignee", testCase.assignee],
    ["Executor", testCase.executor ?? ""],
    ["Elevation", elevationOf(executor?.elevated)],
    ["Expected", expectedWords[expected]],
    ["Should fire", detectionsOf(detections)],
  ] as const;
  const inputs = (test?.inputs ?? []).map(({ name, default: usual }) => [
    name,
    given.find((input) => input.name === name)?.value ?? usual,
  ]);
  const network = (test?.network ?? []).map(({ where, what }) => `${what} (${where})`);
  const needs = (test?.prerequisites ?? []).map(
    ({ description, check, get }) =>
      `<li><p class="text">${escape(description.trim())}</p>${command("Check", fill(check))}` +
      `${command("Get", fill(get))}</li>`,
  );
  return (
    `<section><div class="head"><h2><span class="number">${place}</span> ` +
    `<span class="mono">${escape(testCase.written)}</span> ${escape(nameOf(testCase))}</h2>` +
    `${definitions(facts)}</div>` +
    (network.length === 0
      ? ""
      : `<p class="warning"><b>Needs a network:</b> ${escape(network.join(", "))}</p>`) +
    (test !== null && test.source !== "own" && test.executors.every((one) => one.command === "")
      ? `<p class="warning"><b>Commands not known:</b> an index alone names this test. Whether it needs a network is not known either.</p>`
      : "") +
    (test === null
      ? `<p class="note">The library does not hold this test: what is known stands here.</p>`
      : "") +
    (needs.length === 0 ? "" : `<h3>Prerequisites</h3><ul>${needs.join("")}</ul>`) +
    (inputs.length === 0 ? "" : `<h3>Inputs</h3>${definitions(inputs)}`) +
    command(
      testCase.executor === "manual" ? "Steps" : "Command",
      testCase.command.trim() === "" ? fill(executor?.command ?? "") : testCase.command.trim(),
    ) +
    command("Cleanup", fill(executor?.cleanup ?? "")) +
    boxesOf(testCase) +
    `</section>`
  );
}

/** What is filled in by hand; what is known already stands there. */
function boxesOf({ startAt, endAt, alertAt }: TestCase): string {
  const time = (word: string, at: string | null) =>
    `<td><span class="word">${word}</span>${at === null ? "" : escape(at.slice(0, 16).replace("T", " "))}</td>`;
  const outcomes = outcomeBoxes
    .map((word) => `<span class="choice"><span class="box"></span>${word}</span>`)
    .join(" ");
  return (
    `<table class="boxes"><tbody><tr>${time("Start", startAt)}${time("End", endAt)}` +
    `${time("Alert at", alertAt)}</tr>` +
    `<tr><td colspan="3"><span class="word">Outcome</span>${outcomes}</td></tr>` +
    `<tr><td colspan="3"><span class="word">Rule that fired</span></td></tr>` +
    `<tr><td colspan="3" class="notes"><span class="word">Notes</span></td></tr></tbody></table>`
  );
}

function elevationOf(elevated: boolean | null | undefined): string {
  if (elevated === undefined || elevated === null) return "";
  return elevated ? "Needed" : "Not needed";
}

function detectionsOf(detections: readonly string[]): string {
  if (detections.length === 0) return "No enabled detection names this technique";
  const more = detections.length - mostDetections;
  const named = detections.slice(0, mostDetections).join("; ");
  return more > 0 ? `${named}; and ${more} more` : named;
}

function definitions(facts: readonly (readonly string[])[]): string {
  const rows = facts
    .filter(([, value = ""]) => value !== "")
    .map(([word = "", value = ""]) => `<dt>${escape(word)}</dt><dd>${escape(value)}</dd>`);
  return rows.length === 0 ? "" : `<dl>${rows.join("")}</dl>`;
}

function command(word: string, text: string): string {
  return text === "" ? "" : `<h3>${word}</h3><pre>${escape(text)}</pre>`;
}

function nameOf({ name, testKey }: TestCase): string {
  return name === "" ? testKey : name;
}

function distinct(words: readonly string[]): string[] {
  return [...new Set(words)].filter((word) => word !== "").sort();
}

/** A moment as the day that it is where it is printed. */
function dayOf(moment: string): string {
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "long" }).format(new Date(moment));
}

/** Letters that Chromium has at hand for what stands in margins: it knows no other font there. */
const marginFont = "font-family:Inter,Arial,Helvetica,sans-serif";

/** The marking as it stands in the margins of every page; nothing where there is none. */
function bannerOf({ parts }: ReportBanner): string {
  return parts
    .map(
      ({ text, colour, ink, align }) =>
        `<span style="display:inline-block;max-width:110mm;padding:1mm 5mm;background:${colour};` +
        `color:${ink};-webkit-print-color-adjust:exact;font-weight:600;` +
        `font-size:${align === "right" ? 12 : 8}pt">${escape(text)}</span>`,
    )
    .join(" ");
}

function headOf({ banner }: RunSheet): string {
  const side = banner.align === "right" ? "text-align:right;margin:0 16mm" : "text-align:center";
  return `<div style="${marginFont};width:100%;${side}">${bannerOf(banner)}</div>`;
}

function footOf({ run, banner }: RunSheet): string {
  const side = "flex:1 1 0;overflow:hidden;white-space:nowrap;text-overflow:ellipsis";
  return (
    `<div style="${marginFont};display:flex;align-items:center;gap:4mm;width:100%;margin:0 16mm;` +
    `font-size:7.5pt;color:#4a5462"><span style="${side}">${escape(run.name)}</span>` +
    `${bannerOf(banner)}<span style="${side};text-align:right">Page ` +
    `<span class="pageNumber"></span> of <span class="totalPages"></span></span></div>`
  );
}

const styles = `
@page{size:A4;margin:22mm 16mm 20mm}
:root{print-color-adjust:exact}
*{box-sizing:border-box}
body{margin:0;font:9.5pt/14pt "Inter Variable",sans-serif;color:#12161c;overflow-wrap:anywhere}
h1{margin:0 0 6pt;font-size:18pt;line-height:22pt;font-weight:650;letter-spacing:-.01em}
h2{margin:0 0 5pt;font-size:11.5pt;line-height:15pt;font-weight:600;break-after:avoid}
h3{margin:7pt 0 2pt;font-size:8.8pt;line-height:12pt;font-weight:600;break-after:avoid}
p{margin:0 0 4pt}
.text{white-space:pre-wrap}
dl{display:grid;grid-template-columns:26mm 1fr;gap:1pt 8pt;margin:0 0 6pt;font-size:8.8pt;line-height:12.5pt}
dt{color:#4a5462}
dd{margin:0}
.head dl{grid-template-columns:20mm 1.6fr 18mm 1fr}
.head dl dt:nth-last-of-type(1){grid-column:1}
.head dl dd:nth-last-of-type(1){grid-column:2 / -1}
.mono,pre{font-family:"JetBrains Mono Variable",monospace;font-variant-ligatures:none}
.mono{font-size:.92em}
.number{font-variant-numeric:tabular-nums}
ul{margin:0;padding-left:12pt}
pre{margin:0;padding:5pt 7pt;border:.5pt solid #cdd2da;border-radius:2pt;background:#f5f6f8;font-size:8pt;line-height:11pt;white-space:pre-wrap;overflow-wrap:anywhere;box-decoration-break:clone}
table{width:100%;border-collapse:collapse;font-size:8.8pt;line-height:12pt}
thead{display:table-header-group}
tr{break-inside:avoid}
th{padding:3pt 5pt;border-bottom:1pt solid #12161c;text-align:left;font-weight:600}
td{padding:3pt 5pt;border-bottom:.5pt solid #cdd2da;vertical-align:top}
.overview{table-layout:fixed}
.overview th:nth-child(1){width:9mm}
.overview th:nth-child(2){width:21mm}
.overview th:nth-child(4){width:28mm}
.overview th:nth-child(5),.overview th:nth-child(7){width:24mm}
.overview th:nth-child(6){width:17mm}
.overview-title{margin-top:10pt}
section{margin-top:14pt;padding-top:8pt;border-top:1pt solid #12161c}
.head,.boxes{break-inside:avoid}
.head{break-after:avoid}
.warning{margin:4pt 0;padding:4pt 7pt;border:.8pt solid #8a5a00;border-radius:2pt;color:#8a5a00}
.note,.made{color:#4a5462;font-size:8.5pt}
.made{margin-top:14pt}
.boxes{margin-top:8pt}
.boxes td{height:12mm;border:.5pt solid #858e9b}
.boxes .notes{height:24mm}
.word{display:block;color:#4a5462;font-size:7.5pt;line-height:10pt}
.choice{display:inline-block;margin-right:9pt;white-space:nowrap}
.box{display:inline-block;width:9pt;height:9pt;margin-right:4pt;border:.8pt solid #12161c;vertical-align:-1pt}
`;

import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import {
  type Block,
  citedNames,
  type InlineToken,
  sourceOf,
  tokeniseText,
} from "../../src/shared/text-tokens.ts";
import { TokenText } from "../../src/renderer/ui/TokenText.tsx";

const bundles = [
  "enterprise-attack-18.1.stix20",
  "mobile-attack-18.1.stix20",
  "ics-attack-18.1.stix21",
].map((name) => `../shared/data/attack/${name}.json.gz`);

/** Everything that the transform may take as form. */
const forms: Readonly<Record<string, RegExp>> = {
  code: /^(<code>\|<\/code>|`\|`)$/,
  strong: /^(\*\*\|\*\*|<b>\|<\/b>)$/,
  link: /^\[\|\]\(https?:\/\/attack\.mitre\.org\/[a-z]+\/[A-Z]+\d{4}(\/\d{3})?\/?\)$/,
  citation: /^\(Citation: \|\)$/,
  break: /^(\r?\n|<br ?\/?>)\|$/,
  paragraph: /^\s*\|\s*$/,
  heading: /^\s*#{1,6} +\|\s*$/,
  item: /^\s*([-*•]|\d{1,3}[.)])[ \t]+\|\s*$/,
};

function unwantedForm(tokens: readonly (InlineToken | Block)[]): string | null {
  for (const token of tokens) {
    if (token.kind === "text" || token.kind === "mark") continue;
    const form = `${token.open}|${token.kind === "break" ? "" : token.close}`;
    if (forms[token.kind]?.test(form) !== true) return `${token.kind} ${JSON.stringify(form)}`;
    if (token.kind === "break") continue;
    const inner = unwantedForm(token.children);
    if (inner !== null) return inner;
  }
  return null;
}

/** What a reader must find on screen, from the tokens alone. */
function expectedText(blocks: readonly Block[]): string {
  const cited = citedNames(blocks);
  const inline = (tokens: readonly InlineToken[]): string =>
    tokens
      .map((token) => {
        if (token.kind === "text") return token.text;
        if (token.kind === "mark") return token.label;
        if (token.kind === "break") return "";
        if (token.kind === "citation") return `[${String(cited.indexOf(token.name) + 1)}]`;
        return inline(token.children);
      })
      .join("");
  const body = blocks.map((block) => block.marker + inline(block.children)).join("");
  if (cited.length === 0) return body;
  return `${body}${String(cited.length)} source${cited.length === 1 ? "" : "s"}${cited.join("")}`;
}

const allowedElements = new Set(
  "div p span strong code br sup button details summary ol li".split(" "),
);

function read(markup: string): { text: string; elements: Set<string> } {
  const elements = new Set([...markup.matchAll(/<([a-z0-9]+)/g)].map(([, name = ""]) => name));
  const text = markup
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&amp;", "&");
  return { text, elements };
}

/** What is wrong with how a text is shown, or null. Plain comparisons: it runs 20,000 times. */
function flaw(text: string): string | null {
  const blocks = tokeniseText(text);
  if (sourceOf(blocks) !== text) return `source differs: ${JSON.stringify(text)}`;
  const unwanted = unwantedForm(blocks);
  if (unwanted !== null) return `taken as form: ${unwanted}`;
  const shown = read(
    renderToStaticMarkup(<TokenText text={text} onOpenObject={() => undefined} />),
  );
  if (shown.text !== expectedText(blocks)) return `lost on screen: ${JSON.stringify(text)}`;
  const foreign = [...shown.elements].find((element) => !allowedElements.has(element));
  return foreign === undefined ? null : `element <${foreign}>: ${JSON.stringify(text)}`;
}

describe("form", () => {
  const shown = (text: string): string =>
    renderToStaticMarkup(<TokenText text={text} onOpenObject={() => undefined} />);

  test("paragraphs, line breaks, lists and headings are form", () => {
    expect(shown("\nOne\nline\n\n### Head\n- a\n  - b\n1. c")).toBe(
      '<div class="token-text"><p>One<br/>line</p><p class="text-heading">Head</p>' +
        '<p class="text-item" data-depth="0" data-bullet="true"><span>a</span></p>' +
        '<p class="text-item" data-depth="1" data-bullet="true"><span>b</span></p>' +
        '<p class="text-item" data-depth="0" data-bullet="false">' +
        '<span class="text-item-number">1.</span><span>c</span></p></div>',
    );
  });

  test("code keeps what looks like form inside it", () => {
    expect(shown("<code>a **b** <i></code> and `c<d>`")).toContain(
      "<code>a **b** &lt;i&gt;</code> and <code>c&lt;d&gt;</code>",
    );
  });

  test("a link to a sub-technique names it by its ID", () => {
    const [block] = tokeniseText(
      "see [Domains](https://attack.mitre.org/techniques/T1583/001) now",
    );
    expect(block?.children[1]).toMatchObject({ kind: "link", attackId: "T1583.001" });
  });

  test("any other address stays text", () => {
    const text = "[x](https://example.org/T1583) [y](javascript:alert(1)) https://a.b";
    expect(tokeniseText(text)[0]?.children).toEqual([{ kind: "text", text }]);
  });

  test("citations are numbered by first appearance, and a name may hold brackets", () => {
    const blocks = tokeniseText("a(Citation: X (2020))b(Citation: Y)(Citation: X (2020))");
    expect(citedNames(blocks)).toEqual(["X (2020)", "Y"]);
    expect(flaw("a(Citation: X (2020))b(Citation: Y)(Citation: X (2020))")).toBeNull();
  });

  test("hidden characters become visible marks", () => {
    const markup = shown("a\u202Eb\u200Bc\0d\uD800e\u00A0f");
    for (const label of ["U+202E", "U+200B", "U+0000", "U+D800"]) {
      expect(markup).toContain(`>${label}</span>`);
    }
    expect(markup).toContain("e\u00A0f");
  });
});

test.each([
  "",
  "\n\n",
  "<script>alert(1)</script>",
  '<img src=x onerror="alert(1)"> <username> <DOMAIN>\\<pid>',
  "<code>never closed",
  "`one ` two ` three",
  "** not bold ** ****",
  "[a](b [c](https://attack.mitre.org/groups/G0046)",
  "(Citation: ) (Citation: open",
  "\u200B\n\n\uFEFF\n",
  "one\r\ntwo\r\n\r\nthree\rfour",
  " \t- item\n    goes on\n- next\n\nafter",
])("nothing of %j is lost", (text) => {
  expect(flaw(text)).toBeNull();
});

test("hostile repetition is read in linear time", () => {
  for (const part of ["[", "`", "**", "<code>", "(Citation: ", "(", "\n- ", "[a]("]) {
    const text = part.repeat(40_000);
    const before = process.cpuUsage();
    expect(sourceOf(tokeniseText(text)) === text).toBe(true);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000, part).toBeLessThan(3000);
  }
});

describe.each(bundles)("%s", (path) => {
  const present = existsSync(path);
  if (!present) process.stdout.write(`Skipped: ${path} is not here.\n`);

  test.runIf(present)("no character of any description is lost", { timeout: 300_000 }, () => {
    const bundle = JSON.parse(gunzipSync(readFileSync(path)).toString("utf8")) as {
      objects: { description?: unknown }[];
    };
    const texts = new Set<string>();
    for (const { description } of bundle.objects) {
      if (typeof description === "string") texts.add(description);
    }
    expect(texts.size).toBeGreaterThan(800);
    const flaws = [...texts].map(flaw).filter((each) => each !== null);
    expect(flaws).toEqual([]);
  });
});

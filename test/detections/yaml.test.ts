import fc from "fast-check";
import { unzipSync } from "fflate";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { YamlDocument } from "../../src/main/detections/yaml.reader.ts";
import { readAnyYaml, readSoundYaml } from "../../src/main/detections/yaml.reader.ts";
import { hasShared, samples, sigmaArchive } from "./samples.ts";

const rule = `title: "A rule: quoted"   # with a comment
id: 'it''s one'
description: >-
  folded over
  lines

    and deeper
tags: [attack.execution, "attack.t1059", {a: b}]
empty:
nothing: ~
block: |
  - kept as
   it is
detection:
  selection:
    - Image|endswith: '\\\\cmd.exe'
      more: text that
        goes on
    - 1.0
    - - nested
      - { deep: [x, y] }
? asked
: for
---
- second: document
`;

/** What is put into a text to break it, or to give it another meaning. */
const bits = [
  ...Array.from("'\":#[]{},>|\\~?%@+2\t\r"),
  ..."\n|  |: |- | #|&a|*a|!x|\r\n|null|? |---\n|...\n|<<: x\n|''|\u00a0|\u0085|\u2028|\ufeff".split(
    "|",
  ),
  "|-\n",
];

const change = fc.record({
  at: fc.nat(rule.length),
  removed: fc.nat(3),
  put: fc.constantFrom("", ...bits),
});

/** Documents of both parsers; the first gives null where it leaves a file to the other. */
function readTwice(text: string): [sound: YamlDocument[] | null, any: YamlDocument[]] {
  return [readSoundYaml(text), readAnyYaml(text)];
}

describe("a sound file", () => {
  test("says the same to the fast parser as to the one that keeps every token", () => {
    const [sound, any] = readTwice(rule);
    expect(sound).toHaveLength(2);
    expect(sound).toEqual(any);
    expect(any.map(({ line }) => line)).toEqual([1, 25]);
  });

  test("says the same after any change that leaves it sound", () => {
    let read = 0;
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 2 }), (changes) => {
        const text = changes.reduce(
          (before, { at, removed, put }) =>
            before.slice(0, at) + put + before.slice(Math.min(at + removed, before.length)),
          rule,
        );
        const [sound, any] = readTwice(text);
        if (sound === null) return;
        read += 1;
        expect(sound).toEqual(any);
      }),
      { numRuns: 2000, seed: 18 },
    );
    // The comparison means something only where many were read twice.
    expect(read).toBeGreaterThan(500);
  });
});

describe("the fast parser leaves to the other one", () => {
  test.each([
    ["a broken file", "a: [b\nc: d"],
    ["an anchor", "a: &name b"],
    ["an alias", "a: *name"],
    ["a tag", "a: !!str b"],
    ["a merge key", "<<: {a: b}\nc: d"],
    ["a key that comes twice", "a: b\na: c"],
    ["a key that is no text", "[a]: b"],
    ["a key that is not there", ": b"],
    ["a directive", "%YAML 1.2\n---\na: b"],
    ["deep nesting", `a: ${"[".repeat(101)}${"]".repeat(101)}`],
    ["a document of one scalar", "only text"],
    ["an empty file", ""],
    ["a carriage return alone", "a: b\rc: d"],
    ["a very long file", `a: ${"b".repeat(1_000_000)}`],
  ])("%s", (_, text) => {
    expect(readSoundYaml(text)).toBeNull();
  });
});

describe.skipIf(!hasShared)("the real files", () => {
  test("all 3,141 rules of Sigma are sound and say the same to both parsers", () => {
    const files = unzipSync(readFileSync(sigmaArchive), {
      filter: ({ name }) => name.endsWith(".yml"),
    });
    const rules = Object.values(files).map((bytes) => new TextDecoder().decode(bytes));
    let compared = 0;
    for (const text of rules) {
      const [sound, any] = readTwice(text);
      expect(sound).toEqual(any);
      compared += 1;
    }
    expect(compared).toBe(3141);
  }, 240_000);

  test("every sample of every tool that is sound says the same, with either end of line", () => {
    const files = readdirSync(samples, { recursive: true, encoding: "utf8" })
      .filter((path) => /\.ya?ml$/.test(path))
      .map((path) => readFileSync(join(samples, path), "utf8"));
    let compared = 0;
    for (const text of files.flatMap((unix) => [unix, unix.replaceAll("\n", "\r\n")])) {
      const [sound, any] = readTwice(text);
      if (sound === null) continue;
      expect(sound).toEqual(any);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(300);
  }, 240_000);
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { placeInText, parseJson, scanJsonList } from "../../src/main/files/json.reader.ts";
import { Problem } from "../../src/shared/problem.ts";

const bytes = (text: string) => Buffer.from(text);

function scan(text: string) {
  const elements: unknown[] = [];
  const source = bytes(text);
  const walk = scanJsonList(source, "objects", "file.json");
  for (;;) {
    const step = walk.next();
    if (step.done === true) return { ...step.value, elements };
    elements.push(JSON.parse(source.toString("utf8", step.value.start, step.value.end)));
  }
}

function problemOf(work: () => unknown): Problem {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

const accepts = (read: () => unknown): boolean => {
  try {
    read();
    return true;
  } catch {
    return false;
  }
};

const nested = (levels: number) => "[".repeat(levels) + "]".repeat(levels);

describe("walking over JSON", () => {
  test("takes what JSON.parse takes, and gives the elements of the list", () => {
    fc.assert(
      fc.property(fc.array(fc.json()), fc.json(), (elements, other) => {
        const text = `{"other": ${other}, "objects" : [ ${elements.join(" , ")}\n], "more":null}`;
        expect(scan(text).elements).toEqual(
          elements.map((element): unknown => JSON.parse(element)),
        );
      }),
    );
  });

  test("refuses what JSON.parse refuses, however a text was damaged", () => {
    const damage = fc.record({
      json: fc.json({ maxDepth: 4 }),
      at: fc.nat(),
      remove: fc.integer({ min: 0, max: 2 }),
      insert: fc.oneof(
        fc.constantFrom(...'{}[],:"\\ \n\t0-.eE+truefalsn/u\u0000'.split("")),
        fc.string({ maxLength: 2 }),
      ),
    });
    fc.assert(
      fc.property(damage, ({ json, at, remove, insert }) => {
        const place = at % (json.length + 1);
        const text = json.slice(0, place) + insert + json.slice(place + remove);
        // What is no text has no bytes of its own to compare.
        fc.pre(text.isWellFormed());
        expect({ text, ok: accepts(() => parseJson(bytes(text), "f")) }).toEqual({
          text,
          ok: accepts(() => JSON.parse(text) as unknown),
        });
      }),
      { numRuns: 3000 },
    );
  });

  test("holds nesting to 200 levels", () => {
    expect(parseJson(bytes(nested(200)), "f")).toBeDefined();
    expect(problemOf(() => parseJson(bytes(nested(201)), "f")).code).toBe("too-deep");
    const mixed = (levels: number) => '{"a":['.repeat(levels / 2) + "]}".repeat(levels / 2);
    expect(accepts(() => parseJson(bytes(mixed(200)), "f"))).toBe(true);
    expect(problemOf(() => parseJson(bytes(mixed(202)), "f")).code).toBe("too-deep");
  });

  test("says line and column of what is wrong, and whether the text just ends", () => {
    const wrong = problemOf(() => parseJson(bytes('{\n  "ä": 1,\n  "b" 2\n}'), "f.json"));
    expect(wrong.place).toEqual({ file: "f.json", line: 3 });
    expect(wrong.message).toContain('":" was expected at line 3, column 7');
    const cut = problemOf(() => parseJson(bytes('{"a": [1, 2'), "f.json"));
    expect(cut.message).toContain("the file may be incomplete");
    expect(placeInText(bytes("äö\nü!"), 7)).toEqual({ line: 2, column: 2 });
  });

  test("finds keys that come twice, escapes or not, in small and in large objects", () => {
    const keysOf = (text: string) =>
      scan(text).duplicateKeys.map(({ start, end }) => bytes(text).toString("utf8", start, end));
    expect(keysOf('{"a":1,"b":{"a":2},"\\u0061":3}')).toEqual(['"\\u0061"']);
    const many = Array.from({ length: 1000 }, (_, index) => `"k${index}":0`);
    expect(keysOf(`{${many.join(",")}}`)).toEqual([]);
    expect(keysOf(`{${many.join(",")},"k7":1}`)).toEqual(['"k7"']);
  });

  test("refuses a second list of the same name at the top", () => {
    expect(problemOf(() => scan('{"objects":[1],"objects":[2]}')).code).toBe("bad-json");
    expect(scan('{"objects":[{"objects":[1]}],"x":{"objects":[3]}}').elements).toHaveLength(1);
  });

  test("takes hundreds of thousands of keys and elements in linear time", () => {
    const keys = Array.from({ length: 300_000 }, (_, index) => `"${index}":1`).join(",");
    const elements = Array.from({ length: 300_000 }, () => "{}").join(",");
    const started = performance.now();
    expect(scan(`{"x":{${keys}},"objects":[${elements}]}`).elements).toHaveLength(300_000);
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});

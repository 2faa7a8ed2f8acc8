import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { computeExpression, readExpression } from "../../src/main/layers/expression.ts";

const variables = ["a", "b", "c", "d"];

/** Computes a text over a, b, c and d; throws what is wrong with it. */
function compute(text: string, values: readonly number[] = []): number {
  const { expression, issue } = readExpression(text, variables);
  if (expression === null) throw new Error(`${issue.message} (${issue.from}, ${issue.length})`);
  return computeExpression(
    expression,
    expression.variables.map((name) => values[variables.indexOf(name)] ?? 0),
  );
}

function issueOf(text: string, names: readonly string[] = variables) {
  const { issue } = readExpression(text, names);
  if (issue === null) throw new Error(`"${text}" was read`);
  return issue;
}

describe("an expression", () => {
  // Each was worked out by hand from the table of operators in math.js's manual.
  it.each([
    ["1 + 2 * 3", 7],
    ["(1 + 2) * 3", 9],
    ["10 - 4 - 3", 3],
    ["100 / 10 / 5", 2],
    ["2 ^ 3 ^ 2", 512],
    ["-2 ^ 2", -4],
    ["(-2) ^ 2", 4],
    ["2 ^ -1", 0.5],
    ["2 * -3", -6],
    ["- - 3", 3],
    ["7 % 4 * 2", 6],
    ["-5 % 3", 1],
    ["5 mod 3 + 1", 3],
    ["1 + 1 == 2", 1],
    ["1 < 2 == 1", 0],
    ["1 < 2 < 3", 1],
    ["3 > 2 > 2", 0],
    ["not 0 == 1", 1],
    ["not 2 > 1", 0],
    ["!1 + 1", 1],
    ["1 or 0 and 0", 1],
    ["(1 or 0) and 0", 0],
    ["1 xor 1 or 1", 1],
    ["0 and 1 xor 1", 1],
    ["1 || 0 && 0", 1],
    ["true ? 2 : 3 + 4", 2],
    ["0 ? 1 : 0 ? 2 : 3", 3],
    ["1 ? 0 ? 4 : 5 : 6", 5],
    ["1 > 2 or 3 > 2 ? 10 : 20", 10],
    ["true + true", 2],
    ["false", 0],
    ["0.1 + 0.2 == 0.3", 1],
    ["0.1 + 0.2 > 0.3", 0],
    ["1.5e2 + .5", 150.5],
    ["min(3, 1, 2) + max(1, 5)", 6],
    ["abs(-3) + sqrt(16) + pow(2, 5)", 39],
    ["round(2.5)", 3],
    ["round(-2.5)", -3],
    ["round(1.005, 2)", 1.01],
    ["floor(-1.5) + ceil(-1.5)", -3],
    ["mean(1, 2, 6)", 3],
    ["median(9, 1, 5, 3)", 4],
    ["median(9, 1, 5)", 5],
    ["sum(1, 2, 3)", 6],
    ["std(2, 4, 4, 4, 5, 5, 7, 9) ^ 2 * 7", 32],
    ["std(4)", 0],
    ["log(100, 10)", 2],
    ["log(exp(3))", 3],
    ["mod(-1, 5)", 4],
    ["sign(-7)", -1],
  ])("%s is %d", (text, value) => {
    expect(compute(text)).toBeCloseTo(value, 12);
  });

  const hand: readonly [string, (a: number, b: number, c: number, d: number) => number][] = [
    ["a + b", (a, b) => a + b],
    ["(a - b) * 100", (a, b) => (a - b) * 100],
    ["a > b ? 1 : 0", (a, b) => (a > b ? 1 : 0)],
    ["a>b and b>=c", (a, b, c) => (a > b && b >= c ? 1 : 0)],
    ["min(a, b, c) + max(a, b, c)", (a, b, c) => Math.min(a, b, c) + Math.max(a, b, c)],
    ["a * b - c / (d ^ 2 + 1)", (a, b, c, d) => a * b - c / (d * d + 1)],
    ["(a + b + c + d) / 4", (a, b, c, d) => (a + b + c + d) / 4],
    ["a == 0 ? b : c == 0 ? d : -1", (a, b, c, d) => (a === 0 ? b : c === 0 ? d : -1)],
    ["not (a != b) or c < d", (a, b, c, d) => (a === b || c < d ? 1 : 0)],
    ["A + B", (a, b) => a + b],
  ];
  it.each(hand)("%s computes over any scores what it says", (text, by) => {
    const score = fc.integer({ min: -1000, max: 1000 });
    fc.assert(
      fc.property(score, score, score, score, (a, b, c, d) => {
        expect(compute(text, [a, b, c, d])).toBeCloseTo(by(a, b, c, d), 9);
      }),
    );
  });

  it("computes what JavaScript does where brackets leave no choice", () => {
    interface Both {
      readonly text: string;
      readonly value: number;
    }
    const values = [3, -7, 0, 12];
    const { tree } = fc.letrec<{ tree: Both; leaf: Both; pair: Both }>((tie) => ({
      leaf: fc.oneof(
        fc.integer({ min: 0, max: 99 }).map((value) => ({ text: String(value), value })),
        fc.nat({ max: 3 }).map((at) => ({ text: variables[at] ?? "", value: values[at] ?? 0 })),
      ),
      pair: fc
        .tuple(tie("tree"), fc.constantFrom("+", "-", "*", "<", ">=", "==", "min"), tie("tree"))
        .map(([left, operator, right]) => ({
          text:
            operator === "min"
              ? `min(${left.text}, ${right.text})`
              : `(${left.text} ${operator} ${right.text})`,
          value: apply(operator, left.value, right.value),
        })),
      tree: fc.oneof({ maxDepth: 6 }, tie("leaf"), tie("pair")),
    }));
    fc.assert(
      fc.property(tree, ({ text, value }) => {
        fc.pre(Math.abs(value) < 1e9 && text.length < 2000);
        expect(compute(text, values) + 0).toBe(value + 0);
      }),
    );
  });

  it("gives what is not finite as it is", () => {
    expect(compute("a / b", [1, 0])).toBe(Number.POSITIVE_INFINITY);
    expect(compute("a / b", [0, 0])).toBeNaN();
    expect(compute("sqrt(a)", [-1])).toBeNaN();
  });

  it("names the variables that it speaks of, in the order in which they were given", () => {
    expect(readExpression("c + a * c", variables).expression?.variables).toEqual(["a", "c"]);
    expect(readExpression("1 + 1", variables).expression?.variables).toEqual([]);
  });

  it.each([
    ["", "Write an expression", 0, 0],
    ["a + ", "ends where a value is missing", 4, 0],
    ["a + * b", 'missing before "*"', 4, 1],
    ["a b", 'operator is missing before "b"', 2, 1],
    ["2a", 'operator is missing before "a"', 1, 1],
    ["(a + b", "never closed", 0, 1],
    ["a + b)", "No bracket is open", 5, 1],
    ["a = b", "Compare with ==", 2, 1],
    ["a × b", "Multiply with *", 2, 1],
    ["a + x", "There is no layer x. There are a, b, c, d.", 4, 1],
    ["a + foo(b)", "There is no function foo", 4, 3],
    ["min", "write min(…)", 0, 3],
    ["1 + sqrt(1, 2)", "sqrt takes 1 value, not 2", 4, 4],
    ["max()", "max takes at least 1 value, not 0", 0, 3],
    ["a ? b", "needs a colon", 2, 1],
    ["a : b", "needs a question mark", 2, 1],
    ["a, b", "comma stands only", 1, 1],
    ["a and", "ends where a value is missing", 5, 0],
    ["1e999", "too large", 0, 5],
    ["a + '💥'", "means nothing here", 4, 1],
    ["constructor", "There is no layer constructor", 0, 11],
    ["__proto__ + 1", "There is no layer __proto__", 0, 9],
    ["min(a; b)", "means nothing here", 5, 1],
  ])("%s is wrong, and it says where", (text, words, from, length) => {
    const issue = issueOf(text);
    expect(issue.message).toContain(words);
    expect([issue.from, issue.length]).toEqual([from, length]);
  });

  it("names the one layer, or that there is none", () => {
    expect(issueOf("b", ["a"]).message).toBe("There is no layer b. There is a.");
    expect(issueOf("b", []).message).toBe("There is no layer b. There is none to speak of.");
  });

  it("is refused where it is too long or too deep, whatever it is made of", () => {
    expect(issueOf(`${"a+".repeat(2500)}a`)).toMatchObject({ from: 5000 });
    for (const deep of ["(".repeat(500), "-".repeat(500), "2^".repeat(500), "1?".repeat(500)]) {
      expect(issueOf(deep).message).toContain("too deep");
    }
    expect(compute(`${"1+".repeat(2400)}1`)).toBe(2401);
  });

  it("never does anything but give a number or an issue", () => {
    const pieces = fc.constantFrom(..."ab01 .+-*/%^<>=!?:(),&|e".split(""), "and", "min", "not");
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
        const text = parts.join("");
        const { expression, issue } = readExpression(text, ["a", "b"]);
        if (expression !== null)
          expect(typeof computeExpression(expression, [1, 2])).toBe("number");
        else {
          expect(issue.from).toBeGreaterThanOrEqual(0);
          expect(issue.from + issue.length).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

function apply(operator: string, a: number, b: number): number {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "<":
      return a < b ? 1 : 0;
    case ">=":
      return a >= b ? 1 : 0;
    case "==":
      return a === b ? 1 : 0;
    default:
      return Math.min(a, b);
  }
}

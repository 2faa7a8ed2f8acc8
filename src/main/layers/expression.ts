import type { ExpressionIssue } from "../../shared/model/layer.ts";
import { expressionFunctions, modulo } from "./expression-functions.ts";
import type { Token } from "./expression-tokens.ts";
import { readTokens, WrongExpression } from "./expression-tokens.ts";

/** Characters of an expression, and how deep its parts may lie in each other. */
const longest = 5000;
const deepest = 100;

/** A step of a computation on a stack of numbers. */
type Step =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "variable"; readonly index: number }
  | {
      readonly kind: "apply";
      readonly arity: number;
      readonly compute: (values: readonly number[]) => number;
    };

/** An expression that can be computed. */
export interface Expression {
  /** The variables that it speaks of, each once, in the order in which they were given. */
  readonly variables: readonly string[];
  readonly steps: readonly Step[];
}

/** What reading an expression gives. */
export type ReadExpression =
  | { readonly expression: Expression; readonly issue: null }
  | { readonly expression: null; readonly issue: ExpressionIssue };

/**
 * Reads an expression over variables in the grammar of the ATT&CK Navigator, which is math.js's.
 *
 * From the weakest: `? :`, `or`, `xor`, `and`, comparisons (several in a row hold together), `+ -`,
 * `* / % mod`, sign and `not`, `^` (from the right). So `-2 ^ 2` is -4, and `not a > b` compares
 * `not a` with b. Beside math.js, `||`, `&&` and `!` before a value stand for `or`, `and` and `not`.
 * Upper and lower case are the same.
 */
export function readExpression(text: string, variables: readonly string[]): ReadExpression {
  try {
    if (text.length > longest) {
      throw new WrongExpression(`An expression has at most ${longest} characters.`, {
        from: longest,
        length: text.length - longest,
      });
    }
    return { expression: new Parser(readTokens(text), variables).read(), issue: null };
  } catch (error) {
    if (error instanceof WrongExpression) return { expression: null, issue: error.issue };
    throw error;
  }
}

/**
 * Computes an expression for the values of its variables, in their order.
 *
 * True is 1, false 0. Gives what is not finite (a division by zero, the root of a negative number)
 * as it is. Every part is computed, whichever side of a `? :` is taken: nothing has effects.
 */
export function computeExpression({ steps }: Expression, values: readonly number[]): number {
  const stack: number[] = [];
  for (const step of steps) {
    switch (step.kind) {
      case "number":
        stack.push(step.value);
        break;
      case "variable":
        stack.push(values[step.index] ?? 0);
        break;
      case "apply":
        stack.push(step.compute(stack.splice(stack.length - step.arity)));
        break;
    }
  }
  return stack[0] ?? Number.NaN;
}

const toNumber = (truth: boolean) => (truth ? 1 : 0);
const isTrue = (value: number) => value !== 0 && !Number.isNaN(value);

/** Equal but for what binary fractions lose, as math.js compares: 0.1 + 0.2 is 0.3. */
function isNearly(a: number, b: number): boolean {
  if (a === b) return true;
  if (!Number.isFinite(a) || !Number.isFinite(b)) return false;
  return Math.abs(a - b) <= Math.max(1e-12 * Math.max(Math.abs(a), Math.abs(b)), 1e-15);
}

const comparisons: ReadonlyMap<string, (a: number, b: number) => boolean> = new Map([
  ["==", isNearly],
  ["!=", (a, b) => !isNearly(a, b)],
  ["<", (a, b) => a < b && !isNearly(a, b)],
  [">", (a, b) => a > b && !isNearly(a, b)],
  ["<=", (a, b) => a < b || isNearly(a, b)],
  [">=", (a, b) => a > b || isNearly(a, b)],
]);

type Compute = (a: number, b: number) => number;

/** Operators between two values, one row for each strength, the weakest first. */
const rows: readonly ReadonlyMap<string, Compute>[] = [
  new Map<string, Compute>([
    ["or", (a, b) => toNumber(isTrue(a) || isTrue(b))],
    ["||", (a, b) => toNumber(isTrue(a) || isTrue(b))],
  ]),
  new Map<string, Compute>([["xor", (a, b) => toNumber(isTrue(a) !== isTrue(b))]]),
  new Map<string, Compute>([
    ["and", (a, b) => toNumber(isTrue(a) && isTrue(b))],
    ["&&", (a, b) => toNumber(isTrue(a) && isTrue(b))],
  ]),
];
const sums: ReadonlyMap<string, Compute> = new Map<string, Compute>([
  ["+", (a, b) => a + b],
  ["-", (a, b) => a - b],
]);
const products: ReadonlyMap<string, Compute> = new Map<string, Compute>([
  ["*", (a, b) => a * b],
  ["/", (a, b) => a / b],
  ["%", modulo],
  ["mod", modulo],
]);
const prefixes: ReadonlyMap<string, (value: number) => number> = new Map([
  ["-", (value: number) => -value],
  ["+", (value: number) => value],
  ["!", (value: number) => toNumber(!isTrue(value))],
  ["not", (value: number) => toNumber(!isTrue(value))],
]);
const constants: ReadonlyMap<string, number> = new Map([
  ["true", 1],
  ["false", 0],
]);
/** Names that stand between values: they never begin one. */
const wordOperators: ReadonlySet<string> = new Set(["and", "or", "xor", "mod"]);

/** Reads tokens into steps, the operands before what is done with them. */
class Parser {
  readonly #tokens: readonly Token[];
  readonly #variables: readonly string[];
  readonly #steps: Step[] = [];
  readonly #used = new Set<string>();
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], variables: readonly string[]) {
    this.#tokens = tokens;
    this.#variables = variables;
  }

  read(): Expression {
    if (this.#tokens.length === 1) {
      throw new WrongExpression("Write an expression, such as a + b.", { from: 0, length: 0 });
    }
    this.#choice();
    const after: Token = this.#next;
    const { kind, text } = after;
    if (kind === "sign" && text === ")") {
      throw new WrongExpression("No bracket is open that this one could close.", this.#next);
    }
    if (kind === "sign" && text === ",") {
      throw new WrongExpression(
        "A comma stands only between the values of a function.",
        this.#next,
      );
    }
    if (kind === "sign" && text === ":") {
      throw new WrongExpression(
        "A colon needs a question mark before it: a > b ? 1 : 0.",
        this.#next,
      );
    }
    if (kind !== "end") {
      throw new WrongExpression(
        `An operator is missing before "${text}", such as * or +.`,
        this.#next,
      );
    }
    const variables = this.#variables.filter((name) => this.#used.has(name));
    // Steps name variables by their place among all; computing takes the used ones alone.
    const steps = this.#steps.map((step): Step => {
      if (step.kind !== "variable") return step;
      return { kind: "variable", index: variables.indexOf(this.#variables[step.index] ?? "") };
    });
    return { variables, steps };
  }

  get #next(): Token {
    const token = this.#tokens[this.#at] ?? this.#tokens.at(-1);
    if (token === undefined) throw new Error("an expression has at least its end");
    return token;
  }

  #take(): Token {
    const token = this.#next;
    this.#at += 1;
    return token;
  }

  #isNext(text: string): boolean {
    const { kind, text: next } = this.#next;
    return next === text && (kind === "sign" || kind === "name");
  }

  #takeIf(text: string): boolean {
    const is = this.#isNext(text);
    if (is) this.#at += 1;
    return is;
  }

  #apply(arity: number, compute: (values: readonly number[]) => number): void {
    this.#steps.push({ kind: "apply", arity, compute });
  }

  #within(read: () => void): void {
    this.#depth += 1;
    if (this.#depth > deepest) {
      throw new WrongExpression("This lies too deep within brackets and signs.", this.#next);
    }
    read();
    this.#depth -= 1;
  }

  #choice(): void {
    this.#within(() => {
      this.#between(0);
      const question = this.#next;
      if (!this.#takeIf("?")) return;
      this.#choice();
      if (!this.#takeIf(":")) {
        throw new WrongExpression(
          "The question mark needs a colon and a second value: a > b ? 1 : 0.",
          this.#next.kind === "end" ? question : this.#next,
        );
      }
      this.#choice();
      this.#apply(3, ([condition = 0, yes = 0, no = 0]) => (isTrue(condition) ? yes : no));
    });
  }

  /** Operators of one strength and, between them, all stronger ones. */
  #between(row: number): void {
    const operators = rows[row];
    if (operators === undefined) {
      this.#comparison();
      return;
    }
    this.#fromLeft(operators, () => this.#between(row + 1));
  }

  #fromLeft(operators: ReadonlyMap<string, Compute>, operand: () => void): void {
    operand();
    for (;;) {
      const { kind, text } = this.#next;
      const compute = kind === "number" ? undefined : operators.get(text);
      if (compute === undefined) return;
      this.#take();
      operand();
      this.#apply(2, ([a = 0, b = 0]) => compute(a, b));
    }
  }

  #comparison(): void {
    const sum = () => this.#fromLeft(sums, () => this.#fromLeft(products, () => this.#signed()));
    sum();
    const row: ((a: number, b: number) => boolean)[] = [];
    for (;;) {
      const holds = this.#next.kind === "sign" ? comparisons.get(this.#next.text) : undefined;
      if (holds === undefined) break;
      this.#take();
      sum();
      row.push(holds);
    }
    if (row.length === 0) return;
    this.#apply(row.length + 1, (values) =>
      toNumber(row.every((holds, at) => holds(values[at] ?? 0, values[at + 1] ?? 0))),
    );
  }

  #signed(): void {
    const { kind, text } = this.#next;
    const compute = kind === "number" ? undefined : prefixes.get(text);
    if (compute === undefined) {
      this.#power();
      return;
    }
    this.#take();
    this.#within(() => this.#signed());
    this.#apply(1, ([value = 0]) => compute(value));
  }

  #power(): void {
    this.#value();
    if (!this.#takeIf("^")) return;
    this.#within(() => this.#signed());
    this.#apply(2, ([base = 0, exponent = 0]) => base ** exponent);
  }

  #value(): void {
    const token = this.#take();
    const { kind, text, value } = token;
    if (kind === "number") {
      this.#steps.push({ kind: "number", value });
      return;
    }
    if (kind === "sign" && text === "(") {
      this.#choice();
      this.#close(token);
      return;
    }
    const isCalled = expressionFunctions.has(text) && this.#isNext("(");
    if (kind === "name" && (isCalled || !wordOperators.has(text))) {
      this.#name(token);
      return;
    }
    throw new WrongExpression(
      kind === "end"
        ? "The expression ends where a value is missing."
        : `A value is missing before "${text}".`,
      token,
    );
  }

  #close(opened: Token): void {
    if (this.#takeIf(")")) return;
    throw this.#next.kind === "end"
      ? new WrongExpression("This bracket is never closed.", opened)
      : new WrongExpression(
          `An operator or a closing bracket is missing before "${this.#next.text}".`,
          this.#next,
        );
  }

  #name(token: Token): void {
    const { text } = token;
    const index = this.#variables.indexOf(text);
    if (index !== -1 && !this.#isNext("(")) {
      this.#used.add(text);
      this.#steps.push({ kind: "variable", index });
      return;
    }
    const constant = constants.get(text);
    if (constant !== undefined) {
      this.#steps.push({ kind: "number", value: constant });
      return;
    }
    const called = expressionFunctions.get(text);
    if (called === undefined) {
      throw new WrongExpression(
        this.#isNext("(")
          ? `There is no function ${text}. There are ${[...expressionFunctions.keys()].join(", ")}.`
          : `There is no layer ${text}. There ${describeVariables(this.#variables)}.`,
        token,
      );
    }
    this.#call(token, called);
  }

  #call(
    token: Token,
    {
      least,
      most,
      compute,
    }: { least: number; most: number } & Pick<
      NonNullable<ReturnType<typeof expressionFunctions.get>>,
      "compute"
    >,
  ): void {
    const { text } = token;
    const opened = this.#next;
    if (!this.#takeIf("(")) {
      throw new WrongExpression(`${text} is a function: write ${text}(…).`, token);
    }
    let count = 0;
    if (!this.#isNext(")")) {
      do {
        this.#choice();
        count += 1;
      } while (this.#takeIf(","));
    }
    this.#close(opened);
    if (count < least || count > most) {
      const wanted =
        least === most
          ? values(least)
          : most === Number.POSITIVE_INFINITY
            ? `at least ${values(least)}`
            : `${least} or ${values(most)}`;
      throw new WrongExpression(`${text} takes ${wanted}, not ${count}.`, token);
    }
    this.#apply(count, compute);
  }
}

function values(count: number): string {
  return count === 1 ? "1 value" : `${count} values`;
}

function describeVariables(variables: readonly string[]): string {
  if (variables.length === 0) return "is none to speak of";
  return variables.length === 1 ? `is ${variables.join()}` : `are ${variables.join(", ")}`;
}

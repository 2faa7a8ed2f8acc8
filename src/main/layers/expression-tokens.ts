import type { ExpressionIssue } from "../../shared/model/layer.ts";

/** A word, number or sign of an expression, and where it stands. */
export interface Token {
  readonly kind: "number" | "name" | "sign" | "end";
  /** Names in lower case. */
  readonly text: string;
  readonly value: number;
  readonly from: number;
  readonly length: number;
}

/** Thrown within the reading of an expression alone; callers get it as a value. */
export class WrongExpression extends Error {
  readonly issue: ExpressionIssue;

  constructor(message: string, { from, length }: Pick<Token, "from" | "length">) {
    super(message);
    this.name = "WrongExpression";
    this.issue = { message, from, length };
  }
}

const tokenForm =
  /\s+|((?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)|([A-Za-z_][A-Za-z0-9_]*)|(<=|>=|==|!=|&&|\|\||[-+*/%^<>!?:(),])/y;

/** What to write instead of signs that other languages have. */
const hints: ReadonlyMap<string, string> = new Map([
  ["=", "Compare with ==."],
  ["&", "Write and, or &&."],
  ["|", "Write or, or ||."],
  ["×", "Multiply with *."],
  ["÷", "Divide with /."],
  ["−", "Subtract with the hyphen, -."],
  ["≤", "Write <=."],
  ["≥", "Write >=."],
  ["≠", "Write !=."],
]);

/** Cuts an expression into tokens; the last is the end. Throws {@link WrongExpression}. */
export function readTokens(text: string): Token[] {
  const tokens: Token[] = [];
  let from = 0;
  while (from < text.length) {
    tokenForm.lastIndex = from;
    const match = tokenForm.exec(text);
    if (match === null) {
      const sign = String.fromCodePoint(text.codePointAt(from) ?? 0);
      const hint = hints.get(sign);
      throw new WrongExpression(
        `"${sign}" means nothing here.${hint === undefined ? "" : ` ${hint}`}`,
        { from, length: sign.length },
      );
    }
    const [whole, number, name, sign] = match;
    const { length } = whole;
    if (number !== undefined) {
      const value = Number(number);
      if (!Number.isFinite(value)) {
        throw new WrongExpression("This number is too large.", { from, length });
      }
      tokens.push({ kind: "number", text: number, value, from, length });
    } else if (name !== undefined) {
      tokens.push({ kind: "name", text: name.toLowerCase(), value: 0, from, length });
    } else if (sign !== undefined) {
      tokens.push({ kind: "sign", text: sign, value: 0, from, length });
    }
    from += length;
  }
  tokens.push({ kind: "end", text: "", value: 0, from: text.length, length: 0 });
  return tokens;
}

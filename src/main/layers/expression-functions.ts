/** A function of an expression: how many arguments it takes, and what it makes of them. */
export interface ExpressionFunction {
  readonly least: number;
  readonly most: number;
  readonly compute: (values: readonly number[]) => number;
}

const first = (values: readonly number[]) => values[0] ?? Number.NaN;
const second = (values: readonly number[]) => values[1] ?? Number.NaN;
const of = (compute: (value: number) => number): ExpressionFunction => ({
  least: 1,
  most: 1,
  compute: (values) => compute(first(values)),
});
const ofTwo = (compute: (a: number, b: number) => number): ExpressionFunction => ({
  least: 2,
  most: 2,
  compute: (values) => compute(first(values), second(values)),
});
const ofAny = (compute: (values: readonly number[]) => number): ExpressionFunction => ({
  least: 1,
  most: Number.POSITIVE_INFINITY,
  compute,
});

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]) => sum(values) / values.length;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** Standard deviation of a sample; 0 for one value. */
function deviation(values: readonly number[]): number {
  if (values.length === 1) return 0;
  const centre = mean(values);
  return Math.sqrt(sum(values.map((value) => (value - centre) ** 2)) / (values.length - 1));
}

/** Remainder with the sign of the divisor; by 0 the value itself. */
export function modulo(value: number, by: number): number {
  return by === 0 ? value : value - by * Math.floor(value / by);
}

/** Halves away from zero, to decimals as they are written and not as binary holds them. */
function round(value: number, decimals: number): number {
  if (!Number.isInteger(decimals) || decimals < 0 || decimals > 15) return Number.NaN;
  if (!Number.isFinite(value)) return value;
  const shift = (number: number, by: number) => {
    const [digits = "", exponent = "0"] = String(number).split("e");
    return Number(`${digits}e${Number(exponent) + by}`);
  };
  return Math.sign(value) * shift(Math.round(shift(Math.abs(value), decimals)), -decimals);
}

/** Everything that an expression can call, by name. */
export const expressionFunctions: ReadonlyMap<string, ExpressionFunction> = new Map([
  ["abs", of(Math.abs)],
  ["ceil", of(Math.ceil)],
  ["exp", of(Math.exp)],
  ["floor", of(Math.floor)],
  [
    "log",
    {
      least: 1,
      most: 2,
      compute: (values) =>
        values.length === 1
          ? Math.log(first(values))
          : Math.log(first(values)) / Math.log(second(values)),
    },
  ],
  ["max", ofAny((values) => Math.max(...values))],
  ["mean", ofAny(mean)],
  ["median", ofAny(median)],
  ["min", ofAny((values) => Math.min(...values))],
  ["mod", ofTwo(modulo)],
  ["pow", ofTwo((base, exponent) => base ** exponent)],
  [
    "round",
    {
      least: 1,
      most: 2,
      compute: (values) => round(first(values), values.length === 1 ? 0 : second(values)),
    },
  ],
  ["sign", of(Math.sign)],
  ["sqrt", of(Math.sqrt)],
  ["std", ofAny(deviation)],
  ["sum", ofAny(sum)],
]);

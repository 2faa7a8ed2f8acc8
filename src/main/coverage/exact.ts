/**
 * An exact number, for rounding that must not depend on floating point.
 *
 * `value` is the nearest double, for showing and for the quick way.
 */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
  readonly value: number;
}

/** A fraction of whole numbers; the denominator is above zero. */
export function fraction(numerator: number | bigint, denominator: number | bigint): Fraction {
  return {
    numerator: BigInt(numerator),
    denominator: BigInt(denominator),
    value: Number(numerator) / Number(denominator),
  };
}

/** The decimal number that a double is written as, exactly: 0.1 is one tenth. */
export function decimal(written: number): Fraction {
  const [digits = "0", exponent = "0"] = written.toString().split("e");
  const [whole = "0", decimals = ""] = digits.split(".");
  const numerator = BigInt(whole + decimals);
  const shift = Number(exponent) - decimals.length;
  return shift < 0
    ? fraction(numerator, 10n ** BigInt(-shift))
    : fraction(numerator * 10n ** BigInt(shift), 1n);
}

/** Adds decimals exactly, as whole numbers of the smallest unit among them. */
export function scaleToWhole(written: readonly number[]): bigint[] {
  const decimals = written.map(decimal);
  const unit = decimals.reduce(
    (most, { denominator }) => (denominator > most ? denominator : most),
    1n,
  );
  return decimals.map(({ numerator, denominator }) => numerator * (unit / denominator));
}

/** Rounds a fraction of whole numbers half up. */
function roundHalfUp(numerator: bigint, denominator: bigint): number {
  return Number((2n * numerator + denominator) / (2n * denominator));
}

/** A share in percent, rounded half up to one decimal; null where there is nothing to share. */
export function percentOf(part: number | bigint, whole: number | bigint): number | null {
  return Number(whole) === 0 ? null : roundHalfUp(BigInt(part) * 1000n, BigInt(whole)) / 10;
}

/** A value of a weighted mean. */
export interface WeightedValue {
  readonly weight: Fraction;
  readonly value: Fraction;
}

/** The weighted mean of values of 0 to 1, times 100, rounded half up to one decimal. */
export function weightedMeanInPercent(parts: readonly WeightedValue[]): number {
  let sum = 0;
  let weights = 0;
  for (const { weight, value } of parts) {
    sum += weight.value * value.value;
    weights += weight.value;
  }
  if (weights === 0) return 0;
  const tenths = (sum / weights) * 1000;
  // Doubles decide only where they are far from a tie; there the exact sum does.
  const fromTie = Math.abs(tenths - Math.floor(tenths) - 0.5);
  return (fromTie > 1e-6 ? Math.round(tenths) : exactMeanInTenths(parts)) / 10;
}

function exactMeanInTenths(parts: readonly WeightedValue[]): number {
  let numerator = 0n;
  let denominator = 1n;
  let weights = fraction(0, 1);
  for (const { weight, value } of parts) {
    const partDenominator = weight.denominator * value.denominator;
    numerator = numerator * partDenominator + weight.numerator * value.numerator * denominator;
    denominator *= partDenominator;
    weights = fraction(
      weights.numerator * weight.denominator + weight.numerator * weights.denominator,
      weights.denominator * weight.denominator,
    );
  }
  return roundHalfUp(numerator * 1000n * weights.denominator, denominator * weights.numerator);
}

/** A share in whole percent, rounded half up, for sentences; null where there is nothing to share. */
export function wholePercentOf(part: number, whole: number): number | null {
  return whole === 0 ? null : roundHalfUp(BigInt(part) * 100n, BigInt(whole));
}

/**
 * A whole number with its thousands set apart: `24,771`.
 *
 * By hand: the first use of the platform's own formatter costs an import 20 ms.
 */
export function groupDigits(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

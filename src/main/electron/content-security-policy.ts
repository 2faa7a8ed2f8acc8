/** What the build writes where the nonce of a page's styles goes. */
export const noncePlaceholder = "casemate-style-nonce";

/**
 * The content security policy of the window: its own scripts, styles and fonts, nothing else.
 *
 * Components write their computed styles into style elements that carry the page's nonce. Strings
 * become markup only through the window's one Trusted Types policy.
 */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "font-src 'self'",
    "img-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types default",
  ].join("; ");
}

/**
 * The content security policy of a page that is printed: its one style, our fonts, and pictures that
 * it carries in itself.
 */
export function printSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    "font-src 'self'",
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

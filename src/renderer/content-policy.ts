import { z } from "zod";

/*
 * What the content security policy asks of the page itself. Import this file before any component.
 */

/** The part of the browser's Trusted Types that is used here. */
interface TrustedTypes {
  createPolicy(name: "default", rules: { createHTML: (text: string) => string | null }): unknown;
}

declare global {
  interface Window {
    readonly trustedTypes: TrustedTypes;
    /** Where components that write style elements look for the page's nonce. */
    __webpack_nonce__: string;
  }
}

/** The nonce without which a style element has no effect, for components that ask for it. */
export const styleNonce =
  document.querySelector<HTMLMetaElement>("meta[property=csp-nonce]")?.nonce ?? "";

window.__webpack_nonce__ = styleNonce;

// The one way in which a string becomes markup. Components write their computed styles as the text
// of a style element, which holds no `<`; anything that does is refused, and no string ever becomes
// a script or a script's address.
window.trustedTypes.createPolicy("default", {
  createHTML: (text) => (text.includes("<") ? null : text),
});

// Schemas would try whether they may compile themselves into code; they may not.
z.config({ jitless: true });

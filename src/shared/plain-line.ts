/** What moves a cursor, hides text or turns its direction: nothing that a name needs. */
const unprintable =
  // eslint-disable-next-line no-control-regex -- naming control characters is what this is for
  /[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]/g;

/** Text from elsewhere as one line of a plain text or a terminal, with nothing that acts. */
export function plainLine(text: string): string {
  return text.replace(/[\t\r\n]+/g, " ").replace(unprintable, "\ufffd");
}

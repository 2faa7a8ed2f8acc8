const mark = "[address]";
const octet = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";

/** What gives a machine or a mailbox away, each with the part of it that stays before the mark. */
const patterns: readonly RegExp[] = [
  // Mailboxes.
  /()(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}/g,
  // Hosts of addresses of the web and of shares.
  /(\b[a-z][a-z0-9+.-]{1,15}:\/\/)(?!\[address\])[^\s/'"<>)]{1,255}/gi,
  /(\\\\)(?!\[address\]|[.?]\\)[\w.$-]{1,255}(?=\\)/g,
  // MAC and IP addresses.
  /()(?<![\w:-])[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}(?![\w:-])/gi,
  new RegExp(`()(?<![\\w.])${octet}(?:\\.${octet}){3}(?![\\w.])`, "g"),
  // Names that only an own network resolves.
  /()(?<![\w.-])[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}\.(?:local|localdomain|corp|lan|internal|intra|intranet|home|ad|test|example)(?![\w-])/gi,
];
const versionSix = /(?<![\w:.])[0-9a-f:]{2,39}(?![\w:])/gi;

/** Takes addresses of machines and people out of a text, and counts them. */
export function hideAddresses(text: string): { readonly text: string; readonly count: number } {
  let count = 0;
  let hidden = text;
  for (const pattern of patterns) {
    hidden = hidden.replace(pattern, (_match, before: string) => {
      count += 1;
      return `${before}${mark}`;
    });
  }
  hidden = hidden.replace(versionSix, (match) => {
    if (!isVersionSix(match)) return match;
    count += 1;
    return mark;
  });
  return { text: hidden, count };
}

/** Whether a text of hexadecimal digits and colons is an IPv6 address, and no time of day. */
function isVersionSix(text: string): boolean {
  const groups = text.split(":");
  if (groups.some((group) => group.length > 4)) return false;
  const filled = groups.filter((group) => group !== "");
  const isShortened = text.includes("::") && !text.includes(":::");
  return isShortened ? filled.length >= 2 && filled.length <= 7 : filled.length === 8;
}

/** `/home/NAME`, `/Users/NAME`, `C:\Users\NAME`, also with the backslashes of a written string. */
const homeFolder =
  /(?:\/home\/|\/users\/|\b[a-z]:[\\/]{1,2}users[\\/]{1,2})([^\s/\\"'`<>|:;,*?$%{}()[\]]{2,64})/gi;

/** Home folders that every machine has, and words that stand for a name. */
const nobody: ReadonlySet<string> = new Set([
  ...["public", "default", "all", "shared", "guest", "administrator", "admin", "root"],
  ...["user", "username", "me", "yourname"],
]);

/** Accounts whose home folders a text names, as written. */
export function findHomeAccounts(text: string): string[] {
  return [...text.matchAll(homeFolder)]
    .map(([, name = ""]) => name)
    .filter((name) => !nobody.has(name.toLowerCase()));
}

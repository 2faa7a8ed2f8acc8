import { unzipSync, zipSync } from "fflate";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Rules of an archive, by their paths in it. */
function readRules(archive: string): { path: string; text: string }[] {
  const files = unzipSync(readFileSync(archive), { filter: ({ name }) => /\.ya?ml$/.test(name) });
  return Object.entries(files)
    .map(([path, bytes]) => ({ path, text: new TextDecoder().decode(bytes) }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * As many rules as wanted, made from those of a real archive: taken again and again, each time under
 * a new ID, a new title and a new path. The same archive gives the same rules.
 */
function multiplyRules(archive: string, count: number): { path: string; text: string }[] {
  const rules = readRules(archive);
  return Array.from({ length: count }, (_, at) => {
    const { path = "", text = "" } = rules[at % rules.length] ?? {};
    const turn = Math.floor(at / rules.length);
    if (turn === 0) return { path, text };
    const id = `00000000-0000-4000-8000-${String(at).padStart(12, "0")}`;
    return {
      path: path.replace(/\.(ya?ml)$/, `-${String(turn)}.$1`),
      text: text
        .replace(/^id:.*$/m, `id: ${id}`)
        .replace(/^(title: *)(['"]?)/m, `$1$2Variant ${String(turn)} of `),
    };
  });
}

/** Writes many rules as a folder of files, as a copy of a repository is. */
export function writeRuleFolder(archive: string, count: number, folder: string): string {
  for (const { path, text } of multiplyRules(archive, count)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return folder;
}

/** Writes many rules as archives, each with no more entries than an archive may have. */
export function writeRuleArchives(archive: string, count: number, folder: string): string[] {
  const most = 10_000;
  const rules = multiplyRules(archive, count);
  mkdirSync(folder, { recursive: true });
  return Array.from({ length: Math.ceil(count / most) }, (_, at) => {
    const part = rules.slice(at * most, (at + 1) * most);
    const path = join(folder, `rules-${String(at + 1)}.zip`);
    writeFileSync(
      path,
      zipSync(
        Object.fromEntries(part.map((rule) => [rule.path, new TextEncoder().encode(rule.text)])),
      ),
    );
    return path;
  });
}

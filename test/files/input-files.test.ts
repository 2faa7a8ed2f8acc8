import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { InputFile } from "../../src/main/files/input-files.reader.ts";
import { readFiles } from "../../src/main/files/input-files.reader.ts";
import { decodeText, decodeUtf8 } from "../../src/main/files/text.reader.ts";
import { Problem } from "../../src/shared/problem.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import type { ZipEntry } from "./zip-file.ts";
import { makeZip } from "./zip-file.ts";

async function all(paths: string[], accept?: (path: string) => boolean): Promise<InputFile[]> {
  const found: InputFile[] = [];
  for await (const file of readFiles(paths, accept)) found.push(file);
  return found;
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "read";
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
}

function write(content: Buffer | string, name = "file.json"): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  return path;
}

const textsOf = (found: InputFile[]) =>
  found.flatMap((file) => (file.kind === "file" ? [file.bytes.toString()] : []));
const zipOf = (...entries: ZipEntry[]) => write(makeZip(entries), "archive.zip");
const entry = (name: string, text = "{}"): ZipEntry => ({ name, bytes: Buffer.from(text) });

describe("a file", () => {
  test("is what its content is, whatever its name says", async () => {
    expect(textsOf(await all([write("plain", "a.gz")]))).toEqual(["plain"]);
    expect(textsOf(await all([write(gzipSync("packed"), "a.json")]))).toEqual(["packed"]);
    const members = Buffer.concat([gzipSync("one"), gzipSync("two")]);
    expect(textsOf(await all([write(members)]))).toEqual(["onetwo"]);
    const zip = write(makeZip([entry("b.json", "B"), entry("a.json", "A")]), "a.txt");
    expect(textsOf(await all([zip]))).toEqual(["A", "B"]);
  });

  test("that is a workbook comes whole", async () => {
    const path = zipOf(entry("[Content_Types].xml"), entry("xl/workbook.xml"));
    const [file] = await all([path]);
    expect(file).toMatchObject({ kind: "file", path });
  });

  test("that is damaged, too large, missing or no file at all is refused by name", async () => {
    const packed = gzipSync("x".repeat(10_000));
    expect(await codeOf(all([write(packed.subarray(0, -9))]))).toBe("bad-archive");
    expect(await codeOf(all([write(packed.subarray(0, 12))]))).toBe("bad-archive");
    expect(await codeOf(all([join(temporaryFolder(), "missing")]))).toBe("bad-file");
    const folder = temporaryFolder();
    execFileSync("mkfifo", [join(folder, "pipe")]);
    expect(await codeOf(all([join(folder, "pipe")]))).toBe("bad-file");
    expect(await codeOf(all(["/dev/zero"]))).toBe("bad-file");
  });

  test("is read up to 500 MB and not beyond, packed or not", async () => {
    const sparse = write("");
    truncateSync(sparse, 501_000_000);
    expect(await codeOf(all([sparse]))).toBe("too-large");
    truncateSync(sparse, 600_000_000);
    expect(await codeOf(all([sparse]))).toBe("too-large");
    const bomb = write(gzipSync(Buffer.alloc(501_000_000), { level: 1 }));
    expect(await codeOf(all([bomb]))).toBe("too-large");
  }, 120_000);
});

describe("a zip archive", () => {
  test.each([
    ["leaves it", "../escape.json"],
    ["leaves it from inside", "a/../../escape.json"],
    ["is absolute", "/etc/escape.json"],
    ["names a drive", "C:/escape.json"],
    ["holds a backslash", "a\\b.json"],
  ])("with an entry whose name %s is refused as a whole", async (_, name) => {
    expect(await codeOf(all([zipOf(entry("good.json"), entry(name))]))).toBe("bad-archive");
  });

  test("with a link, an encrypted entry or a name twice is refused", async () => {
    expect(await codeOf(all([zipOf({ ...entry("a"), isLink: true })]))).toBe("bad-archive");
    expect(await codeOf(all([zipOf({ ...entry("a"), isEncrypted: true })]))).toBe("bad-archive");
    expect(await codeOf(all([zipOf(entry("a"), entry("a"))]))).toBe("bad-archive");
  });

  test("that unpacks to more than a hundred times its size, or to too much, is refused", async () => {
    const zeros = (megabytes: number): ZipEntry => ({
      name: `${megabytes}.json`,
      bytes: Buffer.alloc(megabytes * 1_000_000),
    });
    expect(await codeOf(all([zipOf(zeros(2))]))).toBe("bad-archive");
    expect(await codeOf(all([zipOf({ name: "small", bytes: Buffer.alloc(900_000) })]))).toBe(
      "read",
    );
  });

  test("of more than ten thousand entries is refused before they are looked at", async () => {
    const many = Array.from({ length: 10_001 }, (_, index) => entry(`${index}.json`, ""));
    expect(await codeOf(all([zipOf(...many)]))).toBe("bad-archive");
    expect(await codeOf(all([zipOf(...many.slice(1))]))).toBe("read");
  });

  test("whose entry is damaged is refused", async () => {
    const bytes = makeZip([entry("a.json", "x".repeat(1000))]);
    bytes[38] = (bytes[38] ?? 0) ^ 0xff;
    expect(await codeOf(all([write(bytes)]))).toBe("bad-archive");
    expect(await codeOf(all([write(bytes.subarray(0, -10))]))).toBe("bad-archive");
  });

  test("inside an archive is listed and not opened", async () => {
    const inner = { name: "inner.zip", bytes: makeZip([entry("a.json")]) };
    const found = await all([zipOf(entry("b.json"), inner, { name: "c.gz", bytes: gzipSync("") })]);
    expect(found.map(({ kind }) => kind)).toEqual(["file", "skipped", "skipped"]);
  });
});

describe("a folder", () => {
  test("is walked in order, and what cannot be read is listed", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "rules"));
    writeFileSync(join(folder, "rules", "b.yml"), "b");
    writeFileSync(join(folder, "rules", "a.yml"), "a");
    writeFileSync(join(folder, "README.md"), "no rule");
    symlinkSync(folder, join(folder, "rules", "loop"));
    symlinkSync("/etc/hostname", join(folder, "rules", "outside.yml"));
    execFileSync("mkfifo", [join(folder, "rules", "pipe.yml")]);
    writeFileSync(join(folder, "rules", "z.yml"), gzipSync("x".repeat(99)).subarray(0, 20));
    const found = await all([folder], (path) => path.endsWith(".yml"));
    expect(found.map(({ kind, path }) => `${kind} ${path.slice(folder.length + 1)}`)).toEqual([
      "ignored README.md",
      "file rules/a.yml",
      "file rules/b.yml",
      "skipped rules/loop",
      "skipped rules/outside.yml",
      "skipped rules/pipe.yml",
      "skipped rules/z.yml",
    ]);
  });
});

describe("text", () => {
  const text = '{"ä": "€ 𝄞"}';
  const swapped = (bytes: Buffer) => Buffer.from(bytes).swap16();

  test("is read from UTF-8 and UTF-16, with and without byte order mark", () => {
    const utf16 = Buffer.from(text, "utf16le");
    const forms = [
      Buffer.from(text),
      Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)]),
      Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]),
      Buffer.concat([Buffer.from([0xfe, 0xff]), swapped(utf16)]),
      utf16,
      swapped(utf16),
    ];
    for (const bytes of forms) {
      expect(decodeText(bytes, "f")).toBe(text);
      expect(decodeUtf8(bytes, "f").utf8.toString()).toBe(text);
    }
  });

  test("that is not what it should be is refused with byte and line, never guessed", () => {
    const cut = Buffer.concat([Buffer.from("a\nb"), Buffer.from([0xe2, 0x82])]);
    const read = () => decodeText(Buffer.concat([cut, Buffer.from("\nc")]), "f.txt");
    expect(read).toThrow("at byte 3 (line 2)");
    expect(() => decodeText(Buffer.from([0xff, 0xfe, 0x00, 0xd8]), "f")).toThrow(Problem);
    const pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n";
    expect(() => decodeText(Buffer.from(pointer), "f")).toThrow("Git LFS");
  });
});

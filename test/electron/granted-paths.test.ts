import { describe, expect, test } from "vitest";
import { z } from "zod";
import { contract } from "../../src/shared/contract.ts";
import type { Contract } from "../../src/shared/operation.ts";
import { GrantedPaths, pathFields } from "../../src/main/electron/granted-paths.ts";

describe("a file that the window names", () => {
  const granted = new GrantedPaths();
  granted.grantAll(["/home/ana/a.casemate", "/home/ana/rules.zip"]);

  test("is let through where the user named it before", () => {
    granted.check({ path: "/home/ana/a.casemate" });
    granted.check({ paths: ["/home/ana/rules.zip"], state: "enabled" });
    granted.check({ text: "/etc/passwd" });
    granted.check(null);
  });

  test("is refused where the user did not, whatever the field or its shape", () => {
    for (const input of [
      { path: "/etc/passwd" },
      { path: "/home/ana/../ana/a.casemate" },
      { paths: ["/home/ana/rules.zip", "/etc/passwd"] },
      { directory: "/etc" },
      { path: { toString: () => "/home/ana/a.casemate" } },
    ]) {
      expect(() => granted.check(input)).toThrow("was not chosen in this window");
    }
  });
});

test("every field of an operation that names a file is one that is looked at", () => {
  const operations: Contract = contract;
  const suspicious = Object.entries(operations)
    .filter(([capability]) => capability !== "shell")
    .flatMap(([capability, verbs]) =>
      Object.entries(verbs).flatMap(([verb, { input }]) =>
        Object.keys(z.toJSONSchema(input, { io: "input", unrepresentable: "any" }).properties ?? {})
          // A profile says what is hidden, and is no file.
          .filter((field) => /path|(?<!pro)file|folder|director/i.test(field))
          .filter((field) => !pathFields.includes(field))
          .map((field) => `${capability}.${verb}: ${field}`),
      ),
    );
  expect(suspicious).toEqual([]);
});

test("lets a file be written once where it was chosen for that, and never where it was opened", () => {
  const granted = new GrantedPaths();
  granted.grant("/home/ana/acme.casemate");
  expect(() => granted.takeToWrite("/home/ana/acme.casemate")).toThrow(
    "was not chosen to be written",
  );
  const path = granted.grantToWrite("/home/ana/gaps.csv");
  expect(granted.has(path)).toBe(true);
  granted.takeToWrite(path);
  expect(() => granted.takeToWrite(path)).toThrow("was not chosen to be written");
});

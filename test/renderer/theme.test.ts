import { readFileSync } from "node:fs";
import { DEFAULT_THEME, defaultCssVariablesResolver, mergeMantineTheme } from "@mantine/core";
import { expect, test } from "vitest";
import { theme } from "../../src/renderer/ui/theme.ts";

test("the static variables say what the theme says", () => {
  const css = readFileSync(
    new URL("../../src/renderer/ui/mantine-variables.css", import.meta.url),
    "utf8",
  );
  const standard = new Map(Object.entries(defaultCssVariablesResolver(DEFAULT_THEME).variables));
  const ours = defaultCssVariablesResolver(mergeMantineTheme(DEFAULT_THEME, theme)).variables;
  const differing = Object.entries(ours).filter(([name, value]) => standard.get(name) !== value);
  expect(differing.length).toBeGreaterThan(40);
  for (const [name, value] of differing) expect(css).toContain(`${name}: ${value};`);
});

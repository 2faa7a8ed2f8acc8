import { AxeBuilder } from "@axe-core/playwright";
import { expect } from "vitest";
import type { Casemate } from "./launch.ts";

/** Fails where what the window shows violates a rule of WCAG 2.2, level A or AA. */
export async function expectAccessible({ page }: Casemate): Promise<void> {
  // The newer mode opens a second page, which the application refuses.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .options({
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
      // What passes is not described element by element, which took most of the time.
      resultTypes: ["violations"],
    })
    .analyze();
  const found = violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help}\n  ${nodes.map(({ target, failureSummary }) => `${target.join(" ")} ${failureSummary ?? ""}`).join("\n  ")}`,
  );
  expect(found).toEqual([]);
}

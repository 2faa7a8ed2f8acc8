import { expect, test } from "vitest";
import { tryWaysOut } from "../net/ways-out.ts";
import { launchCasemate } from "./support/launch.ts";

// Where the tests run as root, test/net watches from outside and fails at the first packet.
test("a page that tries every way out stays alone and where it is", async () => {
  const casemate = await launchCasemate();
  const { app, page } = casemate;
  const address = page.url();
  await page.evaluate(tryWaysOut);
  await page.waitForTimeout(2000);
  expect(page.url().split("#")[0]).toBe(address);
  expect(app.windows()).toHaveLength(1);
  casemate.errors.length = 0;
});

import type { Casemate } from "./launch.ts";

/** Drags files from outside over the window and lets go of them, in its middle or elsewhere. */
export async function dropFiles(
  { page }: Casemate,
  paths: readonly string[],
  at: { readonly x: number; readonly y: number } = { x: 600, y: 400 },
): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const event = { ...at, data: { items: [], files: [...paths], dragOperationsMask: 1 } };
  await session.send("Input.dispatchDragEvent", { type: "dragEnter", ...event });
  await session.send("Input.dispatchDragEvent", { type: "dragOver", ...event });
  await page.getByText("Drop to import", { exact: false }).waitFor();
  await session.send("Input.dispatchDragEvent", { type: "drop", ...event });
  await page.getByText("Drop to import", { exact: false }).waitFor({ state: "detached" });
  await session.detach();
}

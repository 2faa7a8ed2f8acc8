import { open, rename, rm } from "node:fs/promises";
import { Problem } from "../../shared/problem.ts";

/**
 * Writes a STIX bundle: the properties of the bundle, and its objects as they came.
 *
 * Beside the target first, then in its place, so that a file of that name is either the old or the
 * whole new one. Gives the number of objects.
 */
export async function writeBundle(
  path: string,
  header: string,
  objects: AsyncIterable<readonly Uint8Array[]>,
): Promise<number> {
  const partial = `${path}.partial`;
  let count = 0;
  try {
    const file = await open(partial, "w", 0o600);
    try {
      // The header is a JSON object with at least its type: its last character closes it.
      await file.write(`${header.slice(0, -1)},"objects":[\n`);
      for await (const batch of objects) {
        const parts: Uint8Array[] = [];
        for (const object of batch) {
          if (count > 0) parts.push(Buffer.from(",\n"));
          parts.push(object);
          count++;
        }
        await file.write(Buffer.concat(parts));
      }
      await file.write("\n]}\n");
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    if (error instanceof Problem) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new Problem("bad-file", `${path} could not be written (${reason}).`, { file: path });
  }
  return count;
}

import { writeWholeFileInParts } from "../files/whole-file.writer.ts";

/**
 * Writes a STIX bundle: the properties of the bundle, and its objects as they came.
 *
 * Whole or not at all; gives the number of objects.
 */
export async function writeBundle(
  path: string,
  header: string,
  objects: AsyncIterable<readonly Uint8Array[]>,
): Promise<number> {
  return writeWholeFileInParts(path, async (append) => {
    let count = 0;
    // The header is a JSON object with at least its type: its last character closes it.
    await append(`${header.slice(0, -1)},"objects":[\n`);
    for await (const batch of objects) {
      const parts: Uint8Array[] = [];
      for (const object of batch) {
        if (count > 0) parts.push(Buffer.from(",\n"));
        parts.push(object);
        count++;
      }
      await append(Buffer.concat(parts));
    }
    await append("\n]}\n");
    return count;
  });
}

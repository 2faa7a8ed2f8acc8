import type { SnapshotSummary } from "../../shared/model/snapshot.ts";
import { Problem } from "../../shared/problem.ts";
import type { Session } from "./session.ts";

/** A snapshot by its name or its number. Throws `not-found` and `ambiguous`. */
export async function findSnapshot({ client }: Session, text: string): Promise<SnapshotSummary> {
  const snapshots = await client.snapshots.list({});
  const named = snapshots.filter(({ name }) => name === text);
  const found = named.length > 0 ? named : snapshots.filter(({ id }) => String(id) === text.trim());
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const candidates = (found.length > 1 ? found : snapshots).map(({ id, name }) => `${id}  ${name}`);
  if (only !== undefined) {
    throw new Problem("ambiguous", `Several snapshots are called "${text}".`, {
      candidates,
      remedy: "Name one by its number.",
    });
  }
  throw new Problem("not-found", `There is no snapshot called "${text}".`, {
    candidates,
    remedy: "Name a snapshot of the workspace, or its number.",
  });
}

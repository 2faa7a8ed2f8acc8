import type { MarkingScheme } from "../../shared/model/marking.ts";
import { markingScheme } from "../../shared/model/marking.ts";
import { Problem } from "../../shared/problem.ts";

/**
 * Reads the JSON value of a marking scheme.
 *
 * Throws `bad-format` with the file and the place in it: what has another shape, IDs that come twice,
 * and caveats that speak of levels or caveats that there are not.
 */
export function readScheme(value: unknown, file: string): MarkingScheme {
  const refuse = (path: readonly PropertyKey[], message: string): Problem => {
    const place = path.map(String).join(".");
    const where = place === "" ? file : `${file}, ${place}`;
    return new Problem("bad-format", `${where}: ${message} Nothing was changed.`, {
      file,
      path: place,
      remedy: "Export a scheme that ships and compare.",
    });
  };
  const parsed = markingScheme.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw refuse(issue?.path ?? [], `${issue?.message ?? "not a marking scheme"}.`);
  }
  const scheme = parsed.data;
  for (const part of ["levels", "caveats", "block"] as const) {
    const seen = new Set<string>();
    for (const [index, { id }] of scheme[part].entries()) {
      if (seen.has(id)) throw refuse([part, index, "id"], `"${id}" comes twice.`);
      seen.add(id);
    }
  }
  const levels = new Set(scheme.levels.map(({ id }) => id));
  const caveats = new Set(scheme.caveats.map(({ id }) => id));
  for (const [index, { from, without = [] }] of scheme.caveats.entries()) {
    if (from !== undefined && !levels.has(from)) {
      throw refuse(["caveats", index, "from"], `there is no level "${from}".`);
    }
    const unknown = without.find((id) => !caveats.has(id));
    if (unknown !== undefined) {
      throw refuse(["caveats", index, "without"], `there is no caveat "${unknown}".`);
    }
  }
  return scheme;
}

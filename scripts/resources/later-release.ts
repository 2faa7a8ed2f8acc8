/**
 * What became of ATT&CK 18.1's Enterprise techniques in 19, arranged to be looked up both ways.
 */

/** The table as collected: revoked IDs, new IDs and the tactics of former Defense Evasion. */
export interface LaterReleaseTable {
  readonly revoked_by_v19: Readonly<
    Record<string, { readonly to: string; readonly from_name: string; readonly to_name: string }>
  >;
  readonly new_in_v19: Readonly<Record<string, string>>;
  readonly defense_evasion_techniques_new_tactics: Readonly<Record<string, readonly string[]>>;
}

/**
 * How surely an ID of 19 leads to one of 18.1: exactly one became it; several did, exactly one of
 * the same name; several, none or more than one of that name; none, it is new.
 */
type Succession = "certain" | "by-name" | "choice" | "new";

interface LaterTechnique {
  readonly name: string;
  readonly kind: Succession;
  /** The 18.1 techniques that became it, by ID. */
  readonly predecessors: readonly { readonly id: string; readonly name: string }[];
  /** The 18.1 ID to take first: the only one, or the one of the same name. */
  readonly preselected?: string;
}

/** The facts; `names` are those of the earlier release, to recognise a parent's name in a title. */
export function laterRelease(table: LaterReleaseTable, names: ReadonlyMap<string, string>) {
  const nameOf = (id: string) => {
    const title = table.new_in_v19[id] ?? "";
    const parentId = id.split(".")[0] ?? id;
    const parent = parentId === id ? "" : (table.new_in_v19[parentId] ?? names.get(parentId) ?? "");
    // Some sub-techniques are listed as "Parent: Child".
    return parent !== "" && title.startsWith(`${parent}: `)
      ? title.slice(parent.length + 2)
      : title;
  };
  const techniques: Record<string, LaterTechnique> = {};
  for (const id of Object.keys(table.new_in_v19)) {
    const name = nameOf(id);
    const predecessors = Object.entries(table.revoked_by_v19)
      .filter(([, { to }]) => to === id)
      .map(([former, { from_name }]) => ({ id: former, name: from_name }));
    const sameName = predecessors.filter((predecessor) => predecessor.name === name);
    const kind = successionOf(predecessors.length, sameName.length);
    const preselected = { certain: predecessors, "by-name": sameName, choice: [], new: [] }[
      kind
    ][0];
    techniques[id] = {
      name,
      kind,
      predecessors,
      ...(preselected !== undefined && { preselected: preselected.id }),
    };
  }
  const revoked = Object.entries(table.revoked_by_v19).map(([id, { to, from_name }]) => [
    id,
    { name: from_name, becomes: to },
  ]);
  return {
    about:
      "What became of the Enterprise techniques and tactics of ATT&CK 18.1 in 19. `techniques`: " +
      "each ID new in 19, the 18.1 IDs that became it, and how sure the way back is (certain: " +
      "exactly one; by-name: several, exactly one of the same name; choice: several; new: none). " +
      "`revoked`: each 18.1 ID that ended, and what it became. `tactics`: what each tactic became. " +
      "`techniqueTactics`: all tactics in 19 of each technique that was under Defense Evasion.",
    source:
      "derived from mitre/cti 421deacb, redcanaryco/atomic-red-team 9f85cf3e and " +
      "MISP/misp-galaxy 9434ace4; checked against SigmaHQ/sigma 34c5d66c2",
    date: "2026-04-28",
    domain: "enterprise-attack",
    from: "18.1",
    to: "19",
    techniques,
    revoked: Object.fromEntries(revoked) as Record<string, { name: string; becomes: string }>,
    tactics: {
      "defense-evasion": {
        id: "TA0005",
        name: "Defense Evasion",
        becomes: [
          { id: "TA0005", shortname: "stealth", name: "Stealth" },
          { id: "TA0112", shortname: "defense-impairment", name: "Defense Impairment" },
        ],
      },
    },
    techniqueTactics: table.defense_evasion_techniques_new_tactics,
  };
}

function successionOf(predecessors: number, ofSameName: number): Succession {
  if (predecessors === 0) return "new";
  if (predecessors === 1) return "certain";
  return ofSameName === 1 ? "by-name" : "choice";
}

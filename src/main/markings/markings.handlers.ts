import type { KnownScheme, Marking, MarkingScheme } from "../../shared/model/marking.ts";
import {
  bannerOf,
  checkMarking,
  isLower,
  joinMarkings,
  missingIn,
  wordsOfMarking,
} from "../../shared/markings.ts";
import { Problem } from "../../shared/problem.ts";
import type { HandlersOf } from "../backend/handler.ts";
import type { ReadableDatabase } from "../database/database.ts";
import { writeWholeFile } from "../files/whole-file.writer.ts";
import { getSettings } from "../settings/settings.store.ts";
import { buildLoweringCsv } from "./lowering-table.ts";
import {
  addLowering,
  listLowerings,
  listMarkedThings,
  listSiteSchemes,
  listThings,
  removeSiteScheme,
  setMarking,
  setSiteScheme,
} from "./markings.store.ts";
import { getExportMarking, getRequiredMarking, listSchemes } from "./required-marking.store.ts";
import { readSchemeFile } from "./scheme-file.reader.ts";
import { readShippedSchemes } from "./shipped-schemes.reader.ts";

/** The markings that are in use, with what carries them. */
function listUses(db: ReadableDatabase): { what: string; marking: Marking }[] {
  return [
    { what: "The workspace", marking: getSettings(db).marking },
    ...listMarkedThings(db).flatMap(({ name, marking }) =>
      marking === null ? [] : [{ what: `"${name}"`, marking }],
    ),
  ];
}

function knownSchemeOf(db: ReadableDatabase, scheme: MarkingScheme, ships: boolean): KnownScheme {
  const uses = listUses(db).filter(({ marking }) => marking.scheme === scheme.id).length;
  return { scheme, ships, uses };
}

export const markingsHandlers: HandlersOf<"markings"> = {
  schemes: (_input, { db, root }) => [
    ...readShippedSchemes(root).map((scheme) => knownSchemeOf(db, scheme, true)),
    ...listSiteSchemes(db).map((scheme) => knownSchemeOf(db, scheme, false)),
  ],

  importScheme: async ({ path }, { db, root }) => {
    const scheme = await readSchemeFile(path);
    if (readShippedSchemes(root).some(({ id }) => id === scheme.id)) {
      throw new Problem(
        "bad-input",
        `The scheme "${scheme.id}" ships with Casemate and stays as it is.`,
        { file: path, path: "id", remedy: "Give yours another id." },
      );
    }
    for (const { what, marking } of listUses(db)) {
      const missing = marking.scheme === scheme.id ? missingIn(scheme, marking) : null;
      if (missing !== null) {
        throw new Problem("bad-input", `The new scheme has no ${missing}, which marks ${what}.`, {
          file: path,
          remedy: "Keep it in the scheme, or mark that differently first.",
        });
      }
    }
    setSiteScheme(db, scheme);
    return knownSchemeOf(db, scheme, false);
  },

  exportScheme: async ({ id, path }, { db, root }) => {
    const scheme = listSchemes({ db, root }).find((each) => each.id === id);
    if (scheme === undefined) throw new Problem("not-found", `There is no marking scheme "${id}".`);
    await writeWholeFile(path, `${JSON.stringify(scheme, null, 2)}\n`);
    return { path };
  },

  removeScheme: ({ id }, { db }) => {
    const uses = listUses(db).filter(({ marking }) => marking.scheme === id);
    if (uses.length > 0) {
      const [first] = uses.map(({ what }) => what);
      const others = uses.length === 1 ? "" : ` and ${uses.length - 1} more`;
      throw new Problem("bad-input", `${first ?? ""}${others} is marked by this scheme.`, {
        remedy: "Mark that differently first.",
      });
    }
    removeSiteScheme(db, id);
    return null;
  },

  get: ({ kind, id }, { db }) => listThings(db, kind, [id])[0]?.marking ?? null,

  set: ({ thing, marking }, { db, root }) => {
    if (marking !== null) checkMarking(listSchemes({ db, root }), marking);
    const before = listThings(db, thing.kind, [thing.id])[0]?.marking ?? null;
    setMarking(db, thing, marking);
    return before;
  },

  required: (things, { db, root }) => getRequiredMarking({ db, root }, things),

  written: ({ things, marked }, { db, root }) => {
    const { markings, banner, portion, block } = getExportMarking({ db, root }, things, marked);
    return { markings, banner, portion, block };
  },

  lower: (request, { db, root, now }) => {
    const schemes = listSchemes({ db, root });
    const required = getRequiredMarking({ db, root }, request.things);
    const written = bannerOf(schemes, request.markings);
    if (!isLower(schemes, request.markings, required.markings)) {
      throw new Problem(
        "bad-input",
        `"${written.text}" is not lower than "${required.banner.text}", which this must carry.`,
        { remedy: "Export it without a lowering." },
      );
    }
    return addLowering(
      db,
      { ...request, markings: joinMarkings(schemes, request.markings) },
      { at: now().toISOString(), required: required.banner.text, written: written.text },
    );
  },

  lowerings: (_input, { db }) => listLowerings(db),

  exportLowerings: async ({ path }, { db, root }) => {
    const lowerings = listLowerings(db);
    const marking = wordsOfMarking(getRequiredMarking({ db, root }, { everything: true }));
    const marked = marking === null ? {} : { marking };
    const document = { schema: "casemate-lowerings/1", ...marked, lowerings };
    await writeWholeFile(
      path,
      /\.csv$/i.test(path)
        ? buildLoweringCsv(lowerings, marking)
        : `${JSON.stringify(document, null, 2)}\n`,
    );
    return { path, lowerings: lowerings.length };
  },
};

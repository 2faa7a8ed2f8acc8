import { normaliseTechniqueId } from "../../shared/model/attack-id.ts";
import type {
  DetectionChange,
  DetectionEdit,
  DetectionState,
  EditWord,
  FileWord,
} from "../../shared/model/detection.ts";
import type { EditedField } from "../../shared/model/import-report.ts";

/** The fields of a detection that an analyst edits, each with its value. */
export interface EditableFields {
  readonly state: DetectionState;
  readonly stateAssumed: boolean;
  readonly quality: number | null;
  readonly owner: string | null;
  readonly note: string;
  readonly alerting: boolean;
  /** Technique IDs as written. */
  readonly techniques: readonly string[];
  readonly setAside: boolean;
}

/** Fields as they count: the analyst's words laid over what a file says. */
export function layOver(file: EditableFields, words: Iterable<EditWord>): EditableFields {
  let fields = file;
  for (const word of words) {
    switch (word.field) {
      case "state":
        // By the analyst's word the state is known.
        fields = { ...fields, state: word.value, stateAssumed: false };
        break;
      case "techniques": {
        const { added, removed } = word.value;
        const kept = file.techniques.filter((id) => !holdsId(removed, id));
        const more = added.filter((id) => !holdsId(kept, id));
        fields = { ...fields, techniques: [...kept, ...more] };
        break;
      }
      case "quality":
      case "owner":
      case "note":
      case "alerting":
      case "setAside":
        fields = { ...fields, [word.field]: word.value };
    }
  }
  return fields;
}

/** What the file says, of fields that edits are laid over. */
export function uncover(fields: EditableFields, edits: Iterable<DetectionEdit>): EditableFields {
  let uncovered = fields;
  for (const { file } of edits) {
    uncovered =
      file.field === "state"
        ? { ...uncovered, state: file.value.state, stateAssumed: file.value.assumed }
        : { ...uncovered, [file.field]: file.value };
  }
  return uncovered;
}

/** What a file says of one field. */
export function fileWordOn(field: EditedField, file: EditableFields): FileWord {
  switch (field) {
    case "state":
      return { field, value: { state: file.state, assumed: file.stateAssumed } };
    case "quality":
      return { field, value: file.quality };
    case "owner":
      return { field, value: file.owner };
    case "alerting":
      return { field, value: file.alerting };
    case "techniques":
      return { field, value: [...file.techniques] };
    case "note":
      return { field, value: "" };
    case "setAside":
      return { field, value: false };
  }
}

/** Whether the analyst's word makes a difference to what the file says. */
export function differs({ word, file }: Pick<DetectionEdit, "word" | "file">): boolean {
  switch (word.field) {
    case "state":
      return file.field === "state" && (file.value.state !== word.value || file.value.assumed);
    case "techniques": {
      const written = file.field === "techniques" ? file.value : [];
      const { added, removed } = word.value;
      return (
        added.some((id) => !holdsId(written, id)) || removed.some((id) => holdsId(written, id))
      );
    }
    case "quality":
    case "owner":
    case "alerting":
      return file.value !== word.value;
    case "note":
    case "setAside":
      // Files say nothing of these.
      return false;
  }
}

/** The analyst's word on a field in words, for a report. */
export function describeWord(word: EditWord): string {
  switch (word.field) {
    case "techniques": {
      const { added, removed } = word.value;
      return [...added.map((id) => `with ${id}`), ...removed.map((id) => `without ${id}`)].join(
        ", ",
      );
    }
    case "alerting":
      return word.value ? "raises an alert" : "raises no alert";
    case "setAside":
      return "set aside";
    case "state":
    case "quality":
    case "owner":
    case "note":
      return word.value === null ? "none" : String(word.value);
  }
}

/** What a file says of a field in words, for a report. */
export function describeFileWord(word: FileWord): string {
  switch (word.field) {
    case "state":
      return word.value.assumed ? `${word.value.state}, assumed` : word.value.state;
    case "techniques":
      return word.value.length === 0 ? "none" : word.value.join(", ");
    case "alerting":
      return word.value ? "raises an alert" : "raises no alert";
    case "quality":
    case "owner":
      return word.value === null ? "none" : String(word.value);
    case "note":
    case "setAside":
      return "nothing";
  }
}

/** The word on a field after an edit; null = the file's. */
interface ChangedWord {
  readonly field: EditedField;
  readonly word: EditWord | null;
}

/** What a change is laid over: a detection's fields as they count, and its edits so far. */
interface Edited {
  readonly fields: EditableFields;
  readonly edits: readonly DetectionEdit[];
}

/**
 * The words that a change leaves on a detection, for the fields that it is about.
 *
 * `meansOf` gives the technique that a written ID counts for, or null.
 */
export function changeWords(
  change: DetectionChange,
  edited: Edited,
  meansOf: (written: string) => string | null,
): ChangedWord[] {
  const changed: ChangedWord[] = [];
  const set = (word: EditWord) => changed.push({ field: word.field, word });
  if (change.state !== undefined) set({ field: "state", value: change.state });
  if (change.quality !== undefined) set({ field: "quality", value: change.quality });
  if (change.owner !== undefined) set({ field: "owner", value: change.owner });
  if (change.alerting !== undefined) set({ field: "alerting", value: change.alerting });
  if (change.note !== undefined) {
    if (change.note === "") changed.push({ field: "note", word: null });
    else set({ field: "note", value: change.note });
  }
  if (change.setAside === true) set({ field: "setAside", value: true });
  if (change.setAside === false) changed.push({ field: "setAside", word: null });
  if (change.addTechniques !== undefined || change.removeTechniques !== undefined) {
    changed.push({ field: "techniques", word: techniquesWord(change, edited, meansOf) });
  }
  return changed;
}

function techniquesWord(
  { addTechniques = [], removeTechniques = [] }: DetectionChange,
  { fields, edits }: Edited,
  meansOf: (written: string) => string | null,
): EditWord | null {
  const before = edits.find(({ word }) => word.field === "techniques")?.word;
  const said = before?.field === "techniques" ? before.value : { added: [], removed: [] };
  const file = uncover(fields, edits).techniques;
  let added = [...said.added];
  let removed = [...said.removed];
  let named = [...fields.techniques];
  for (const written of fields.techniques) {
    const means = meansOf(written);
    const isMeant = removeTechniques.some((id) => isSameId(id, written) || id === means);
    if (!isMeant) continue;
    added = added.filter((id) => !isSameId(id, written));
    named = named.filter((id) => !isSameId(id, written));
    if (holdsId(file, written) && !holdsId(removed, written)) removed.push(written);
  }
  for (const id of addTechniques) {
    if (named.some((written) => isSameId(written, id) || meansOf(written) === id)) continue;
    named.push(id);
    if (holdsId(removed, id)) removed = removed.filter((other) => !isSameId(other, id));
    else added.push(id);
  }
  return added.length === 0 && removed.length === 0
    ? null
    : { field: "techniques", value: { added, removed } };
}

/** Whether two written IDs are one, whatever the spelling. */
function isSameId(a: string, b: string): boolean {
  if (a === b) return true;
  const [first, second] = [normaliseTechniqueId(a), normaliseTechniqueId(b)];
  return first.form === "technique" && second.form === "technique" && first.id === second.id;
}

function holdsId(ids: readonly string[], id: string): boolean {
  return ids.some((other) => isSameId(other, id));
}

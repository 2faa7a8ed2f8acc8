import type { ImportWarning } from "../../shared/model/import-report.ts";

/** Warnings of one import: the first ones in full, all of them counted. */
export class WarningList {
  static readonly most = 1000;
  readonly first: ImportWarning[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(code: string, objectId: string | null, path: string | null, message: string): void {
    this.#count++;
    if (this.first.length < WarningList.most) {
      this.first.push({
        code,
        objectId: objectId === null ? null : shorten(objectId),
        path,
        message,
      });
    }
  }

  addAll(other: WarningList): void {
    this.#count += other.count;
    for (const warning of other.first) {
      if (this.first.length < WarningList.most) this.first.push(warning);
    }
  }
}

/** A text of the input for use in a message: whole where it is short. */
export function shorten(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 199)}…`;
}

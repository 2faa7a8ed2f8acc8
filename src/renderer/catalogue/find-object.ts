import { attackIdKinds } from "../../shared/model/attack-id.ts";
import type { ObjectDetail, ObjectKind } from "../../shared/model/catalogue.ts";
import { objectKind } from "../../shared/model/catalogue.ts";
import { workbench } from "../workbench.ts";

/** The object of a release that carries an ATT&CK ID, whatever kind it is; null where none does. */
export async function findObject(
  releaseId: number,
  attackId: string,
  known?: ObjectKind,
): Promise<ObjectDetail | null> {
  const kinds =
    known === undefined
      ? objectKind.options.filter((kind) => attackIdKinds[kind].form.test(attackId))
      : [known];
  for (const kind of kinds) {
    const found = await workbench.catalogue.find({ releaseId, kind, attackId });
    if (found !== null) return found;
  }
  return null;
}

import type { AssessmentSummary } from "../../shared/model/assessment.ts";
import type { LayerSummary } from "../../shared/model/layer.ts";
import { Problem } from "../../shared/problem.ts";
import type { Session } from "./session.ts";

/** A layer by its number or its name. Throws `not-found` and `ambiguous`. */
export async function findLayer({ client }: Session, text: string): Promise<LayerSummary> {
  const layers = await client.layers.list({});
  const named = layers.filter(({ name }) => name === text);
  const folded = text.trim().toLowerCase();
  const found =
    named.length > 0
      ? named
      : layers.filter(({ id, name }) => String(id) === folded || name.toLowerCase() === folded);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const candidates = (found.length > 1 ? found : layers).map(({ id, name }) => `${id}  ${name}`);
  if (only !== undefined) {
    throw new Problem("ambiguous", `Several layers are called "${text}": name one by its number.`, {
      candidates,
    });
  }
  throw new Problem("not-found", `There is no layer called "${text}".`, {
    candidates,
    remedy: "Name a layer of the workspace, or its number.",
  });
}

/** An assessment by its name. Throws `not-found`. */
export async function findAssessment(
  { client }: Session,
  name: string,
): Promise<AssessmentSummary> {
  const assessments = await client.assessments.list({});
  const found = assessments.find((assessment) => assessment.name === name);
  if (found !== undefined) return found;
  throw new Problem("not-found", `There is no assessment called "${name}".`, {
    candidates: assessments.map((assessment) => assessment.name),
    remedy: "Name an assessment of the workspace.",
  });
}

import { findActor, listNamedActors } from "../actors/find-actor.ts";
import { setChosenActor } from "../actors/actors.store.ts";
import { assetsHandlers } from "../assets/assets.handlers.ts";
import type { CommandContext } from "../backend/handler.ts";
import { importStarter } from "../catalogue/catalogue.handlers.ts";
import { detectionsHandlers } from "../detections/detections.handlers.ts";
import { listEnvironments, setEnvironmentName } from "../environments/environments.store.ts";
import { telemetryHandlers } from "../telemetry/telemetry.handlers.ts";
import { addAssessment } from "./assessments.store.ts";
import { defaultSettings } from "./default-settings.ts";
import { listKnowledgeOf } from "./gather.store.ts";
import { readSample } from "./sample.reader.ts";

const dayInMilliseconds = 86_400_000;

/** Fills a new workspace with the sample: the starter catalogue and a fictional company's question. */
export async function fillSample(context: CommandContext): Promise<void> {
  const { db, root, now } = context;
  const { environment, assessment, detectionsPath, logSourcesPath, assetsPath } = readSample(root);
  const { scope, settings } = assessment;
  await importStarter(context);
  for (const { id } of listEnvironments(db).slice(0, 1)) setEnvironmentName(db, id, environment);
  await detectionsHandlers.import({ paths: [detectionsPath], environment }, context);
  await telemetryHandlers.import({ paths: [logSourcesPath], environment }, context);
  await assetsHandlers.import({ paths: [assetsPath], environment }, context);
  const reviewOn = new Date(now().getTime() + assessment.reviewAfterDays * dayInMilliseconds);
  const made = addAssessment(db, {
    name: assessment.name,
    createdAt: now().toISOString(),
    reviewOn: reviewOn.toISOString().slice(0, 10),
    scope: {
      releases: scope.domains.map((domain) => ({ domain, version: scope.release })),
      environments: [environment],
      platforms: scope.platforms,
      segments: [],
      beforeCompromise: scope.beforeCompromise,
    },
    settings: {
      ...defaultSettings,
      ways: { campaigns: scope.campaigns, software: scope.software },
      threshold: settings.threshold,
      severityFloor: settings.severityFloor,
      target: settings.targetPercent,
    },
  });
  const choosable = listNamedActors(listKnowledgeOf(db, made));
  for (const { id, weight, reason } of assessment.actors) {
    const { kind, domain, name } = findActor(choosable, id);
    setChosenActor(db, made.id, { kind, domain, id, name, weight, reason });
  }
}

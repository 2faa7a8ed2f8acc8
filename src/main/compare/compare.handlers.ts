import type { HandlersOf } from "../backend/handler.ts";
import { answerEnvironments, answerPlatforms } from "./environments.handlers.ts";
import { compareActorsIn } from "./compare-actors.handlers.ts";
import { compareObserved } from "./observed.handlers.ts";
import { compareTwoReleases } from "./releases.handlers.ts";
import { compareResults } from "./results.handlers.ts";

export const compareHandlers: HandlersOf<"compare"> = {
  environments: answerEnvironments,
  platforms: answerPlatforms,
  results: compareResults,
  releases: compareTwoReleases,
  actors: compareActorsIn,
  observed: compareObserved,
};

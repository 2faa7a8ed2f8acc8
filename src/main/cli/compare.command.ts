import { Command } from "commander";
import { compareActorsCommand } from "./compare-actors.command.ts";
import { compareAnswersCommand } from "./compare-answers.command.ts";
import { compareEnvironmentsCommand } from "./compare-environments.command.ts";
import { compareObservedCommand } from "./compare-observed.command.ts";
import { compareReleasesCommand } from "./compare-releases.command.ts";

/** `casemate compare ID|NAME… --workspace FILE`, and what else can be compared by its word. */
export function compareCommand(): Command {
  return new Command("compare")
    .description(
      "actors beside each other, who fits observed techniques, answers, environments, and releases",
    )
    .addCommand(compareActorsCommand(), { isDefault: true })
    .addCommand(compareObservedCommand())
    .addCommand(compareAnswersCommand())
    .addCommand(compareEnvironmentsCommand())
    .addCommand(compareReleasesCommand());
}

import { Command } from "commander";
import { actorsCommand } from "./actors.command.ts";
import { assessCommand } from "./assess.command.ts";
import { assetsCommand } from "./assets.command.ts";
import { catalogueCommand } from "./catalogue.command.ts";
import { compareCommand } from "./compare.command.ts";
import { detectionsCommand } from "./detections.command.ts";
import { emulationCommand } from "./emulation.command.ts";
import { fundingCommand } from "./funding.command.ts";
import { groupCommand } from "./group.command.ts";
import { importCommand } from "./import.command.ts";
import { layerCommand } from "./layer.command.ts";
import { describeFailure, exitCodeOf } from "./outcome.ts";
import { markingCommand } from "./marking.command.ts";
import { planCommand } from "./plan.command.ts";
import { reportCommand } from "./report.command.ts";
import { sampleCommand } from "./sample.command.ts";
import { situationCommand } from "./situation.command.ts";
import { snapshotCommand } from "./snapshot.command.ts";
import { telemetryCommand } from "./telemetry.command.ts";

const program = new Command("casemate")
  .description("Threat-informed defence without a network: ATT&CK coverage and gaps, offline.")
  .enablePositionalOptions()
  .exitOverride();

for (const command of [
  importCommand(),
  catalogueCommand(),
  groupCommand(),
  actorsCommand(),
  compareCommand(),
  detectionsCommand(),
  assetsCommand(),
  assessCommand(),
  planCommand(),
  fundingCommand(),
  snapshotCommand(),
  layerCommand(),
  markingCommand(),
  telemetryCommand(),
  emulationCommand(),
  reportCommand(),
  situationCommand(),
  sampleCommand(),
]) {
  program.addCommand(command);
}

/** Inherited settings reach only commands that are made by their parent; ours are made apart. */
function failByThrowing(command: Command): void {
  command.exitOverride();
  for (const child of command.commands) failByThrowing(child);
}
failByThrowing(program);

// A reader that has seen enough, such as `head`, closes the pipe: no failure of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  for (const line of describeFailure(error)) process.stderr.write(`${line}\n`);
  process.exitCode = exitCodeOf(error);
}

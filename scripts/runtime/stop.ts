/** A reason to stop that the person at the terminal can act upon: printed without a stack. */
export class Stop extends Error {
  override readonly name = "Stop";
}

/** Runs a script's body: prints a {@link Stop} as it is, and ends with a code that says how it went. */
export async function runScript(body: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await body();
  } catch (error) {
    console.error(error instanceof Stop ? `\n${error.message}` : error);
    process.exitCode = 1;
  }
}

/** Work between two pauses, in milliseconds: short enough for a query not to wait. */
const breathEvery = 10;
const reportEvery = 100;
/** Steps between two looks at the clock: each step takes microseconds. */
const stepsPerLook = 16;

/** What a pacer needs of the world. */
export interface PacerWorld {
  /** Milliseconds from any fixed point, never going back. */
  readonly clock: () => number;
  readonly breathe: () => Promise<void>;
  readonly report: (done: number, total: number) => void;
}

/**
 * Makes the function that long work calls after each small step.
 *
 * It tells how far the work is now and then, and gives a promise only when it is time to let others
 * in: waiting after every step would cost more than the steps.
 */
export function startPacing(
  world: PacerWorld,
): (done: number, total: number) => Promise<void> | undefined {
  let breathed = world.clock();
  let reported = -Infinity;
  let steps = 0;
  return (done, total) => {
    if (++steps % stepsPerLook !== 0 && done !== total) return undefined;
    const now = world.clock();
    if (now - reported >= reportEvery || done === total) {
      reported = now;
      world.report(done, total);
    }
    if (now - breathed < breathEvery) return undefined;
    return world.breathe().then(() => {
      breathed = world.clock();
    });
  };
}

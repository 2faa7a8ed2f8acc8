import type { Focus, Screen } from "./app-state.ts";

/** One visit of a screen. `number` tells visits of the same screen apart. */
export interface Visit {
  readonly number: number;
  readonly screen: Screen;
  readonly focus: Focus | undefined;
}

/** Where the user has been, and where of it they are. */
export interface History {
  readonly visits: readonly Visit[];
  readonly at: number;
}

const most = 100;

/** A history that begins on a screen. */
export function beginHistory(screen: Screen, focus?: Focus): History {
  return { visits: [{ number: 0, screen, focus }], at: 0 };
}

/** The visit that is on screen. */
export function currentVisit(history: History): Visit {
  const visit = history.visits[history.at];
  if (visit === undefined) throw new RangeError("A history holds the visit it stands on");
  return visit;
}

/** Goes on to a screen and forgets what lay ahead; the screen that is open stays as it is. */
export function goTo(history: History, screen: Screen, focus: Focus | undefined): History {
  const current = currentVisit(history);
  if (current.screen === screen && current.focus === undefined && focus === undefined) {
    return history;
  }
  const visits = [
    ...history.visits.slice(0, history.at + 1),
    { number: current.number + 1, screen, focus },
  ].slice(-most);
  return { visits, at: visits.length - 1 };
}

/** One step back (-1) or forward (1), where there is one. */
export function step(history: History, by: -1 | 1): History {
  const at = history.at + by;
  return at < 0 || at >= history.visits.length ? history : { ...history, at };
}

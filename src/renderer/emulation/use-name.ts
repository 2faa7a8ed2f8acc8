import { useState } from "react";
import { useApp } from "../app/app-state.ts";

/** Whether somebody said to go without a name, until the window is closed. */
let isNameless = false;

/** Work that is done in somebody's name; empty for none. */
export type NamedWork = (who: string) => void;

/** Has work done in the analyst's name, which is asked for once. */
export function useName(): {
  readonly withName: (work: NamedWork) => void;
  readonly isAsking: boolean;
  /** The name, or empty for none. */
  readonly answer: (analyst: string) => void;
  readonly cancel: () => void;
} {
  const { preferences, setPreferences } = useApp();
  const { analyst } = preferences;
  const [waiting, setWaiting] = useState<{ readonly work: NamedWork }>();
  return {
    withName: (work) => {
      if (analyst !== "" || isNameless) work(analyst);
      else setWaiting({ work });
    },
    isAsking: waiting !== undefined,
    answer: (name) => {
      if (name === "") isNameless = true;
      else setPreferences({ analyst: name });
      setWaiting(undefined);
      waiting?.work(name);
    },
    cancel: () => setWaiting(undefined),
  };
}

import { useEffect, useEffectEvent } from "react";
import { useApp } from "../app/app-state.ts";
import { isEscTaken } from "../frame/esc-key.ts";
import { setFullScreen, useFullScreen } from "../frame/full-screen.ts";

/** F11 shows the matrix alone, F11 again or Esc brings the frame back; so does leaving the screen. */
export function useFullScreenKeys(): void {
  const full = useFullScreen();
  const { inspected } = useApp();
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key === "F11") setFullScreen(!full);
    else if (event.key === "Escape" && full && inspected === null && !isEscTaken(event)) {
      setFullScreen(false);
    } else return;
    event.preventDefault();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("keydown", listener);
    return () => {
      window.removeEventListener("keydown", listener);
      setFullScreen(false);
    };
  }, []);
}

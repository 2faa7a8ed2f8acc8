import { useRef, useState } from "react";

/** How long the hand rests before a width is remembered, in milliseconds. */
const settled = 300;

/** A width that follows the hand at once and is remembered when the hand rests. */
export function useRememberedWidth(
  remembered: number,
  remember: (width: number) => void,
): readonly [number, (width: number) => void] {
  const [width, setWidth] = useState(remembered);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const change = (next: number) => {
    setWidth(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => remember(next), settled);
  };
  return [width, change];
}

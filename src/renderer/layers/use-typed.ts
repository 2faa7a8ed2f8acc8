import { useEffect, useEffectEvent, useRef, useState } from "react";

/** How long the hand rests before what was typed is written, in milliseconds. */
const settled = 600;

let stretches = 0;

/** What stands in a field while it is typed into. */
interface Typed<Value> {
  readonly value: Value;
  /** What was shown when the field was left; undefined while it is being typed into. */
  readonly left: { readonly shown: Value } | undefined;
}

/**
 * A field that is written while it is typed into: when the hand rests, and when the field is left.
 * All writes of one visit to the field carry the same `stretch`, so that they are undone as one.
 */
export function useTyped<Value>(
  shown: Value,
  write: (value: Value, stretch: string) => void,
): {
  readonly value: Value;
  readonly type: (value: Value) => void;
  /** The field was left, or Enter was pressed. */
  readonly settle: () => void;
} {
  const [typed, setTyped] = useState<Typed<Value> | null>(null);
  const waiting = useRef<{ readonly value: Value } | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const stretch = useRef<string | null>(null);

  const flush = useEffectEvent(() => {
    clearTimeout(timer.current);
    const held = waiting.current;
    waiting.current = null;
    if (held !== null) write(held.value, stretch.current ?? "");
  });
  const [resting, setResting] = useState(0);
  useEffect(() => {
    if (resting === 0) return;
    timer.current = setTimeout(() => flush(), settled);
    return () => clearTimeout(timer.current);
  }, [resting]);
  // What was typed is not lost when the selection or the screen changes, or the window closes.
  useEffect(() => {
    const leave = () => flush();
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      flush();
    };
  }, []);

  // What was left in the field stands until what is shown has caught up with it, and is forgotten
  // then: an undo leads back to what was shown before.
  const isOver = typed?.left !== undefined && typed.left.shown !== shown;
  if (isOver) setTyped(null);
  return {
    value: typed === null || isOver ? shown : typed.value,
    type: (value) => {
      if (stretch.current === null) {
        stretches += 1;
        stretch.current = `typing ${String(stretches)}`;
      }
      waiting.current = { value };
      setTyped({ value, left: undefined });
      setResting((before) => before + 1);
    },
    settle: () => {
      clearTimeout(timer.current);
      const held = waiting.current;
      waiting.current = null;
      if (held !== null) write(held.value, stretch.current ?? "");
      stretch.current = null;
      setTyped((before) => before && { value: before.value, left: { shown } });
    },
  };
}

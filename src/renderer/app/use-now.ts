import { useEffect, useState } from "react";

const minute = 60_000;

/** The time in milliseconds, kept to the minute: what ages are counted from. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), minute);
    return () => clearInterval(timer);
  }, []);
  return now;
}

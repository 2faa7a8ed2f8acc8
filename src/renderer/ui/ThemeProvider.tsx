import { MantineProvider } from "@mantine/core";
import { type ReactNode, useSyncExternalStore } from "react";
import { theme } from "./theme.ts";

/** What the person chose: a scheme, or the system's. */
export type ThemeChoice = "light" | "dark" | "system";

/** The scheme on screen. */
export type Scheme = "light" | "dark";

const systemDark = (): MediaQueryList => window.matchMedia("(prefers-color-scheme: dark)");

function subscribeToSystem(listener: () => void): () => void {
  const query = systemDark();
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}

/** The scheme that a choice means now; follows the system while it is `system`. */
export function useScheme(choice: ThemeChoice): Scheme {
  const dark = useSyncExternalStore(subscribeToSystem, () => systemDark().matches);
  return choice === "system" ? (dark ? "dark" : "light") : choice;
}

/** Sets the scheme on the document before React paints, so that the first frame has it. */
export function applyScheme(choice: ThemeChoice): void {
  const scheme = choice === "system" ? (systemDark().matches ? "dark" : "light") : choice;
  document.documentElement.dataset["mantineColorScheme"] = scheme;
}

/** Casemate's theme around the application; injects no style element. */
export function ThemeProvider({
  choice,
  children,
}: {
  readonly choice: ThemeChoice;
  readonly children: ReactNode;
}) {
  const scheme = useScheme(choice);
  return (
    <MantineProvider
      theme={theme}
      forceColorScheme={scheme}
      withCssVariables={false}
      withGlobalClasses={false}
    >
      {children}
    </MantineProvider>
  );
}

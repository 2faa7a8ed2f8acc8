import "./Frame.css";
import { useMediaQuery } from "@mantine/hooks";
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { ThemeChoice } from "../ui/ThemeProvider.tsx";
import { Toasts } from "../ui/toasts.tsx";
import { isEscTaken } from "./esc-key.ts";
import { useFullScreen } from "./full-screen.ts";
import { InspectorPanel } from "./InspectorPanel.tsx";
import type { ReportBanner } from "../../shared/model/banner.ts";
import { Marking } from "./Marking.tsx";
import { Navigation, type NavigationItem, type Screen } from "./Navigation.tsx";
import { TopBar } from "./TopBar.tsx";

/** What stands in the inspector, and how it closes. */
export interface FrameInspector {
  /** For assistive technology: "Technique T1562.004". */
  readonly label: string;
  readonly content: ReactNode;
  readonly width: number;
  readonly onWidth: (width: number) => void;
  readonly onClose: () => void;
}

/** Everything around a screen. */
export interface FrameProps {
  /** Null or empty text: no banner. */
  readonly marking: ReportBanner | null;
  readonly navigation: readonly NavigationItem[];
  readonly screen: Screen;
  readonly onNavigate: (screen: Screen) => void;
  /** Whether the person wants the rail (Ctrl+B). */
  readonly rail: boolean;
  readonly onRail: (rail: boolean) => void;
  /** The screen needs width (the matrix): rail below 1920 px. */
  readonly wide?: boolean;
  readonly fileName: string;
  /** "All changes saved", "Importing". */
  readonly status: string;
  readonly switcher: ReactNode;
  readonly theme: ThemeChoice;
  readonly onTheme: (choice: ThemeChoice) => void;
  readonly help: ReactNode;
  /** Ctrl+K and the search box. */
  readonly onSearch: () => void;
  readonly onHistory?: () => void;
  readonly inspector: FrameInspector | null;
  readonly children: ReactNode;
}

/**
 * The window: markings, top bar, navigation, the screen and the inspector.
 * Keys: Ctrl+K search, Ctrl+B rail, Esc closes the inspector and gives the focus back.
 */
export function Frame({
  marking,
  navigation,
  screen,
  onNavigate,
  rail,
  onRail,
  wide = false,
  fileName,
  status,
  switcher,
  theme,
  onTheme,
  help,
  onSearch,
  onHistory,
  inspector,
  children,
}: FrameProps) {
  const roomy = useMediaQuery("(min-width: 1920px)", true, { getInitialValueInEffect: false });
  // On a screen that needs width Ctrl+B holds until another screen is opened.
  const [held, setHeld] = useState<{ screen: Screen; rail: boolean } | null>(null);
  const standing = rail || (wide && !roomy);
  const shownRail = held?.screen === screen ? held.rail : standing;
  const shownMarking = marking !== null && marking.text !== "" ? marking : null;
  const isMarked = shownMarking !== null;

  const full = useFullScreen();

  const page = useRef<HTMLElement>(null);
  const lastFocused = useRef<HTMLElement | null>(null);
  const onClose = inspector?.onClose;

  const closeInspector = (): void => {
    onClose?.();
    lastFocused.current?.focus();
  };

  const onKey = (event: KeyboardEvent): void => {
    const control = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (control && event.key.toLowerCase() === "k") {
      event.preventDefault();
      onSearch();
    } else if (control && event.key.toLowerCase() === "b") {
      event.preventDefault();
      if (wide && !roomy) setHeld({ screen, rail: !shownRail });
      else onRail(!shownRail);
    } else if (event.key === "Escape" && inspector !== null && !isEscTaken(event)) {
      closeInspector();
    }
  };
  const latestKey = useRef(onKey);
  useEffect(() => {
    latestKey.current = onKey;
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => latestKey.current(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, []);

  useEffect(() => {
    const remember = (event: FocusEvent): void => {
      if (event.target instanceof HTMLElement && page.current?.contains(event.target) === true) {
        lastFocused.current = event.target;
      }
    };
    document.addEventListener("focusin", remember);
    return () => document.removeEventListener("focusin", remember);
  }, []);

  useEffect(() => {
    document.documentElement.style.setProperty(
      "--marking-shown",
      isMarked ? "var(--marking-height)" : "0px",
    );
  }, [isMarked]);

  return (
    <div className="frame" data-rail={shownRail || undefined}>
      {shownMarking !== null && <Marking banner={shownMarking} />}
      {!full && (
        <TopBar
          rail={shownRail}
          switcher={switcher}
          theme={theme}
          help={help}
          onTheme={onTheme}
          onSearch={onSearch}
          {...(onHistory === undefined ? {} : { onHistory })}
        />
      )}
      <div className="frame-body">
        {!full && (
          <Navigation
            items={navigation}
            current={screen}
            rail={shownRail}
            fileName={fileName}
            status={status}
            onNavigate={onNavigate}
          />
        )}
        <main ref={page} className="frame-page" id="page">
          {children}
        </main>
        {inspector !== null && (
          <InspectorPanel
            label={inspector.label}
            width={inspector.width}
            onWidth={inspector.onWidth}
            onClose={closeInspector}
          >
            {inspector.content}
          </InspectorPanel>
        )}
      </div>
      {shownMarking !== null && <Marking banner={shownMarking} />}
      <Toasts />
    </div>
  );
}

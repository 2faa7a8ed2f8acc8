import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import {
  IconDeviceDesktop,
  IconHelpCircle,
  IconHistory,
  IconMoon,
  IconSearch,
  IconSun,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { KeyHint } from "../ui/MonoId.tsx";
import { type ThemeChoice, useScheme } from "../ui/ThemeProvider.tsx";
import { Logo } from "./Logo.tsx";

const themes = [
  { choice: "light", word: "Light", icon: IconSun },
  { choice: "dark", word: "Dark", icon: IconMoon },
  { choice: "system", word: "As the system", icon: IconDeviceDesktop },
] as const;

/** The top bar: sign, assessment switcher, search box, history, theme, help. */
export function TopBar({
  rail,
  switcher,
  theme,
  help,
  onTheme,
  onSearch,
  onHistory,
}: {
  readonly rail: boolean;
  readonly switcher: ReactNode;
  readonly theme: ThemeChoice;
  /** Entries of the help menu (`Menu.Item`s). */
  readonly help: ReactNode;
  readonly onTheme: (choice: ThemeChoice) => void;
  readonly onSearch: () => void;
  /** Opens the history; without it the button is left out. */
  readonly onHistory?: () => void;
}) {
  const scheme = useScheme(theme);
  const ThemeIcon = scheme === "dark" ? IconSun : IconMoon;
  return (
    <header className="top-bar">
      <div className="top-bar-sign" data-rail={rail || undefined}>
        <Logo />
        {!rail && <span>Casemate</span>}
      </div>
      {switcher}
      <button type="button" className="search-box" onClick={onSearch} aria-keyshortcuts="Control+K">
        <IconSearch size={16} stroke={1.75} aria-hidden="true" />
        <span>Search techniques, actors, detections</span>
        <KeyHint>Ctrl K</KeyHint>
      </button>
      <div className="top-bar-tools">
        {onHistory !== undefined && (
          <Tooltip label="History">
            <ActionIcon aria-label="History" onClick={onHistory}>
              <IconHistory size={17} stroke={1.75} aria-hidden="true" />
            </ActionIcon>
          </Tooltip>
        )}
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon aria-label="Theme">
              <ThemeIcon size={17} stroke={1.75} aria-hidden="true" />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.RadioGroup
              value={theme}
              onChange={(value) => {
                const chosen = themes.find(({ choice }) => choice === value);
                if (chosen !== undefined) onTheme(chosen.choice);
              }}
            >
              {themes.map(({ choice, word, icon: ChoiceIcon }) => (
                <Menu.RadioItem
                  key={choice}
                  value={choice}
                  rightSection={<ChoiceIcon size={15} stroke={1.75} aria-hidden="true" />}
                >
                  {word}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Dropdown>
        </Menu>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon aria-label="Help">
              <IconHelpCircle size={17} stroke={1.75} aria-hidden="true" />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>{help}</Menu.Dropdown>
        </Menu>
      </div>
    </header>
  );
}

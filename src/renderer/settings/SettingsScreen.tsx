import "./Settings.css";
import { useState } from "react";
import { type Focus, useApp } from "../app/app-state.ts";
import { Card, Page, PageHeader } from "../ui/Page.tsx";
import { About } from "./About.tsx";
import { AssessmentSettings } from "./AssessmentSettings.tsx";
import { EnvironmentSettings } from "./EnvironmentSettings.tsx";
import { PreferenceSettings } from "./PreferenceSettings.tsx";
import { WorkspaceSettings } from "./WorkspaceSettings.tsx";

type Section = NonNullable<Focus["section"]> | "environments";

const sections: readonly (readonly [Section, string, string])[] = [
  ["assessment", "Assessment", "What is asked and how it is computed"],
  ["environments", "Environments", "Each with its rules, logs and assets"],
  ["workspace", "Workspace", "Marking, ages, the file"],
  ["preferences", "Preferences", "Theme and window, on this machine"],
  ["about", "About", "Version and notices"],
];

/** Settings of the assessment, the workspace and this machine. */
export function SettingsScreen() {
  const { focus } = useApp();
  const [section, setSection] = useState<Section>(focus?.section ?? "assessment");
  return (
    <Page
      fill
      header={
        <PageHeader
          title="Settings"
          answer="Of the assessment, of the workspace, and of this machine"
        />
      }
    >
      <div className="settings-columns">
        <nav className="settings-sections" aria-label="Settings">
          {sections.map(([key, word, note]) => (
            <button
              key={key}
              type="button"
              aria-current={key === section ? "true" : undefined}
              onClick={() => setSection(key)}
            >
              <b>{word}</b>
              <span className="muted">{note}</span>
            </button>
          ))}
        </nav>
        <div className="settings-content">
          <SectionContent section={section} />
        </div>
      </div>
    </Page>
  );
}

function SectionContent({ section }: { readonly section: Section }) {
  switch (section) {
    case "assessment":
      return <AssessmentSettings />;
    case "environments":
      return <EnvironmentSettings />;
    case "workspace":
      return <WorkspaceSettings />;
    case "preferences":
      return <PreferenceSettings />;
    case "about":
      return (
        <Card title="About Casemate">
          <About withNotices />
        </Card>
      );
  }
}

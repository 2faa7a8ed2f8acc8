import "../ui/tabs-style.ts";
import { Button, Tabs } from "@mantine/core";
import { IconCalendarPlus, IconFileImport } from "@tabler/icons-react";
import { useState } from "react";
import { type EmulationTab, emulationTabs, useApp } from "../app/app-state.ts";
import { Page, PageHeader } from "../ui/Page.tsx";
import { CompareRunsTab } from "./CompareRunsTab.tsx";
import { LibraryTab } from "./LibraryTab.tsx";
import { PlanTestsPage } from "./PlanTestsPage.tsx";
import { RunPage } from "./RunPage.tsx";
import { RunsTab } from "./RunsTab.tsx";
import { TrendsTab } from "./TrendsTab.tsx";
import "./Emulation.css";

const words: Readonly<Record<EmulationTab, readonly [word: string, answer: string]>> = {
  runs: ["Runs", "What was tried, and what the defence made of it"],
  tests: ["Tests", "What there is to try"],
  trends: ["Trends", "What the outcomes say together"],
  compare: ["Compare", "What got better from one run to another, and what regressed"],
};

/** The run that was open last, of the workspace that was: who comes back finds it again. */
const lastOpened = new Map<string, number>();

/** Emulation: coverage that was tested. Runs and their test cases, the library, and what they say. */
export function EmulationScreen() {
  const { focus, go, importFrom, workspace } = useApp();
  const [tab, setTab] = useState<EmulationTab>(focus?.emulationTab ?? "runs");
  const key = `${workspace.path} ${workspace.createdAt}`;
  const [runId, setRunId] = useState(
    focus?.runId ?? (focus?.emulationTab === undefined ? lastOpened.get(key) : undefined),
  );
  const open = (id: number | undefined) => {
    lastOpened.clear();
    if (id !== undefined) lastOpened.set(key, id);
    setRunId(id);
  };

  if (focus?.planFrom !== undefined) {
    const { planFrom, planInto } = focus;
    const back = planInto === undefined ? { emulationTab: tab } : { runId: planInto };
    return (
      <PlanTestsPage from={planFrom} intoRunId={planInto} onClose={() => go("emulation", back)} />
    );
  }
  if (runId !== undefined) {
    return <RunPage key={runId} runId={runId} onClose={() => open(undefined)} />;
  }
  return (
    <Page
      fill
      header={
        <PageHeader
          title="Emulation"
          answer={words[tab][1]}
          actions={
            <>
              <Button
                leftSection={<IconCalendarPlus aria-hidden="true" />}
                onClick={() => go("emulation", { planFrom: { kind: "gaps", top: 10 } })}
              >
                Plan a test day
              </Button>
              <Button
                leftSection={<IconFileImport aria-hidden="true" />}
                onClick={() => importFrom("emulation")}
              >
                Import tests or results
              </Button>
            </>
          }
        />
      }
    >
      <Tabs
        value={tab}
        onChange={(value) => setTab(emulationTabs.find((each) => each === value) ?? "runs")}
        keepMounted={false}
        className="emulation-tabs"
      >
        <Tabs.List aria-label="Emulation">
          {emulationTabs.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {words[each][0]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="runs">
          <RunsTab onOpen={open} />
        </Tabs.Panel>
        <Tabs.Panel value="tests">
          <LibraryTab />
        </Tabs.Panel>
        <Tabs.Panel value="trends">
          <TrendsTab />
        </Tabs.Panel>
        <Tabs.Panel value="compare">
          <CompareRunsTab />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

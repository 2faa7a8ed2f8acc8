import "../ui/tabs-style.ts";
import "./Compare.css";
import { Tabs } from "@mantine/core";
import { useState } from "react";
import { type CompareTab, compareTabs, useApp } from "../app/app-state.ts";
import { Page, PageHeader } from "../ui/Page.tsx";
import { CompareActorsTab } from "./CompareActorsTab.tsx";
import { CompareAssessmentsTab } from "./CompareAssessmentsTab.tsx";
import { CompareReleasesTab } from "./CompareReleasesTab.tsx";
import { EnvironmentsTab } from "./EnvironmentsTab.tsx";
import { ObservedTab } from "./ObservedTab.tsx";

const words: Readonly<Record<CompareTab, readonly [word: string, answer: string]>> = {
  actors: ["Actors", "What actors share, and what sets each apart"],
  observed: ["Observed techniques", "Which actors use what was seen, and how little that proves"],
  assessments: ["Assessments", "What changed between two answers, and because of what"],
  environments: ["Environments", "What each of several estates sees, and what they see together"],
  releases: ["ATT&CK releases", "What a release of ATT&CK changed"],
};

/** Compare: actors, what was observed against actors, answers over time, and releases of ATT&CK. */
export function CompareScreen() {
  const { focus } = useApp();
  const [tab, setTab] = useState<CompareTab>(focus?.compareTab ?? "actors");
  return (
    <Page fill header={<PageHeader title="Compare" answer={words[tab][1]} />}>
      <Tabs
        className="compare-tabs"
        value={tab}
        onChange={(value) => setTab(compareTabs.find((each) => each === value) ?? "actors")}
        keepMounted={false}
      >
        <Tabs.List aria-label="Compare">
          {compareTabs.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {words[each][0]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="actors">
          <CompareActorsTab />
        </Tabs.Panel>
        <Tabs.Panel value="observed">
          <ObservedTab />
        </Tabs.Panel>
        <Tabs.Panel value="assessments">
          <CompareAssessmentsTab />
        </Tabs.Panel>
        <Tabs.Panel value="environments">
          <EnvironmentsTab />
        </Tabs.Panel>
        <Tabs.Panel value="releases">
          <CompareReleasesTab />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

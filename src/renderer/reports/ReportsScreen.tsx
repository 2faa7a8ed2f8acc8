import "../ui/tabs-style.ts";
import "./Reports.css";
import { Tabs } from "@mantine/core";
import { useState } from "react";
import { type ReportsTab, reportsTabs, useApp } from "../app/app-state.ts";
import { Page, PageHeader } from "../ui/Page.tsx";
import { ReportTab } from "./ReportTab.tsx";
import { SituationsTab } from "./SituationsTab.tsx";
import { SnapshotsTab } from "./SnapshotsTab.tsx";

const words: Readonly<Record<ReportsTab, readonly [word: string, answer: string]>> = {
  report: ["Report", "What leaves the room, with the marking that it must carry"],
  situations: ["Situations", "Start from what you have to decide"],
  snapshots: ["Snapshots", "Assessments as they were, to compare with and to report again"],
};

/** Reports: what an assessment says as a document, starts for usual situations, and snapshots. */
export function ReportsScreen() {
  const { focus } = useApp();
  const [tab, setTab] = useState<ReportsTab>(focus?.reportsTab ?? "report");
  return (
    <Page fill header={<PageHeader title="Reports" answer={words[tab][1]} />}>
      <Tabs
        value={tab}
        onChange={(value) => setTab(reportsTabs.find((each) => each === value) ?? "report")}
        keepMounted={false}
        className="reports-tabs"
      >
        <Tabs.List aria-label="Reports">
          {reportsTabs.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {words[each][0]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="report">
          <ReportTab />
        </Tabs.Panel>
        <Tabs.Panel value="situations">
          <SituationsTab />
        </Tabs.Panel>
        <Tabs.Panel value="snapshots">
          <SnapshotsTab />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

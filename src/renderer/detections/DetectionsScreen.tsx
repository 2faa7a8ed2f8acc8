import "../ui/tabs-style.ts";
import { Button, Menu, Tabs } from "@mantine/core";
import { IconChevronDown, IconFileImport, IconFolder } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import type { DetectionSummary } from "../../shared/model/detection.ts";
import type { Environment } from "../../shared/model/workspace.ts";
import { type DetectionsTab, detectionsTabs, useApp } from "../app/app-state.ts";
import { daysSince, formatAge } from "../app/times.ts";
import { useNow } from "../app/use-now.ts";
import { AssetsTab } from "../assets/AssetsTab.tsx";
import { LogSourcesTab } from "../telemetry/LogSourcesTab.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatNoun, formatOf } from "../ui/figures.ts";
import { Card, Page, PageHeader } from "../ui/Page.tsx";
import { ChoiceMenu } from "../ui/Toolbar.tsx";
import { problemOf, useOperation } from "../use-operation.ts";
import { countInventory } from "./inventory.ts";
import { RulesTab } from "./RulesTab.tsx";
import { WorkListTab } from "./WorkListTab.tsx";
import "./Detections.css";

const noDetections: readonly DetectionSummary[] = [];

const tabWords: Readonly<Record<DetectionsTab, string>> = {
  rules: "Rules",
  "work-list": "Work list",
  "log-sources": "Log sources",
  assets: "Assets",
};

/**
 * Detections: what an environment has to see an adversary with. Its rules and what they lack, the
 * log sources that it collects, its assets, and the way in for more.
 */
export function DetectionsScreen() {
  const { focus, importFrom } = useApp();
  const environments = useOperation("environments", "list", {});
  const opened = useOperation(
    "detections",
    "get",
    { id: focus?.detectionId ?? 0 },
    { enabled: focus?.detectionId !== undefined },
  );
  const [tab, setTab] = useState<DetectionsTab>(focus?.tab ?? "rules");
  const [environmentId, setEnvironmentId] = useState<number>();
  const chosenId = environmentId ?? opened.data?.environmentId;
  const environment =
    environments.data?.find((each) =>
      chosenId === undefined ? each.name === focus?.environment : each.id === chosenId,
    ) ??
    environments.data?.find((each) => each.detections > 0) ??
    environments.data?.[0];
  const isSettled = focus?.detectionId === undefined || !opened.isPending;

  const failure = environments.error;

  return (
    <>
      {environment === undefined || !isSettled ? (
        <Page fill header={<PageHeader title="Detections" />}>
          {failure === null ? (
            <EmptyState>Reading the inventory…</EmptyState>
          ) : (
            <div>
              <ErrorNotice problem={problemOf(failure)} />
            </div>
          )}
        </Page>
      ) : (
        <Inventory
          key={environment.id}
          environment={environment}
          environments={environments.data ?? []}
          failure={failure}
          tab={tab}
          onTab={setTab}
          onPick={(folder) => importFrom("detections", { folder, environment: environment.name })}
          onEnvironment={setEnvironmentId}
        />
      )}
    </>
  );
}

/** The tabs of one environment. */
function Inventory({
  environment,
  environments,
  failure,
  tab,
  onTab,
  onPick,
  onEnvironment,
}: {
  readonly environment: Environment;
  readonly environments: readonly Environment[];
  readonly failure: unknown;
  readonly tab: DetectionsTab;
  readonly onTab: (tab: DetectionsTab) => void;
  readonly onPick: (folder: boolean) => void;
  readonly onEnvironment: (id: number) => void;
}) {
  const { go } = useApp();
  const now = useNow();
  const list = useOperation("detections", "list", { environmentId: environment.id });
  const figures = useOperation("detections", "figures", {});
  const settings = useOperation("settings", "get", {});
  const detections = list.data ?? noDetections;
  const counts = useMemo(() => countInventory(detections), [detections]);
  const newest =
    figures.data?.find((each) => each.environmentId === environment.id)?.newestImport ?? null;
  const isOld =
    newest !== null &&
    settings.data !== undefined &&
    daysSince(newest, now) > settings.data.staleAfterDays;
  const error = failure ?? list.error ?? null;

  const answers: Readonly<Record<DetectionsTab, string>> = {
    rules:
      detections.length === 0
        ? "What we have that could see them"
        : `${formatOf(counts.mapped, counts.detections)} of the rules in ${environment.name} name a technique of the catalogue`,
    "work-list": `What counts for nothing in ${environment.name} until somebody decides`,
    "log-sources": `What ${environment.name} collects, and what it could see with more`,
    assets: `What ${environment.name} has to protect`,
  };
  const isOfRules = tab === "rules" || tab === "work-list";

  return (
    <Page
      fill
      header={
        <PageHeader
          title="Detections"
          answer={answers[tab]}
          aside={
            newest === null || !isOfRules ? undefined : (
              <span className={isOld ? "old-age" : undefined}>
                {`Newest import ${formatAge(newest, now)}${isOld ? ", old" : ""}`}
              </span>
            )
          }
          actions={
            <>
              {environments.length > 1 && (
                <ChoiceMenu
                  label="Environment"
                  value={String(environment.id)}
                  choices={environments.map(({ id, name, detections: rules }) => ({
                    value: String(id),
                    label: name,
                    note: formatNoun(rules, "rule"),
                  }))}
                  onChange={(id) => onEnvironment(Number(id))}
                />
              )}
              <Button onClick={() => go("imports")}>Import reports</Button>
              {isOfRules && <ImportMenu onPick={onPick} />}
            </>
          }
        />
      }
    >
      {error !== null && <ErrorNotice problem={problemOf(error)} />}
      <Tabs
        value={tab}
        onChange={(value) => onTab(detectionsTabs.find((each) => each === value) ?? "rules")}
        keepMounted={false}
        className="detections-tabs"
      >
        <Tabs.List aria-label="Detections">
          {detectionsTabs.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {tabWords[each]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="rules">
          {list.data?.length === 0 ? (
            <NoRules onImport={() => onPick(false)} />
          ) : (
            <RulesTab
              environment={environment}
              detections={detections}
              counts={counts}
              isPending={list.isPending}
            />
          )}
        </Tabs.Panel>
        <Tabs.Panel value="work-list">
          {list.data?.length === 0 ? (
            <NoRules onImport={() => onPick(false)} />
          ) : (
            <WorkListTab environment={environment} detections={detections} />
          )}
        </Tabs.Panel>
        <Tabs.Panel value="log-sources">
          <LogSourcesTab environment={environment} />
        </Tabs.Panel>
        <Tabs.Panel value="assets">
          <AssetsTab environment={environment} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

function NoRules({ onImport }: { readonly onImport: () => void }) {
  return (
    <Card grow>
      <EmptyState action="Import rules" onAction={onImport}>
        No detections yet. Import what your tools write to see what you cover: rules of Sigma,
        Splunk, Elastic and Sentinel, DeTT&amp;CT scores, or a table as CSV or XLSX; as files,
        folders or archives, mixed as they are. Files can also be dropped on the window.
      </EmptyState>
    </Card>
  );
}

function ImportMenu({ onPick }: { readonly onPick: (folder: boolean) => void }) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="filled"
          leftSection={<IconFileImport aria-hidden="true" />}
          rightSection={<IconChevronDown aria-hidden="true" />}
        >
          Import rules
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconFileImport size={16} stroke={1.75} />}
          onClick={() => onPick(false)}
        >
          Files and archives of rules
        </Menu.Item>
        <Menu.Item
          leftSection={<IconFolder size={16} stroke={1.75} />}
          onClick={() => onPick(true)}
        >
          A folder of rules
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

import "./Catalogue.css";
import { Button } from "@mantine/core";
import { useMemo, useState } from "react";
import type { Release } from "../../shared/model/catalogue.ts";
import { useApp } from "../app/app-state.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice, Notice } from "../ui/ErrorNotice.tsx";
import { formatNoun } from "../ui/figures.ts";
import { Page, PageHeader } from "../ui/Page.tsx";
import { problemOf, useOperation } from "../use-operation.ts";
import { releaseName } from "./authenticity.ts";
import { ObjectBrowser } from "./ObjectBrowser.tsx";
import { ReleaseDetails } from "./ReleaseDetails.tsx";
import { ReleaseList } from "./ReleaseList.tsx";
import { orderReleases } from "./release-order.ts";

/** The catalogue: its releases, how far each can be trusted, and every object of one. */
export function CatalogueScreen() {
  const { focus, go, importCatalogue, addStarter } = useApp();
  const releases = useOperation("catalogue", "list", {});
  const notice = useOperation("catalogue", "notice", {});
  const [chosen, setChosen] = useState(focus?.releaseId);
  const ordered = useMemo(() => orderReleases(releases.data ?? []), [releases.data]);
  const release = ordered.find((each) => each.id === chosen) ?? ordered[0];

  const actions = (
    <>
      <Button onClick={() => go("imports")}>Import reports</Button>
      <Button variant="filled" onClick={importCatalogue}>
        Import ATT&CK bundle
      </Button>
    </>
  );
  if (releases.error !== null) {
    return (
      <Page header={<PageHeader title="Catalogue" actions={actions} />}>
        <ErrorNotice
          problem={problemOf(releases.error)}
          actions={<Button onClick={() => void releases.refetch()}>Try again</Button>}
        />
      </Page>
    );
  }
  if (releases.data === undefined) {
    return <Page header={<PageHeader title="Catalogue" answer="Reading…" />}>{null}</Page>;
  }
  if (release === undefined) {
    return (
      <Page header={<PageHeader title="Catalogue" actions={actions} />} fill>
        <EmptyState action="Add the starter catalogue" onAction={addStarter}>
          No catalogue yet. Import an ATT&CK bundle from disk, or begin with the starter: ATT&CK
          18.1 of Enterprise, Mobile and ICS, facts only.
        </EmptyState>
      </Page>
    );
  }
  return (
    <Page
      fill
      header={<PageHeader title="Catalogue" answer={describe(releases.data)} actions={actions} />}
    >
      {!release.hasDescriptions && (
        <Notice tone="accent">
          <p>
            {release.authenticity === "starter"
              ? `${releaseName(release)} is the starter: facts only. Descriptions and procedure texts come with the official bundle.`
              : `${releaseName(release)} holds no descriptions. They come with the official bundle.`}
          </p>
        </Notice>
      )}
      <div className="catalogue-body">
        <div className="catalogue-columns">
          <div className="catalogue-releases">
            <ReleaseList
              releases={ordered}
              selectedId={release.id}
              onSelect={(each) => setChosen(each.id)}
            />
            <ReleaseDetails key={release.id} release={release} />
          </div>
          <ObjectBrowser key={release.id} release={release} />
        </div>
        {notice.data !== undefined && <p className="catalogue-notice">{notice.data.attack}</p>}
      </div>
    </Page>
  );
}

function describe(releases: readonly Release[]): string {
  const techniques = releases.reduce(
    (sum, { counts }) => sum + counts.techniques + counts.subtechniques,
    0,
  );
  return `${formatNoun(releases.length, "release")}, ${formatNoun(techniques, "active technique")} and sub-techniques in all`;
}

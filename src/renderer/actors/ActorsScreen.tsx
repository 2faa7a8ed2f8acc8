import { useState } from "react";
import type { ActorRef } from "../../shared/model/actor.ts";
import { useApp } from "../app/app-state.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Page, PageHeader } from "../ui/Page.tsx";
import { ActorProfilePage } from "./ActorProfilePage.tsx";
import { type CatalogueSearch } from "./AddFromCatalogue.tsx";
import { everyActor } from "./actor-words.ts";
import { ChosenActorsPage } from "./ChosenActorsPage.tsx";

/** Actors: those chosen for the assessment, those to choose from, and the profile of one. */
export function ActorsScreen() {
  const { assessmentId, focus, createAssessment } = useApp();
  const [opened, setOpened] = useState<ActorRef | undefined>(focus?.actor);
  const [search, setSearch] = useState<CatalogueSearch>({
    text: focus?.text ?? "",
    filter: everyActor,
  });
  if (assessmentId === undefined) {
    return (
      <Page header={<PageHeader title="Actors" />} fill>
        <EmptyState action="New assessment" onAction={createAssessment}>
          Actors are chosen for an assessment, and there is none yet.
        </EmptyState>
      </Page>
    );
  }
  return opened === undefined ? (
    <ChosenActorsPage
      assessmentId={assessmentId}
      search={search}
      onSearch={setSearch}
      onOpen={setOpened}
    />
  ) : (
    <ActorProfilePage
      key={`${opened.kind} ${opened.id}`}
      assessmentId={assessmentId}
      actor={opened}
      onOpen={setOpened}
      onBack={() => setOpened(undefined)}
    />
  );
}

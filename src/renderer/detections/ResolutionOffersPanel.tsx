import { Button, Select } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import type { Domain, TechniqueId } from "../../shared/model/attack-id.ts";
import { coverageLevel } from "../../shared/model/coverage.ts";
import type { ResolutionOffer, ResolutionOffers } from "../../shared/model/detection.ts";
import { useApp } from "../app/app-state.ts";
import { DataTable, TableTools } from "../ui/DataTable.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatCount, formatNoun, formatOf } from "../ui/figures.ts";
import { Card } from "../ui/Page.tsx";
import { levelWords } from "../ui/levels.ts";
import { Badge, LevelTag } from "../ui/Tag.tsx";
import { type DataColumn, useDataTable } from "../ui/table-model.ts";
import { ChoiceMenu } from "../ui/Toolbar.tsx";
import { problemOf, useOperation } from "../use-operation.ts";
import { useTableExport } from "../use-table-export.ts";
import { useUndoKeys } from "../use-undo-keys.ts";
import {
  acceptedPairs,
  countRulePairs,
  inDecisionOrder,
  type OfferPair,
  openPairs,
  standingChoice,
} from "./offers.ts";
import { useDetectionEdits } from "./use-detection-edits.ts";
import "./Detections.css";

const kindWords: Readonly<Record<ResolutionOffer["kind"], string>> = {
  certain: "Certain",
  "by-name": "By name",
  choice: "Choice",
  none: "New ID",
};

const kindNotes: Readonly<Record<ResolutionOffer["kind"], string>> = {
  certain: "Exactly one technique became this ID",
  "by-name": "Several became this ID; exactly one has the same name",
  choice: "Several became this ID; say which one is meant",
  none: "New in its release: nothing here stands for it",
};

const kindTones = {
  certain: "ok",
  "by-name": "warning",
  choice: "warning",
  none: "plain",
} as const satisfies Record<ResolutionOffer["kind"], string>;

interface OfferActions {
  readonly accept: (pairs: readonly OfferPair[], words: string) => void;
  readonly withdraw: (pairs: readonly OfferPair[], words: string) => void;
  readonly pick: (written: string, techniqueId: TechniqueId) => void;
  readonly inspect: (techniqueId: TechniqueId) => void;
}

function levelWord(level: string): string {
  const known = coverageLevel.safeParse(level);
  return known.success ? levelWords[known.data] : level;
}

function levelCell(level: string | null) {
  const known = coverageLevel.safeParse(level);
  if (known.success) return <LevelTag level={known.data} />;
  return <span className="faint">{level ?? "not in scope"}</span>;
}

/**
 * IDs of another release that an environment's rules and tests name, what each may stand for, and the
 * decision: nothing counts until it is accepted, and what was accepted can be withdrawn.
 */
export function ResolutionOffersPanel({
  assessmentId,
  domain,
  environment,
}: {
  readonly assessmentId: number;
  readonly domain: Domain;
  /** By name; default: the workspace's first. */
  readonly environment?: string | undefined;
}) {
  const [chosen, setChosen] = useState<Domain>();
  const inEnvironment = environment === undefined ? {} : { environment };
  const first = useOperation("detections", "offers", { assessmentId, domain, ...inEnvironment });
  const domains = first.data?.domains ?? [];
  // Where the assessment's own domain has nothing to decide, another one may have.
  const own = domains.find((each) => each.domain === domain);
  const waiting = own?.ids === 0 ? domains.find(({ ids }) => ids > 0)?.domain : undefined;
  const place = { assessmentId, domain: chosen ?? waiting ?? domain, ...inEnvironment };
  const offers = useOperation("detections", "offers", place, { enabled: first.data !== undefined });
  if (offers.data === undefined) {
    return (
      <Card title="IDs of another release" grow>
        {first.error !== null ? (
          <ErrorNotice problem={problemOf(first.error)} />
        ) : offers.error === null ? (
          <EmptyState>Looking up what the IDs became…</EmptyState>
        ) : (
          <ErrorNotice problem={problemOf(offers.error)} />
        )}
      </Card>
    );
  }
  return <Offers key={place.domain} place={place} answer={offers.data} onDomain={setChosen} />;
}

function Offers({
  place,
  answer,
  onDomain,
}: {
  readonly place: {
    readonly assessmentId: number;
    readonly domain: Domain;
    readonly environment?: string;
  };
  readonly answer: ResolutionOffers;
  readonly onDomain: (domain: Domain) => void;
}) {
  const { inspect } = useApp();
  const [picked, setPicked] = useState<ReadonlyMap<string, TechniqueId>>(new Map());
  const { exportTable, problem: exportProblem } = useTableExport("ids-of-another-release");
  const editing = useDetectionEdits();
  useUndoKeys(editing.undo, editing.redo);
  const assessment = useOperation("assessments", "get", { assessmentId: place.assessmentId });
  const chosenActors = assessment.data?.actors.length ?? 0;
  const { accept, withdraw } = editing;
  const { assessmentId, domain, environment } = place;

  const actions = useMemo((): OfferActions => {
    const where = {
      assessmentId,
      domain,
      ...(environment === undefined ? {} : { environment }),
    };
    return {
      accept: (pairs, words) => void accept(where, pairs, words),
      withdraw: (pairs, words) => {
        // What is withdrawn stands as it did before anything was picked for it.
        const taken = new Set(pairs.map(({ written }) => written));
        setPicked((before) => new Map([...before].filter(([written]) => !taken.has(written))));
        void withdraw(where, pairs, words);
      },
      pick: (written, techniqueId) =>
        setPicked((before) => new Map(before).set(written, techniqueId)),
      inspect: (techniqueId) => inspect(domain, techniqueId),
    };
  }, [accept, withdraw, inspect, assessmentId, domain, environment]);

  const rows = useMemo(() => inDecisionOrder(answer.offers), [answer.offers]);
  const withTests = answer.offers.some(({ tests }) => tests > 0);
  const columns = useMemo(
    () => offerColumns({ version: answer.version, chosenActors, withTests, picked, actions }),
    [answer.version, chosenActors, withTests, picked, actions],
  );
  const model = useDataTable({ rows, columns, rowId: offerRowId });

  const certain = openPairs(answer.offers, "certain", picked);
  const byName = openPairs(answer.offers, "by-name", picked);
  const accepted = acceptedPairs(answer.offers);
  const pairs = answer.offers.reduce((total, offer) => total + offer.detections + offer.tests, 0);
  const { busy } = editing;
  const failure = editing.problem ?? exportProblem ?? null;

  return (
    <Card
      title="IDs of another release"
      badge={
        <Badge>{`${formatNoun(answer.offers.length, "ID")}, ${formatNoun(pairs, "pair")}`}</Badge>
      }
      flush
      grow
      aside={
        <TableTools model={model} filterLabel="Filter IDs" onExport={exportTable}>
          {answer.domains.length > 1 && (
            <ChoiceMenu
              label="Domain"
              value={domain}
              choices={answer.domains.map((each) => ({
                value: each.domain,
                label: each.domain,
                note: formatNoun(each.ids, "ID"),
              }))}
              onChange={onDomain}
            />
          )}
        </TableTools>
      }
      foot={
        <div className="offers-foot">
          <div className="offers-effect">
            {failure !== null && <ErrorNotice problem={problemOf(failure)} />}
            <Effect answer={answer} certain={certain.length} byName={byName.length} />
            <p>
              Rules and tests keep the IDs that they came with; each mapped pair says so.
              {accepted.length > 0 &&
                ` ${formatNoun(accepted.length, "ID")} accepted; each can be withdrawn in its row.`}
            </p>
          </div>
          {accepted.length > 0 && (
            <Button
              loading={busy}
              onClick={() =>
                actions.withdraw(accepted, `${formatNoun(accepted.length, "ID")} withdrawn`)
              }
            >
              {`Withdraw ${accepted.length === 1 ? "the accepted ID" : `all ${formatCount(accepted.length)} accepted`}`}
            </Button>
          )}
          {byName.length > 0 && (
            <Button
              loading={busy}
              title={kindNotes["by-name"]}
              onClick={() =>
                actions.accept(byName, `${formatNoun(byName.length, "ID")} accepted by name`)
              }
            >
              {`Accept ${formatNoun(countRulePairs(answer.offers, byName), "pair")} by name`}
            </Button>
          )}
          {certain.length > 0 && (
            <Button
              variant="filled"
              loading={busy}
              title={kindNotes.certain}
              onClick={() =>
                actions.accept(certain, `${formatNoun(certain.length, "certain ID")} accepted`)
              }
            >
              {`Accept ${formatNoun(countRulePairs(answer.offers, certain), "certain pair")}`}
            </Button>
          )}
        </div>
      }
    >
      <DataTable
        model={model}
        label="IDs of another release"
        bare
        rowHeight={offerRowHeight}
        onSelect={() => undefined}
        empty={
          <EmptyState>
            Every ID of these rules and tests is of the catalogue’s release. Nothing to decide.
          </EmptyState>
        }
      />
    </Card>
  );
}

/** Room for an ID and two lines of its name. */
const offerRowHeight = 58;

function offerRowId(offer: ResolutionOffer): string {
  return offer.written;
}

/** What accepting would do to coverage, with the denominator. */
function Effect({
  answer,
  certain,
  byName,
}: {
  readonly answer: ResolutionOffers;
  readonly certain: number;
  readonly byName: number;
}) {
  const { coveredNow, coveredWithCertain, coveredWithAll, denominator } = answer;
  if (denominator === null || coveredNow === null) {
    return <p>Without chosen actors there is no coverage that the map could change.</p>;
  }
  const now = formatOf(coveredNow, denominator);
  if (certain === 0 && byName === 0) return <p>Covered: {now}.</p>;
  const change = (covered: number | null, words: string) =>
    covered === null ? null : covered === coveredNow ? (
      <p>
        {words} leaves coverage at {now}.
      </p>
    ) : (
      <p>
        <b>
          {words} closes {formatNoun(covered - coveredNow, "gap")}
        </b>{" "}
        and raises coverage from {now} to {formatOf(covered, denominator)}.
      </p>
    );
  return (
    <>
      {certain > 0 && change(coveredWithCertain, "Accepting the certain map")}
      {byName > 0 &&
        change(coveredWithAll, certain > 0 ? "With those by name it" : "Accepting those by name")}
    </>
  );
}

function offerColumns({
  version,
  chosenActors,
  withTests,
  picked,
  actions,
}: {
  /** Whether tests and test cases write one of the IDs. */
  readonly withTests: boolean;
  readonly version: string;
  readonly chosenActors: number;
  readonly picked: ReadonlyMap<string, TechniqueId>;
  readonly actions: OfferActions;
}): readonly DataColumn<ResolutionOffer>[] {
  const target = (offer: ResolutionOffer) => standingChoice(offer, picked);
  const candidate = (offer: ResolutionOffer) =>
    offer.candidates.find((each) => each.techniqueId === target(offer));
  return [
    {
      id: "written",
      header: "ID as written",
      fixed: true,
      width: 120,
      grow: 1,
      value: ({ written }) => written,
      searchText: ({ writtenName }) => writtenName ?? "",
      cell: ({ written, writtenName }) => (
        <span className="offer-technique" title={writtenName ?? undefined}>
          <span className="mono">{written}</span>
          {writtenName !== null && <span className="offer-name">{writtenName}</span>}
        </span>
      ),
    },
    {
      id: "detections",
      header: "Rules",
      width: 52,
      numeric: true,
      value: ({ detections }) => detections,
    },
    {
      id: "tests",
      header: "Tests",
      width: 52,
      numeric: true,
      value: ({ tests }) => tests,
      // Names need the room where no test writes such an ID.
      hidden: !withTests,
    },
    {
      id: "technique",
      header: `In ${version}`,
      fixed: true,
      width: 120,
      grow: 1,
      value: (offer) => {
        const found = candidate(offer);
        return found === undefined ? null : `${found.techniqueId} ${found.name}`;
      },
      searchText: ({ candidates }) =>
        candidates.map(({ techniqueId, name }) => `${techniqueId} ${name}`).join(" "),
      cell: (offer) => <Target offer={offer} target={target(offer)} actions={actions} />,
    },
    {
      id: "usedBy",
      header: "Used by",
      width: 68,
      value: (offer) => candidate(offer)?.usedByChosenActors ?? null,
      cell: (offer) => {
        const used = candidate(offer)?.usedByChosenActors;
        if (used === undefined) return <span className="faint">–</span>;
        return `${formatCount(used)} of ${formatCount(chosenActors)}`;
      },
    },
    {
      id: "level",
      header: "Level, with the map",
      width: 150,
      value: ({ levelNow, levelWith }) =>
        [levelNow, levelWith === levelNow ? null : levelWith]
          .filter((level) => level !== null)
          .map(levelWord)
          .join(" → ") || null,
      cell: ({ levelNow, levelWith }) => (
        <span className="offer-levels">
          {levelCell(levelNow)}
          {levelWith !== null && (
            <span className="offer-level-with">
              <IconArrowRight size={14} stroke={1.75} aria-label="with the map" />
              {levelWith === levelNow ? (
                <span className="muted">unchanged</span>
              ) : (
                levelCell(levelWith)
              )}
            </span>
          )}
        </span>
      ),
    },
    {
      id: "decide",
      header: "Map",
      fixed: true,
      width: 90,
      value: ({ kind, accepted }) => (accepted === null ? kindWords[kind] : "Accepted"),
      cell: (offer) => <Decision offer={offer} target={target(offer)} actions={actions} />,
    },
  ];
}

function Target({
  offer,
  target,
  actions,
}: {
  readonly offer: ResolutionOffer;
  readonly target: TechniqueId | null;
  readonly actions: OfferActions;
}) {
  if (offer.candidates.length === 0) {
    return <span className="muted offer-name">New in its release, no predecessor</span>;
  }
  if (offer.accepted === null && offer.candidates.length > 1) {
    const names = new Map<string, string>(
      offer.candidates.map(({ techniqueId, name }) => [techniqueId, name]),
    );
    const name = target === null ? undefined : names.get(target);
    return (
      <span className="offer-technique">
        <Select
          size="xs"
          className="offer-choice"
          aria-label={`What ${offer.written} stands for`}
          placeholder="Choose"
          comboboxProps={{ width: 320, position: "bottom-start" }}
          data={offer.candidates.map(({ techniqueId }) => ({
            value: techniqueId,
            label: techniqueId,
          }))}
          renderOption={({ option }) => (
            <span>
              <span className="mono-id">{option.value}</span> {names.get(option.value)}
            </span>
          )}
          value={target}
          onChange={(value) => {
            const chosen = offer.candidates.find(({ techniqueId }) => techniqueId === value);
            if (chosen !== undefined) actions.pick(offer.written, chosen.techniqueId);
          }}
        />
        {name !== undefined && (
          <span className="offer-name" title={name}>
            {name}
          </span>
        )}
      </span>
    );
  }
  const found = offer.candidates.find(({ techniqueId }) => techniqueId === target);
  if (found === undefined) return <span className="faint">–</span>;
  return (
    <button
      type="button"
      className="offer-technique offer-target"
      title={`${found.techniqueId} ${found.name}: open in the inspector`}
      onClick={() => actions.inspect(found.techniqueId)}
    >
      <span className="mono-id">{found.techniqueId}</span>
      <span className="offer-name">{found.name}</span>
    </button>
  );
}

function Decision({
  offer,
  target,
  actions,
}: {
  readonly offer: ResolutionOffer;
  readonly target: TechniqueId | null;
  readonly actions: OfferActions;
}) {
  if (offer.accepted !== null) {
    return (
      <span className="offer-decision">
        <Badge tone="accent">Accepted</Badge>
        <Button
          size="compact-xs"
          aria-label={`Withdraw ${offer.written}`}
          onClick={() => {
            if (offer.accepted === null) return;
            actions.withdraw(
              [{ written: offer.written, techniqueId: offer.accepted }],
              `${offer.written} counts for nothing again`,
            );
          }}
        >
          Withdraw
        </Button>
      </span>
    );
  }
  return (
    <span className="offer-decision">
      <span title={kindNotes[offer.kind]}>
        <Badge tone={kindTones[offer.kind]}>{kindWords[offer.kind]}</Badge>
      </span>
      {offer.kind !== "none" && (
        <Button
          size="compact-xs"
          aria-label={`Accept ${offer.written}`}
          disabled={target === null}
          onClick={() => {
            if (target === null) return;
            actions.accept(
              [{ written: offer.written, techniqueId: target }],
              `${offer.written} counts for ${target}`,
            );
          }}
        >
          Accept
        </Button>
      )}
    </span>
  );
}

import { ActionIcon, Button } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useState } from "react";
import type {
  ActorProfile,
  ActorRef,
  ProfileTechnique,
  Provenance,
} from "../../shared/model/actor.ts";
import type { TechniqueId } from "../../shared/model/attack-id.ts";
import type { ActorIndicator, ActorOrigin } from "../../shared/model/intelligence.ts";
import { formatNoun } from "../ui/figures.ts";
import { techniqueName } from "../ui/MonoId.tsx";
import { Card } from "../ui/Page.tsx";
import { Badge } from "../ui/Tag.tsx";
import { TokenText } from "../ui/TokenText.tsx";
import { SegmentedControl } from "../ui/Toolbar.tsx";
import { confidenceWords, countryName, wayWords } from "./actor-words.ts";
import { wayOrder } from "./profile-ways.ts";
import "./Actors.css";

type Section = "about" | "software" | "campaigns";

/** Beside the techniques: the procedure of the selected one, or what is known of the actor. */
export function ProfilePanel({
  profile,
  origin,
  technique,
  editable,
  onInspect,
  onOpenActor,
  onOpenImport,
  onOpenObject,
  onExclude,
  onClear,
  onCloseTechnique,
}: {
  readonly profile: ActorProfile;
  /** Of an own profile: where it comes from. */
  readonly origin: ActorOrigin | undefined;
  readonly technique: ProfileTechnique | undefined;
  /** Whether the actor is chosen, so that its techniques can be excluded. */
  readonly editable: boolean;
  readonly onInspect: (id: TechniqueId) => void;
  readonly onOpenActor: (actor: ActorRef) => void;
  readonly onOpenImport: (importId: number) => void;
  readonly onOpenObject: (attackId: string) => void;
  readonly onExclude: () => void;
  readonly onClear: (id: TechniqueId) => void;
  readonly onCloseTechnique: () => void;
}) {
  const [section, setSection] = useState<Section>("about");
  if (technique !== undefined) {
    return (
      <TechniquePanel
        technique={technique}
        indicators={origin?.indicators.filter((each) => each.techniqueId === technique.id) ?? []}
        isOwnProfile={profile.kind === "own"}
        editable={editable}
        onInspect={onInspect}
        onOpenObject={onOpenObject}
        onExclude={onExclude}
        onClear={onClear}
        onClose={onCloseTechnique}
      />
    );
  }
  return (
    <Card
      grow
      scroll
      title="Profile"
      {...(profile.kind === "own"
        ? {}
        : {
            aside: (
              <SegmentedControl
                label="Show of the profile"
                value={section}
                choices={[
                  { value: "about", label: "About" },
                  { value: "software", label: `Software ${String(profile.software.length)}` },
                  { value: "campaigns", label: `Campaigns ${String(profile.campaigns.length)}` },
                ]}
                onChange={setSection}
              />
            ),
          })}
    >
      {section === "about" &&
        (profile.kind === "own" ? (
          origin !== undefined && <Origin origin={origin} onOpenImport={onOpenImport} />
        ) : (
          <About profile={profile} onOpenObject={onOpenObject} />
        ))}
      {section === "software" &&
        (profile.software.length === 0 ? (
          <p className="muted">The catalogue names no software that it uses itself.</p>
        ) : (
          <ul className="plain panel-list">
            {profile.software.map(({ id, name, procedure }) => (
              <li key={id}>
                <button
                  type="button"
                  className="link"
                  onClick={() => onOpenActor({ kind: "software", domain: profile.domain, id })}
                >
                  {name}
                </button>{" "}
                <span className="mono-id">{id}</span>
                {procedure !== null && <TokenText text={procedure} onOpenObject={onOpenObject} />}
              </li>
            ))}
          </ul>
        ))}
      {section === "campaigns" &&
        (profile.campaigns.length === 0 ? (
          <p className="muted">The catalogue attributes no campaign to it.</p>
        ) : (
          <ul className="plain panel-list">
            {profile.campaigns.map(({ id, name }) => (
              <li key={id}>
                <button
                  type="button"
                  className="link"
                  onClick={() => onOpenActor({ kind: "campaign", domain: profile.domain, id })}
                >
                  {name}
                </button>{" "}
                <span className="mono-id">{id}</span>
              </li>
            ))}
          </ul>
        ))}
    </Card>
  );
}

/** Where an own profile comes from, and what of it does not count. */
function Origin({
  origin: { source, confidence, description, importId, indicators, otherIds },
  onOpenImport,
}: {
  readonly origin: ActorOrigin;
  readonly onOpenImport: (importId: number) => void;
}) {
  return (
    <div className="panel-sections">
      <dl className="facts">
        <div>
          <dt>Source</dt>
          <dd>{source === "" ? "Not said" : source}</dd>
        </div>
        <div>
          <dt>Confidence</dt>
          <dd>{confidenceWords[confidence]}</dd>
        </div>
        <div>
          <dt>Indicators</dt>
          <dd>{indicators.length === 0 ? "None" : formatNoun(indicators.length, "indicator")}</dd>
        </div>
        {otherIds.length > 0 && (
          <div>
            <dt>IDs of other releases</dt>
            <dd>
              <span className="mono">{otherIds.join(", ")}</span> (kept, and not counted)
            </dd>
          </div>
        )}
        {importId !== null && (
          <div>
            <dt>Came by</dt>
            <dd>
              <button type="button" className="link" onClick={() => onOpenImport(importId)}>
                Open the import report
              </button>
            </dd>
          </div>
        )}
      </dl>
      {description !== "" && (
        <section>
          <h3>Description</h3>
          <p>{description}</p>
        </section>
      )}
    </div>
  );
}

/** What ties a technique to the actor, indicator by indicator. */
function Indicators({ indicators }: { readonly indicators: readonly ActorIndicator[] }) {
  return (
    <section>
      <h3>
        Indicators
        <span className="muted"> {formatNoun(indicators.length, "indicator")}</span>
      </h3>
      <ul className="plain panel-list">
        {indicators.map(({ name, pattern, verb, validFrom }, index) => (
          <li key={`${name} ${String(index)}`}>
            <b>{name}</b>{" "}
            <span className="muted">
              {verb}
              {validFrom !== null && `, valid from ${validFrom.slice(0, 10)}`}
            </span>
            {pattern !== "" && <p className="mono">{pattern}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function About({
  profile,
  onOpenObject,
}: {
  readonly profile: ActorProfile;
  readonly onOpenObject: (attackId: string) => void;
}) {
  const { context } = profile;
  const facts = [
    { word: "Sectors targeted", facts: context.sectors, write: (value: string) => value },
    { word: "Suspected country", facts: context.countries, write: countryName },
    { word: "Motives", facts: context.motives, write: (value: string) => value },
  ];
  const sources = [...new Set(facts.flatMap(({ facts: each }) => each.map((fact) => fact.source)))];
  return (
    <div className="panel-sections">
      <dl className="facts">
        <div>
          <dt>Also known as</dt>
          <dd>{profile.aliases.length === 0 ? "No other name" : profile.aliases.join(", ")}</dd>
        </div>
        {profile.kind === "group" &&
          facts.map(({ word, facts: each, write }) => (
            <div key={word}>
              <dt>{word}</dt>
              <dd>
                {each.length === 0 ? (
                  <span className="faint">No data</span>
                ) : (
                  each.map((fact) => write(fact.value)).join(", ")
                )}
              </dd>
            </div>
          ))}
        {sources.length > 0 && (
          <div>
            <dt>Source of these</dt>
            <dd>{sources.join("; ")}</dd>
          </div>
        )}
      </dl>
      <section>
        <h3>Description</h3>
        {profile.description === null ? (
          <p className="muted">No description in this catalogue.</p>
        ) : (
          <TokenText
            text={profile.description}
            references={profile.references}
            onOpenObject={onOpenObject}
          />
        )}
      </section>
    </div>
  );
}

function TechniquePanel({
  technique,
  indicators,
  isOwnProfile,
  editable,
  onInspect,
  onOpenObject,
  onExclude,
  onClear,
  onClose,
}: {
  readonly technique: ProfileTechnique;
  readonly indicators: readonly ActorIndicator[];
  readonly isOwnProfile: boolean;
  readonly editable: boolean;
  readonly onInspect: (id: TechniqueId) => void;
  readonly onOpenObject: (attackId: string) => void;
  readonly onExclude: () => void;
  readonly onClear: (id: TechniqueId) => void;
  readonly onClose: () => void;
}) {
  const { excluded } = technique;
  // What an own profile was made of is no addition to it: that can only be excluded.
  const isAddition = !isOwnProfile && technique.via.some((via) => via.kind === "own");
  return (
    <Card
      grow
      scroll
      title={`${technique.id} ${techniqueName(technique)}`}
      aside={
        <ActionIcon aria-label="Back to the profile" title="Back to the profile" onClick={onClose}>
          <IconX aria-hidden="true" />
        </ActionIcon>
      }
      foot={
        <>
          <Button size="xs" onClick={() => onInspect(technique.id)}>
            Open in the inspector
          </Button>
          {editable &&
            (excluded !== null || isAddition ? (
              <Button size="xs" onClick={() => onClear(technique.id)}>
                {excluded === null ? "Withdraw my addition" : "Take it in again"}
              </Button>
            ) : (
              <Button size="xs" onClick={onExclude}>
                Exclude
              </Button>
            ))}
          {!editable && <span>Choose the actor to add or exclude techniques.</span>}
        </>
      }
    >
      <div className="panel-sections">
        {excluded !== null && (
          <section>
            <h3>
              <Badge tone="warning">Excluded</Badge> {excluded.date}, source: {excluded.source}
            </h3>
            <p>{excluded.reason === "" ? "No reason given." : excluded.reason}</p>
          </section>
        )}
        {wayOrder.map((way) => {
          const via = technique.via.filter((each) => each.kind === way);
          if (via.length === 0) return null;
          return (
            <section key={way}>
              <h3>
                {wayWords[way]}
                <span className="muted"> {formatNoun(via.length, "statement")}</span>
              </h3>
              <ul className="plain panel-list">
                {via.map((each, index) => (
                  <li key={`${each.id} ${String(index)}`}>
                    <Statement via={each} onOpenObject={onOpenObject} />
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
        {indicators.length > 0 && <Indicators indicators={indicators} />}
      </div>
    </Card>
  );
}

function Statement({
  via,
  onOpenObject,
}: {
  readonly via: Provenance;
  readonly onOpenObject: (attackId: string) => void;
}) {
  const own =
    via.kind === "own"
      ? [via.date, via.confidence === null ? null : `${confidenceWords[via.confidence]} confidence`]
          .filter((word) => word !== null)
          .join(", ")
      : "";
  return (
    <>
      <b>{via.name}</b> {via.kind !== "own" && <span className="mono-id">{via.id}</span>}
      {own !== "" && <span className="muted"> {own}</span>}
      {via.procedure === null || via.procedure === "" ? (
        <p className="muted">
          {via.kind === "own" ? "No text was given." : "No procedure text in this catalogue."}
        </p>
      ) : (
        <TokenText text={via.procedure} references={via.references} onOpenObject={onOpenObject} />
      )}
    </>
  );
}

import { ActionIcon, Button } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useState } from "react";
import { officialDomains, techniqueId } from "../../shared/model/attack-id.ts";
import type {
  ObjectDetail,
  ObjectSummary,
  RelatedObject,
  Release,
} from "../../shared/model/catalogue.ts";
import { useApp } from "../app/app-state.ts";
import { formatDay } from "../app/times.ts";
import { ErrorNotice, Notice } from "../ui/ErrorNotice.tsx";
import { formatCount } from "../ui/figures.ts";
import { MonoId, TechniqueName } from "../ui/MonoId.tsx";
import { Facts } from "../ui/Page.tsx";
import { Badge } from "../ui/Tag.tsx";
import { showDone } from "../ui/toasts.tsx";
import { TokenText } from "../ui/TokenText.tsx";
import { problemOf, useOperation } from "../use-operation.ts";
import { workbench } from "../workbench.ts";
import { findObject } from "./find-object.ts";
import { oneOfKind } from "./kind-words.ts";
import { groupRelated, type RelationshipGroup } from "./relationship-words.ts";

/** Everything that the catalogue says of one object. */
export function ObjectPanel({
  release,
  stixId,
  onOpen,
  onClose,
}: {
  readonly release: Release;
  readonly stixId: string;
  readonly onOpen: (stixId: string) => void;
  readonly onClose: () => void;
}) {
  const object = useOperation("catalogue", "object", { releaseId: release.id, stixId });
  const label = object.data === undefined ? "Object" : object.data.name;
  return (
    <section className="catalogue-object card" aria-label={label}>
      <ActionIcon className="catalogue-object-close" aria-label="Close" onClick={onClose}>
        <IconX size={17} stroke={1.75} aria-hidden="true" />
      </ActionIcon>
      <div className="catalogue-object-content">
        {object.error !== null && <ErrorNotice problem={problemOf(object.error)} />}
        {object.data !== undefined && (
          <Details object={object.data} release={release} onOpen={onOpen} />
        )}
      </div>
    </section>
  );
}

function Details({
  object,
  release,
  onOpen,
}: {
  readonly object: ObjectDetail;
  readonly release: Release;
  readonly onOpen: (stixId: string) => void;
}) {
  const { assessmentId, inspect } = useApp();
  const openById = (attackId: string) => {
    void findObject(release.id, attackId).then((found) => {
      if (found !== null) onOpen(found.stixId);
    });
  };
  const facts = [
    { word: "Domain", value: officialDomains.get(object.domain) ?? object.domain },
    { word: "Aliases", value: object.aliases.join(", ") },
    { word: "Tactics", value: object.tactics.join(", ") },
    { word: "Platforms", value: object.platforms.join(", ") },
    { word: "Version", value: object.version ?? "" },
    { word: "Created", value: object.created === null ? "" : formatDay(object.created) },
    { word: "Modified", value: object.modified === null ? "" : formatDay(object.modified) },
    { word: "STIX ID", value: <span className="mono">{object.stixId}</span> },
  ].filter((fact) => fact.value !== "");
  return (
    <>
      <header className="catalogue-object-head">
        <p className="muted">
          {oneOfKind[object.kind]}
          {object.attackId !== null && (
            <>
              {" "}
              <MonoId>{object.attackId}</MonoId>
            </>
          )}
        </p>
        <h2>
          <TechniqueName name={object.name} parentName={object.parentName} />
        </h2>
        <p className="catalogue-object-badges">
          {object.status !== "active" && <Badge tone="warning">{object.status}</Badge>}
          {object.overlay !== null && <Badge tone="accent">overlay {object.overlay}</Badge>}
          {object.kind === "technique" &&
            object.attackId !== null &&
            object.status === "active" &&
            assessmentId !== undefined && (
              <Button
                size="xs"
                onClick={() => inspect(object.domain, techniqueId.parse(object.attackId))}
              >
                Open in inspector
              </Button>
            )}
        </p>
      </header>
      {object.revokedBy !== null && <RevokedBy successor={object.revokedBy} onOpen={onOpen} />}
      <Facts facts={facts} />
      <section>
        <h3>Description</h3>
        {object.description === null ? (
          <p className="muted">
            {release.hasDescriptions
              ? "None in this release."
              : "Not in the starter; it comes with the official bundle."}
          </p>
        ) : (
          <TokenText
            text={object.description}
            references={object.references}
            onOpenObject={openById}
          />
        )}
      </section>
      {groupRelated(object.related).map((group) => (
        <RelatedGroup key={group.key} group={group} onOpen={onOpen} onOpenId={openById} />
      ))}
      {object.references.length > 0 && <References object={object} />}
      {object.ownProperties.length > 0 && (
        <section>
          <h3>
            Other properties <span>{formatCount(object.ownProperties.length)}</span>
          </h3>
          <Facts
            facts={object.ownProperties.map((property) => ({
              word: property.name,
              value: <span className="mono">{property.value}</span>,
            }))}
          />
        </section>
      )}
    </>
  );
}

function RevokedBy({
  successor,
  onOpen,
}: {
  readonly successor: ObjectSummary;
  readonly onOpen: (stixId: string) => void;
}) {
  return (
    <Notice tone="warning">
      <p>
        Revoked: it became{" "}
        <button type="button" className="link" onClick={() => onOpen(successor.stixId)}>
          {successor.attackId} {successor.name}
        </button>
        .
      </p>
    </Notice>
  );
}

const firstShown = 40;

/** Objects of one relationship; each opens, and its text unfolds. */
function RelatedGroup({
  group,
  onOpen,
  onOpenId,
}: {
  readonly group: RelationshipGroup;
  readonly onOpen: (stixId: string) => void;
  readonly onOpenId: (attackId: string) => void;
}) {
  const [all, setAll] = useState(false);
  const shown = all ? group.related : group.related.slice(0, firstShown);
  return (
    <section>
      <h3>
        {group.title} <span>{formatCount(group.related.length)}</span>
      </h3>
      <ul className="catalogue-related plain">
        {shown.map((related, index) => (
          <Related
            key={`${related.object.stixId} ${String(index)}`}
            related={related}
            onOpen={onOpen}
            onOpenId={onOpenId}
          />
        ))}
      </ul>
      {shown.length < group.related.length && (
        <button type="button" className="link" onClick={() => setAll(true)}>
          Show all {formatCount(group.related.length)}
        </button>
      )}
    </section>
  );
}

function Related({
  related,
  onOpen,
  onOpenId,
}: {
  readonly related: RelatedObject;
  readonly onOpen: (stixId: string) => void;
  readonly onOpenId: (attackId: string) => void;
}) {
  const [unfolded, setUnfolded] = useState(false);
  const { object, description } = related;
  return (
    <li>
      <span className="catalogue-related-name">
        <button type="button" className="link" onClick={() => onOpen(object.stixId)}>
          {object.attackId !== null && <MonoId>{object.attackId}</MonoId>}{" "}
          <TechniqueName name={object.name} parentName={object.parentName} />
        </button>
        {object.status !== "active" && <Badge tone="warning">{object.status}</Badge>}
        {object.overlay !== null && <Badge tone="accent">overlay</Badge>}
        {description !== null && (
          <button
            type="button"
            className="link catalogue-related-more"
            aria-expanded={unfolded}
            onClick={() => setUnfolded(!unfolded)}
          >
            {unfolded ? "Hide text" : "Text"}
          </button>
        )}
      </span>
      {unfolded && description !== null && (
        <TokenText text={description} references={related.references} onOpenObject={onOpenId} />
      )}
    </li>
  );
}

function References({ object }: { readonly object: ObjectDetail }) {
  return (
    <section>
      <h3>
        References <span>{formatCount(object.references.length)}</span>
      </h3>
      <ol className="catalogue-references">
        {object.references.map((reference, index) => (
          <li key={`${reference.source} ${String(index)}`}>
            <b>{reference.source}</b> {reference.description}
            {reference.url !== null && (
              <>
                {" "}
                <span className="catalogue-url">{reference.url}</span>{" "}
                <CopyLink url={reference.url} />
              </>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Links are copied, never opened: there is no network here. */
function CopyLink({ url }: { readonly url: string }) {
  return (
    <button
      type="button"
      className="link"
      onClick={() => {
        void workbench.shell.copyText({ text: url }).then(() => showDone("Copied the link."));
      }}
    >
      Copy link
    </button>
  );
}

import { Radio, Select } from "@mantine/core";
import { useState } from "react";
import type { LayerSummary, UpgradeOffer } from "../../shared/model/layer.ts";
import { techniqueId } from "../../shared/model/attack-id.ts";
import { orderReleases } from "../catalogue/release-order.ts";
import { ErrorNotice, Notice } from "../ui/ErrorNotice.tsx";
import { formatCount, formatNoun } from "../ui/figures.ts";
import { showDone } from "../ui/toasts.tsx";
import { problemOf, useOperation } from "../use-operation.ts";
import { workbench } from "../workbench.ts";
import { ActionDialog } from "./ActionDialog.tsx";
import { unplacedWords } from "./layer-words.ts";
import { countUpgrade, decidedChoices, offerKey } from "./upgrade.ts";
import { useLayerEdits } from "./use-layer-edits.ts";

const left = "leave";

/** Moves a layer to another release: what is certain by one click, the rest is decided in a list. */
export function UpgradeDialog({
  layer,
  version,
  onClose,
}: {
  readonly layer: LayerSummary;
  /** The release to begin with; null = the newest of the layer's domain. */
  readonly version: string | null;
  readonly onClose: () => void;
}) {
  const releases = useOperation("catalogue", "list", {});
  const edits = useLayerEdits();
  const [chosen, setChosen] = useState(version);
  const [decided, setDecided] = useState<ReadonlyMap<string, string>>(new Map());
  const versions = orderReleases(releases.data ?? [])
    .filter((release) => release.domain === layer.domain)
    .map((release) => release.version);
  const target = versions.find((each) => each === chosen) ?? versions[0];
  const offers = useOperation(
    "layers",
    "offers",
    { layerId: layer.id, version: target ?? "" },
    { enabled: target !== undefined },
  );

  const list = offers.data ?? [];
  const certain = list.filter(({ kind }) => kind === "certain");
  const open = list.filter(({ kind }) => kind === "by-name" || kind === "choice");
  const none = list.filter(({ kind }) => kind === "none");
  const decision = (offer: UpgradeOffer): string => decided.get(offerKey(offer)) ?? left;
  const decide = (offer: UpgradeOffer, value: string) =>
    setDecided(new Map(decided).set(offerKey(offer), value));
  const figures = countUpgrade(layer.annotations, list, decision);

  const upgrade = async () => {
    const to = target;
    if (to === undefined) return;
    const result = await workbench.layers.upgrade({
      layerId: layer.id,
      version: to,
      choices: decidedChoices(open, decision).map((choice) => ({
        from: choice.from,
        to: techniqueId.parse(choice.to),
      })),
    });
    edits.replaced(result.before, `the upgrade to ${to}`);
    const stays = result.left.reduce((sum, { annotations }) => sum + annotations, 0);
    const met = result.moves.filter((move) => move.met).length;
    showDone(
      [
        `${layer.name} upgraded to ${to}: ${formatNoun(result.moves.length, "annotation")} moved`,
        ...(met === 0 ? [] : [`${String(met)} joined one that was there`]),
        ...(stays === 0 ? [] : [`${String(stays)} without a place stay in the layer`]),
      ].join(", ") + ".",
      () => void edits.undo(layer.id).catch(() => undefined),
    );
    onClose();
  };

  return (
    <ActionDialog
      wide
      title={`To which release should “${layer.name}” move?`}
      verb={target === undefined ? "Upgrade" : `Upgrade to ${target}`}
      disabled={target === undefined || offers.data === undefined}
      act={upgrade}
      onClose={onClose}
    >
      {releases.data !== undefined && versions.length === 0 ? (
        <Notice tone="warning">
          {`No release of ${layer.domain} is in this workspace. Import one first.`}
        </Notice>
      ) : (
        <Select
          label={`${layer.domain} ${layer.version} becomes`}
          data-autofocus
          data={versions.map((each) => ({ value: each, label: `${layer.domain} ${each}` }))}
          value={target ?? null}
          onChange={(value) => {
            setChosen(value);
            setDecided(new Map());
          }}
        />
      )}
      {offers.error !== null && <ErrorNotice problem={problemOf(offers.error)} />}
      {offers.data !== undefined && target !== undefined && (
        <>
          <dl className="upgrade-figures" aria-label="Effect">
            <div>
              <dt>Has a place in {target} as it is</dt>
              <dd>{formatCount(figures.before)}</dd>
            </div>
            <div>
              <dt>After the upgrade</dt>
              <dd>
                {formatCount(figures.after)} of {formatCount(layer.annotations)}
              </dd>
            </div>
            <div>
              <dt>Stay in the layer without a place</dt>
              <dd>{formatCount(layer.annotations - figures.after)}</dd>
            </div>
          </dl>
          <OfferSection
            title="Certain"
            note="One technique, or one tactic, took its place. Made by the upgrade."
            offers={certain}
            version={target}
          />
          {open.length > 0 && (
            <section className="upgrade-section">
              <header>
                <h3>To decide</h3>
                <span className="faint">{formatNoun(open.length, "ID")}</span>
                {open.some(({ preselected }) => preselected !== null) && (
                  <button
                    type="button"
                    className="link"
                    onClick={() =>
                      setDecided(
                        new Map([
                          ...decided,
                          ...open.flatMap((offer): [string, string][] =>
                            offer.preselected === null
                              ? []
                              : [[offerKey(offer), offer.preselected]],
                          ),
                        ]),
                      )
                    }
                  >
                    Take those of the same name
                  </button>
                )}
              </header>
              <ul className="upgrade-offers">
                {open.map((offer) => (
                  <li key={offerKey(offer)}>
                    <Radio.Group
                      label={
                        <>
                          <OfferWords offer={offer} version={target} />
                          {offer.preselected !== null && (
                            <span className="faint">
                              {" "}
                              By name: {offer.preselected} is called the same
                            </span>
                          )}
                        </>
                      }
                      value={decision(offer)}
                      onChange={(value) => decide(offer, value)}
                    >
                      <div className="upgrade-choices">
                        {offer.candidates.map((candidate) => (
                          <Radio
                            key={candidate.techniqueId}
                            value={candidate.techniqueId}
                            label={
                              candidate.techniqueId === offer.techniqueId
                                ? "Under the tactics that it has now"
                                : `${candidate.techniqueId} ${candidate.name}`
                            }
                          />
                        ))}
                        <Radio value={left} label="Leave it" />
                      </div>
                    </Radio.Group>
                  </li>
                ))}
              </ul>
            </section>
          )}
          <OfferSection
            title="Without a successor"
            note="They stay in the layer without a place, and are written back."
            offers={none}
            version={target}
          />
          {list.length === 0 && (
            <Notice tone="ok">
              {`Every annotation has a place in ${target}. The upgrade changes the release alone.`}
            </Notice>
          )}
        </>
      )}
    </ActionDialog>
  );
}

function OfferSection({
  title,
  note,
  offers,
  version,
}: {
  readonly title: string;
  readonly note: string;
  readonly offers: readonly UpgradeOffer[];
  readonly version: string;
}) {
  if (offers.length === 0) return null;
  return (
    <section className="upgrade-section">
      <header>
        <h3>{title}</h3>
        <span className="faint">{formatNoun(offers.length, "ID")}</span>
      </header>
      <p className="muted">{note}</p>
      {/* A region that scrolls can be reached by keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="upgrade-list" role="region" aria-label={title} tabIndex={0}>
        <ul className="upgrade-offers">
          {offers.map((offer) => (
            <li key={offerKey(offer)}>
              <OfferWords offer={offer} version={version} />
              {offer.candidates.map((candidate) => (
                <span key={candidate.techniqueId}>
                  {" → "}
                  <span className="mono">{candidate.techniqueId}</span> {candidate.name}
                </span>
              ))}
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

function OfferWords({
  offer,
  version,
}: {
  readonly offer: UpgradeOffer;
  readonly version: string;
}) {
  const tactic = offer.tactics.length === 0 ? null : offer.tactics.join(", ");
  return (
    <>
      <span className="mono">{offer.techniqueId}</span> {offer.name ?? ""}{" "}
      <span className="muted">
        {offer.reason === "revoked" && offer.candidates.length > 0
          ? "Revoked"
          : unplacedWords({ ...offer, tactic }, version)}
        , {formatNoun(offer.annotations, "annotation")}
      </span>
    </>
  );
}

import "../ui/pills-style.ts";
import "../ui/switch-style.ts";
import { Checkbox, MultiSelect, Select, Switch } from "@mantine/core";
import type { Scope } from "../../shared/model/assessment.ts";
import { type Domain, officialDomains } from "../../shared/model/attack-id.ts";
import { orderReleases } from "../catalogue/release-order.ts";
import { formatNoun } from "../ui/figures.ts";
import { Card } from "../ui/Page.tsx";
import { useOperation } from "../use-operation.ts";
import { PlatformPresets } from "./PlatformPresets.tsx";
import { usePlatforms } from "./use-platforms.ts";

/** Domains with their release, environments, platforms, and techniques before compromise. */
export function ScopeFields({
  scope,
  onChange,
}: {
  readonly scope: Scope;
  readonly onChange: (change: Partial<Scope>) => void;
}) {
  const releases = useOperation("catalogue", "list", {});
  const environments = useOperation("environments", "list", {});
  const known = orderReleases(releases.data ?? []);
  const domains = [...new Set(known.map((release) => release.domain))];
  const platforms = usePlatforms(
    known.filter((release) =>
      scope.releases.some(
        (each) => each.domain === release.domain && each.version === release.version,
      ),
    ),
  );

  const setVersion = (domain: Domain, version: string | null) => {
    const others = scope.releases.filter((each) => each.domain !== domain);
    onChange({ releases: version === null ? others : [...others, { domain, version }] });
  };
  const toggleEnvironment = (name: string) =>
    onChange({
      environments: (environments.data ?? [])
        .map((environment) => environment.name)
        .filter((each) => (each === name) !== scope.environments.includes(each)),
    });

  return (
    <Card title="Scope">
      <div className="settings-fields">
        <fieldset>
          <legend>Domains, each with one release</legend>
          {domains.map((domain) => {
            const versions = known
              .filter((release) => release.domain === domain)
              .map((release) => release.version);
            const chosen = scope.releases.find((each) => each.domain === domain);
            const word = officialDomains.get(domain) ?? domain;
            return (
              <div key={domain} className="settings-domain">
                <Checkbox
                  label={word}
                  checked={chosen !== undefined}
                  onChange={(event) =>
                    setVersion(domain, event.currentTarget.checked ? (versions[0] ?? null) : null)
                  }
                />
                <Select
                  size="xs"
                  aria-label={`Release of ${word}`}
                  data={versions}
                  value={chosen?.version ?? null}
                  disabled={chosen === undefined}
                  onChange={(version) => setVersion(domain, version)}
                />
              </div>
            );
          })}
        </fieldset>
        <fieldset>
          <legend>Environments whose detections, log sources and assets count</legend>
          {(environments.data ?? []).map((environment) => (
            <Checkbox
              key={environment.id}
              label={environment.name}
              checked={scope.environments.includes(environment.name)}
              onChange={() => toggleEnvironment(environment.name)}
            />
          ))}
        </fieldset>
        <SegmentFields scope={scope} platforms={platforms} onChange={onChange} />
        <PlatformPresets
          platforms={platforms}
          chosen={scope.platforms}
          onChange={(chosen) => onChange({ platforms: chosen })}
        />
        <MultiSelect
          label="Platforms"
          description="None chosen means every platform. Chosen ones narrow the techniques, and a detection counts only on a platform of its own."
          placeholder={scope.platforms.length === 0 ? "Every platform" : ""}
          data={platforms}
          value={scope.platforms}
          searchable
          clearable
          clearButtonProps={{ "aria-label": "Clear platforms" }}
          onChange={(chosen) => onChange({ platforms: chosen })}
        />
        <Switch
          label="Take techniques before compromise into the headline"
          description="Techniques whose only platform is PRE otherwise form a line of their own, outside gaps and plan."
          checked={scope.beforeCompromise}
          onChange={(event) => onChange({ beforeCompromise: event.currentTarget.checked })}
        />
      </div>
    </Card>
  );
}

/** Segments of the assets in scope, and the platforms that these assets have. */
function SegmentFields({
  scope,
  platforms,
  onChange,
}: {
  readonly scope: Scope;
  /** Those of the chosen releases. */
  readonly platforms: readonly string[];
  readonly onChange: (change: Partial<Scope>) => void;
}) {
  const known = useOperation("assets", "segments", {});
  const inEnvironments = (known.data ?? []).filter(({ environment }) =>
    scope.environments.includes(environment),
  );
  const names = [...new Set(inEnvironments.map(({ segment }) => segment))];
  const choices = [...new Set([...names, ...scope.segments])].filter((name) => name !== "");
  if (choices.length === 0) return null;
  const chosen = inEnvironments.filter(
    ({ segment }) => scope.segments.length === 0 || scope.segments.includes(segment),
  );
  const assets = chosen.reduce((sum, each) => sum + each.assets, 0);
  const ofAssets = platforms.filter((platform) =>
    chosen.some((each) => each.platforms.includes(platform)),
  );
  const isTaken = ofAssets.join("\n") === [...scope.platforms].sort().join("\n");
  return (
    <>
      <MultiSelect
        label="Segments"
        description="None chosen means all assets. Chosen ones decide whose exposure counts in the priority; the platforms below stay as they are."
        placeholder={scope.segments.length === 0 ? "Every segment" : ""}
        data={choices}
        value={scope.segments}
        searchable
        clearable
        clearButtonProps={{ "aria-label": "Clear segments" }}
        onChange={(segments) => onChange({ segments })}
      />
      <p className="settings-note muted">
        {formatNoun(assets, "asset")} in scope
        {ofAssets.length > 0 && `, on ${ofAssets.join(", ")}`}.{" "}
        {ofAssets.length > 0 && !isTaken && (
          <button type="button" className="link" onClick={() => onChange({ platforms: ofAssets })}>
            Take these platforms into the scope
          </button>
        )}
      </p>
    </>
  );
}

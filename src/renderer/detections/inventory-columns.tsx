import { IconPencil } from "@tabler/icons-react";
import { Fragment } from "react";
import type { DetectionSummary, IdResolution } from "../../shared/model/detection.ts";
import type { DetectionProof } from "../../shared/model/test-meaning.ts";
import type { DataColumn } from "../ui/table-model.ts";
import { Badge } from "../ui/Tag.tsx";
import {
  classWords,
  editedWords,
  formatWords,
  isCounted,
  kindWords,
  maturityWords,
  proofTitle,
  proofWords,
  resolutionWords,
  severityOrder,
  severityWords,
  standingWords,
  stateWords,
} from "./detection-words.ts";
import { noProofs, type Proofs, type Standings } from "./inventory.ts";
import { StateMark } from "./StateMark.tsx";

/** IDs of one rule in a row: those that count plain, the others marked and explained. */
export function TechniqueIds({ techniques }: { readonly techniques: readonly IdResolution[] }) {
  return (
    <span
      className="technique-ids"
      title={
        techniques.length > 1 ? techniques.map(({ written }) => written).join(", ") : undefined
      }
    >
      {techniques.map((resolution) => (
        <Fragment key={resolution.written}>
          <span
            className="technique-id"
            data-counted={isCounted(resolution)}
            title={`${resolution.written}: ${resolutionWords(resolution)}`}
          >
            {resolution.status === "accepted"
              ? `${resolution.written} → ${resolution.techniqueId ?? ""}`
              : resolution.written}
            {!isCounted(resolution) && (
              <span className="visually-hidden"> ({resolutionWords(resolution)})</span>
            )}
          </span>{" "}
        </Fragment>
      ))}
    </span>
  );
}

function countsColumn(standings: Standings): DataColumn<DetectionSummary> {
  const wordsOf = ({ id }: DetectionSummary) => {
    const standing = standings.get(id);
    return standing === undefined ? null : standingWords(standing);
  };
  return {
    id: "counts",
    header: "Counts",
    width: 120,
    grow: 1,
    value: wordsOf,
    cell: (detection) => <span title={wordsOf(detection) ?? ""}>{wordsOf(detection)}</span>,
  };
}

/** When tests last proved a rule, or that they did not. Sorted by day. */
function proofColumn(proofs: Proofs): DataColumn<DetectionSummary> {
  return {
    id: "proven",
    header: "Last proven",
    width: 128,
    value: ({ id }) => {
      const proof = proofs.get(id);
      return proof === undefined ? null : proofText(proof);
    },
    cell: ({ id }) => {
      const proof = proofs.get(id);
      return proof === undefined ? (
        <span className="faint">Never tested</span>
      ) : (
        <span className="proof" data-state={proof.state} title={proofTitle(proof)}>
          {proofText(proof)}
        </span>
      );
    },
  };
}

function proofText({ state, lastProvenAt }: DetectionProof): string {
  if (state === "did-not-fire" || lastProvenAt === null) return proofWords[state];
  return `${lastProvenAt.slice(0, 10)}${state === "stale" ? ", stale" : ""}`;
}

/** The columns that tell rules apart: all that there is room for beside an open rule. */
const besideAnOpenRule: ReadonlySet<string> = new Set(["name", "state", "techniques", "severity"]);

/** Of the shown columns those that stand beside an open rule, which shows the others itself. */
export function columnsBesideARule<Row>(
  columns: readonly DataColumn<Row>[],
): readonly DataColumn<Row>[] {
  return columns.filter(({ id }) => besideAnOpenRule.has(id));
}

/**
 * The columns of the inventory. `onOpen` shows a rule whose name was pressed; without standings
 * there is no assessment in which rules could count, without proofs no test that says anything.
 */
export function inventoryColumns(
  onOpen: (detection: DetectionSummary) => void,
  standings: Standings,
  proofs: Proofs = noProofs,
): readonly DataColumn<DetectionSummary>[] {
  return [
    {
      id: "name",
      header: "Name",
      fixed: true,
      width: 240,
      grow: 3,
      value: ({ name }) => name,
      searchText: ({ key }) => key,
      cell: (detection) => {
        const kind = kindWords(detection);
        return (
          <button
            type="button"
            className="detection-name"
            title={detection.name}
            onClick={(event) => {
              event.stopPropagation();
              onOpen(detection);
            }}
          >
            {detection.name} {kind !== null && <Badge>{kind}</Badge>}
            {!detection.alerting && <Badge>No alert</Badge>}
            {standings.get(detection.id)?.partReason === "rule-blind" && (
              <span title="None of the log sources that it needs is collected">
                <Badge tone="warning">Rule blind</Badge>
              </span>
            )}
            {detection.edited.length > 0 && (
              <IconPencil
                className="edited-mark"
                size={13}
                stroke={1.75}
                aria-label={`Edited: ${detection.edited.map((field) => editedWords[field]).join(", ")}`}
              />
            )}
          </button>
        );
      },
    },
    {
      id: "state",
      header: "State",
      width: 112,
      value: ({ state, stateAssumed }) =>
        stateAssumed ? `${stateWords[state]} (assumed)` : stateWords[state],
      cell: ({ state, stateAssumed }) => <StateMark state={state} assumed={stateAssumed} />,
    },
    {
      id: "techniques",
      header: "Techniques",
      width: 150,
      grow: 1,
      value: ({ techniques }) =>
        techniques.length === 0
          ? null
          : techniques
              .map(({ written, techniqueId, status }) =>
                status === "accepted" ? `${written} -> ${techniqueId ?? ""}` : written,
              )
              .join(", "),
      searchText: ({ techniques }) => techniques.map(({ name }) => name ?? "").join(" "),
      cell: ({ techniques }) =>
        techniques.length === 0 ? (
          <span className="faint">None</span>
        ) : (
          <TechniqueIds techniques={techniques} />
        ),
    },
    ...(standings.size === 0 ? [] : [countsColumn(standings)]),
    ...(proofs.size === 0 ? [] : [proofColumn(proofs)]),
    {
      id: "class",
      header: "Class",
      width: 116,
      // How a rule counts says more, and there is room for one of the two.
      hidden: standings.size > 0,
      value: (detection) => classWords[detection.class],
    },
    {
      id: "severity",
      header: "Severity",
      width: 98,
      value: ({ severity }) => (severity === null ? null : severityOrder.indexOf(severity)),
      searchText: ({ severity }) => severity ?? "",
      cell: ({ severity }) =>
        severity === null ? <span className="faint">–</span> : severityWords[severity],
    },
    {
      id: "maturity",
      header: "Maturity",
      width: 108,
      hidden: true,
      value: ({ maturity }) => (maturity === null ? null : maturityWords[maturity]),
    },
    {
      id: "logSource",
      header: "Log source",
      width: 190,
      grow: 1,
      value: ({ logSource }) => logSource,
    },
    {
      id: "platforms",
      header: "Platforms",
      width: 120,
      hidden: true,
      value: ({ platforms }) => (platforms.length === 0 ? null : platforms.join(", ")),
      cell: ({ platforms }) =>
        platforms.length === 0 ? (
          <span className="faint" title="Unknown: counts for every platform, marked">
            Any, unknown
          </span>
        ) : (
          platforms.join(", ")
        ),
    },
    {
      id: "tactics",
      header: "Tactics",
      width: 140,
      hidden: true,
      value: ({ tactics }) => (tactics.length === 0 ? null : tactics.join(", ")),
    },
    {
      id: "format",
      header: "Tool",
      width: 130,
      hidden: true,
      value: ({ format }) => formatWords[format],
    },
    {
      id: "alerting",
      header: "Raises an alert",
      width: 116,
      hidden: true,
      value: ({ alerting }) => (alerting ? "Yes" : "No"),
    },
    {
      id: "quality",
      header: "Quality, 0 to 5",
      width: 112,
      hidden: true,
      numeric: true,
      value: ({ quality }) => quality,
    },
    {
      id: "edited",
      header: "Edited",
      width: 130,
      hidden: true,
      value: ({ edited }) =>
        edited.length === 0 ? null : edited.map((field) => editedWords[field]).join(", "),
    },
    { id: "owner", header: "Owner", width: 120, hidden: true, value: ({ owner }) => owner },
    {
      id: "modified",
      header: "Modified",
      width: 108,
      hidden: true,
      value: ({ modified }) => modified?.slice(0, 10) ?? null,
    },
    { id: "key", header: "Rule ID", width: 150, hidden: true, mono: true, value: ({ key }) => key },
    {
      id: "file",
      header: "File",
      width: 200,
      grow: 1,
      hidden: true,
      value: ({ file }) => file,
      cell: ({ file }) => <span title={file}>{file}</span>,
    },
  ];
}

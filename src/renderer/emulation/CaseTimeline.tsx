import type { TestCase } from "../../shared/model/emulation.ts";
import { formatSeconds, formatSpan } from "./case-times.ts";
import { alertDelay } from "./run-cases.ts";

/** From the start of a test to its alert, against the SLA. */
export function CaseTimeline({
  testCase,
  slaMinutes,
}: {
  readonly testCase: TestCase;
  readonly slaMinutes: number;
}) {
  const { startAt, endAt, alertAt, timed } = testCase;
  if (startAt === null) return null;
  const sla = slaMinutes * 60_000;
  const delay = alertDelay(testCase);
  const length = endAt === null ? 0 : Math.max(0, Date.parse(endAt) - Date.parse(startAt));
  const whole = Math.max(delay ?? 0, timed ? sla : 0, Math.min(length, sla), 1) * 1.08;
  const at = (span: number) => 2 + (Math.max(0, Math.min(span, whole)) / whole) * 96;
  const percent = (place: number) => `${place.toFixed(2)}%`;
  const isBeyond = timed && delay !== null && delay > sla;
  const words = [
    `Start ${formatSeconds(startAt)}`,
    ...(endAt === null ? [] : [`end ${formatSeconds(endAt)}`]),
    ...(timed ? [`SLA ${formatSpan(sla)}`] : []),
    alertAt === null
      ? "no alert"
      : `alert ${formatSeconds(alertAt)}, ${formatSpan(delay ?? 0)} after the start`,
  ].join(", ");
  const slaLabel = Math.min(84, Math.max(44, at(sla)));
  const alertPlace = at(delay ?? 0);
  return (
    <svg className="case-timeline" role="img" aria-label={words} width="100%" height="64">
      <text x="0" y="13">
        Start {formatSeconds(startAt)}
      </text>
      {timed && (
        <text className="timeline-sla-word" x={percent(slaLabel)} y="13" textAnchor="middle">
          SLA {formatSpan(sla)}
        </text>
      )}
      <line className="timeline-axis" x1="2%" x2="98%" y1="32" y2="32" />
      {delay !== null && delay > 0 && (
        <line
          className="timeline-wait"
          x1="2%"
          x2={percent(isBeyond ? at(sla) : alertPlace)}
          y1="32"
          y2="32"
        />
      )}
      {length > 0 && (
        <line className="timeline-run" x1="2%" x2={percent(at(length))} y1="37" y2="37" />
      )}
      <circle className="timeline-start" cx="2%" cy="32" r="4.5" />
      {timed && (
        <line
          className="timeline-sla"
          x1={percent(at(sla))}
          x2={percent(at(sla))}
          y1="21"
          y2="43"
        />
      )}
      {delay !== null && (
        <circle
          className="timeline-alert"
          data-late={isBeyond || undefined}
          cx={percent(alertPlace)}
          cy="32"
          r="5.5"
        />
      )}
      <text
        x={alertAt === null ? "0" : percent(Math.min(98, Math.max(2, alertPlace)))}
        y="58"
        textAnchor={
          alertAt === null || alertPlace < 24 ? "start" : alertPlace > 76 ? "end" : "middle"
        }
      >
        {alertAt === null
          ? "No alert"
          : `Alert ${formatSeconds(alertAt)}, after ${formatSpan(delay ?? 0)}`}
      </text>
    </svg>
  );
}

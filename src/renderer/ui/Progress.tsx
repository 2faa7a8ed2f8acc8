import "./Notice.css";
import { Button } from "@mantine/core";
import { formatCount } from "./figures.ts";

/**
 * Long work in place: what is being done, how much of it, and Cancel.
 * "Reading objects, 14,200 of 24,771". `total` null shows a bar without an end.
 */
export function Progress({
  label,
  done,
  total,
  detail,
  onCancel,
  cancelling = false,
}: {
  readonly label: string;
  readonly done: number;
  readonly total: number | null;
  readonly detail?: string;
  readonly onCancel?: () => void;
  readonly cancelling?: boolean;
}) {
  const amount =
    total === null
      ? done === 0
        ? ""
        : `, ${formatCount(done)}`
      : `, ${formatCount(done)} of ${formatCount(total)}`;
  const known = total !== null && total > 0;
  return (
    <div className="progress">
      <div className="progress-words" role="status">
        <span>
          {cancelling ? "Cancelling" : label}
          {!cancelling && <span className="muted">{amount}</span>}
        </span>
        {detail !== undefined && <span className="faint">{detail}</span>}
      </div>
      <div
        className="progress-track"
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        {...(known ? { "aria-valuemax": total, "aria-valuenow": Math.min(done, total) } : {})}
      >
        <div
          className="progress-bar"
          data-endless={!known || undefined}
          style={known ? { width: `${String(Math.min(100, (done * 100) / total))}%` } : undefined}
        />
      </div>
      {onCancel !== undefined && (
        <Button size="xs" onClick={onCancel} disabled={cancelling}>
          Cancel
        </Button>
      )}
    </div>
  );
}

/** A value between 0 and 1 as a thin bar, such as a part of a priority; decorative. */
export function Meter({ value }: { readonly value: number }) {
  return (
    <span className="meter" aria-hidden="true">
      <span style={{ width: `${String(Math.max(0, Math.min(1, value)) * 100)}%` }} />
    </span>
  );
}

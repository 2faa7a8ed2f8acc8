import type { RejectedEntry } from "../../shared/model/layer.ts";

const mostRejected = 200;

/** What was not taken, each with the reason. */
export function RejectedList({ rejected }: { readonly rejected: readonly RejectedEntry[] }) {
  if (rejected.length === 0) return null;
  return (
    <ul className="rejected-entries">
      {rejected.slice(0, mostRejected).map(({ text, reason }, at) => (
        // The same line may be rejected twice.
        <li key={`${String(at)} ${text}`}>
          <span className="mono">{text}</span> <span className="muted">{reason}</span>
        </li>
      ))}
      {rejected.length > mostRejected && (
        <li className="muted">{`and ${String(rejected.length - mostRejected)} more`}</li>
      )}
    </ul>
  );
}

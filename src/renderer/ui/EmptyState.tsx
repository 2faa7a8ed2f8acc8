import "./Notice.css";
import { Button } from "@mantine/core";

/** An empty screen or table: one sentence, one action. */
export function EmptyState({
  children,
  action,
  onAction,
}: {
  readonly children: React.ReactNode;
  readonly action?: string;
  readonly onAction?: () => void;
}) {
  return (
    <div className="empty-state">
      <p>{children}</p>
      {action !== undefined && <Button onClick={onAction}>{action}</Button>}
    </div>
  );
}

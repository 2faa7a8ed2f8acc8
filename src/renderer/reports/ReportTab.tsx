import { EmptyState } from "../ui/EmptyState.tsx";

/** A report of the current assessment. */
export function ReportTab() {
  return <EmptyState>No report yet.</EmptyState>;
}

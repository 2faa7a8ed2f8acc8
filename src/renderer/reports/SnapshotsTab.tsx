import { EmptyState } from "../ui/EmptyState.tsx";

/** Assessments as they were. */
export function SnapshotsTab() {
  return <EmptyState>No snapshot yet.</EmptyState>;
}

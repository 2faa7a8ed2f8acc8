import { EmptyState } from "../ui/EmptyState.tsx";

/** Guided starts, each of which ends in its report. */
export function SituationsTab() {
  return <EmptyState>No situation yet.</EmptyState>;
}

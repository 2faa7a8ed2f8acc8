import { EmptyState } from "../ui/EmptyState.tsx";

/** Two answers beside each other. */
export function CompareAssessmentsTab() {
  return <EmptyState>Nothing to compare yet.</EmptyState>;
}

import { EmptyState } from "../ui/EmptyState.tsx";

/** Actors beside each other. */
export function CompareActorsTab() {
  return <EmptyState>Nothing to compare yet.</EmptyState>;
}

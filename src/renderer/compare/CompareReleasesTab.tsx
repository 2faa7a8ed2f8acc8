import { EmptyState } from "../ui/EmptyState.tsx";

/** Two releases of ATT&CK beside each other. */
export function CompareReleasesTab() {
  return <EmptyState>Nothing to compare yet.</EmptyState>;
}

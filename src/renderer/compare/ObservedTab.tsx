import { EmptyState } from "../ui/EmptyState.tsx";

/** From observed techniques to the actors that fit. */
export function ObservedTab() {
  return <EmptyState>Nothing was observed yet.</EmptyState>;
}

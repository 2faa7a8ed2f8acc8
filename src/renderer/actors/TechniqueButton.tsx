import type { TechniqueId } from "../../shared/model/attack-id.ts";
import { TechniqueName } from "../ui/MonoId.tsx";
import "./Actors.css";

/** A technique as a line that opens it: ID and full name. */
export function TechniqueButton({
  id,
  name,
  parentName,
  onOpen,
}: {
  readonly id: TechniqueId;
  readonly name: string;
  readonly parentName: string | null;
  readonly onOpen: (id: TechniqueId) => void;
}) {
  return (
    <button
      type="button"
      className="technique-button"
      title="Open in the inspector"
      onClick={(event) => {
        event.stopPropagation();
        onOpen(id);
      }}
    >
      <span className="mono-id">{id}</span>
      <TechniqueName name={name} parentName={parentName} />
    </button>
  );
}

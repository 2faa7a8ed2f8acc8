import "./DropZone.css";
import { IconFileImport } from "@tabler/icons-react";
import { useEffect, useEffectEvent, useState } from "react";
import { pathsOf } from "../workbench.ts";

/** Takes files dropped anywhere on the window, and says so while they hover over it. */
export function DropZone({
  words,
  onDrop,
}: {
  readonly words: string;
  readonly onDrop: (paths: readonly string[]) => void;
}) {
  const [over, setOver] = useState(false);

  const take = useEffectEvent((files: readonly File[]) => {
    void pathsOf(files).then((paths) => {
      if (paths.length > 0) onDrop(paths);
    });
  });

  useEffect(() => {
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") === true;
    const enter = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      // Leaving for nothing is leaving the window.
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      setOver(false);
      // What lies under the pointer may take files for its own.
      if (event.defaultPrevented) return;
      event.preventDefault();
      take([...(event.dataTransfer?.files ?? [])]);
    };
    window.addEventListener("dragenter", enter);
    window.addEventListener("dragover", enter);
    window.addEventListener("dragleave", leave);
    window.addEventListener("drop", drop);
    return () => {
      window.removeEventListener("dragenter", enter);
      window.removeEventListener("dragover", enter);
      window.removeEventListener("dragleave", leave);
      window.removeEventListener("drop", drop);
    };
  }, []);

  return over ? (
    <div className="drop-zone" role="status">
      <IconFileImport size={28} stroke={1.5} aria-hidden="true" />
      <p>{words}</p>
    </div>
  ) : null;
}

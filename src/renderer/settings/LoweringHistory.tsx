import { Button } from "@mantine/core";
import { useState } from "react";
import type { Problem } from "../../shared/problem.ts";
import { formatMoment } from "../app/times.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { Card } from "../ui/Page.tsx";
import { showDone } from "../ui/toasts.tsx";
import { problemOf, useOperation } from "../use-operation.ts";
import { workbench } from "../workbench.ts";

/** What left with a lower marking than it had to carry, why, and by whose decision. */
export function LoweringHistory() {
  const lowerings = useOperation("markings", "lowerings", {});
  const [problem, setProblem] = useState<Problem>();
  const write = async (extension: "csv" | "json") => {
    setProblem(undefined);
    try {
      const path = await workbench.shell.chooseSaveFile({
        suggested: `lowered-markings.${extension}`,
        extension,
      });
      if (path === null) return;
      await workbench.markings.exportLowerings({ path });
      showDone(`Exported to ${path}`);
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  const all = lowerings.data ?? [];
  return (
    <Card
      title="Lowered markings"
      aside={
        all.length > 0 && (
          <>
            <Button size="xs" onClick={() => void write("csv")}>
              Export CSV…
            </Button>
            <Button size="xs" onClick={() => void write("json")}>
              Export JSON…
            </Button>
          </>
        )
      }
    >
      {problem !== undefined && <ErrorNotice problem={problem} />}
      {lowerings.error !== null && <ErrorNotice problem={problemOf(lowerings.error)} />}
      {all.length === 0 ? (
        <p className="muted">Nothing left with a lower marking than it had to carry.</p>
      ) : (
        <ul className="settings-lowerings plain">
          {all.map(({ id, at, what, required, written, reason, who }) => (
            <li key={id}>
              <b>{what}</b>
              <span>{`${required} → ${written === "" ? "not marked" : written}`}</span>
              <span className="muted">{`${formatMoment(at)}, ${who}: ${reason}`}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

import { Button } from "@mantine/core";
import { useState } from "react";
import type { KnownScheme } from "../../shared/model/marking.ts";
import type { Problem } from "../../shared/problem.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatNoun } from "../ui/figures.ts";
import { Card } from "../ui/Page.tsx";
import { showDone } from "../ui/toasts.tsx";
import { problemOf, useOperation } from "../use-operation.ts";
import { workbench } from "../workbench.ts";

/** The marking schemes: those that ship, to take as patterns, and the site's own. */
export function MarkingSchemes() {
  const known = useOperation("markings", "schemes", {});
  const [problem, setProblem] = useState<Problem>();
  const attempt = (work: () => Promise<string | null>) => {
    setProblem(undefined);
    work()
      .then((done) => {
        if (done !== null) showDone(done);
      })
      .catch((error: unknown) => setProblem(problemOf(error)));
  };
  const add = () =>
    attempt(async () => {
      const [path] = await workbench.shell.chooseFiles({});
      if (path === undefined) return null;
      const { scheme } = await workbench.markings.importScheme({ path });
      return `“${scheme.name}” can be used.`;
    });
  const write = ({ scheme: { id } }: KnownScheme) =>
    attempt(async () => {
      const path = await workbench.shell.chooseSaveFile({
        suggested: `marking-${id}.json`,
        extension: "json",
      });
      if (path === null) return null;
      await workbench.markings.exportScheme({ id, path });
      return `Exported to ${path}`;
    });
  const remove = ({ scheme: { id, name } }: KnownScheme) =>
    attempt(async () => {
      await workbench.markings.removeScheme({ id });
      return `Removed “${name}”.`;
    });
  const failure = problem ?? (known.error === null ? undefined : problemOf(known.error));
  return (
    <Card
      title="Marking schemes"
      aside={
        <Button size="xs" onClick={add}>
          Import scheme…
        </Button>
      }
    >
      {failure !== undefined && <ErrorNotice problem={failure} />}
      <p className="settings-note muted">
        A scheme is a JSON file of levels, colours, caveats and a block. Export one as a pattern,
        give it another id, and import it.
      </p>
      <ul className="settings-environments plain">
        {(known.data ?? []).map((one) => (
          <li key={one.scheme.id}>
            <span>
              <b>{one.scheme.name}</b>{" "}
              <span className="muted">
                {[
                  formatNoun(one.scheme.levels.length, "level"),
                  ...(one.uses === 0 ? [] : [`used ${String(one.uses)}×`]),
                ].join(", ")}
              </span>
            </span>
            <Button
              size="xs"
              variant="subtle"
              aria-label={`Export ${one.scheme.name}`}
              onClick={() => write(one)}
            >
              Export…
            </Button>
            {one.ships ? (
              <span className="muted">Ships</span>
            ) : (
              <Button
                size="xs"
                variant="subtle"
                color="red"
                aria-label={`Remove ${one.scheme.name}`}
                disabled={one.uses > 0}
                onClick={() => remove(one)}
              >
                Remove
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

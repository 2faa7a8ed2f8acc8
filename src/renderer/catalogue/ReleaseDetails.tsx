import { Button, Menu } from "@mantine/core";
import { IconCopy, IconDots, IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import type { Overlay, Release } from "../../shared/model/catalogue.ts";
import type { Problem } from "../../shared/problem.ts";
import { formatAge, formatDay, formatMoment } from "../app/times.ts";
import { useNow } from "../app/use-now.ts";
import { ConfirmDialog } from "../ui/Dialog.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatCount, formatNoun } from "../ui/figures.ts";
import { Card, Facts } from "../ui/Page.tsx";
import { Progress } from "../ui/Progress.tsx";
import { showDone } from "../ui/toasts.tsx";
import { problemOf, useCommand, useLongWork } from "../use-operation.ts";
import { workbench } from "../workbench.ts";
import { authenticityWords, releaseName } from "./authenticity.ts";
import { CorrectVersion } from "./CorrectVersion.tsx";
import { countWords } from "./kind-words.ts";

type Question = "correct" | "remove" | Overlay;

/** Where a release comes from, what it holds, its overlays, and what can be done with it. */
export function ReleaseDetails({ release }: { readonly release: Release }) {
  const now = useNow();
  const [question, setQuestion] = useState<Question>();
  const [problem, setProblem] = useState<Problem>();
  const exporting = useLongWork("catalogue", "export");
  const close = () => setQuestion(undefined);

  const exportRelease = async () => {
    setProblem(undefined);
    try {
      const path = await workbench.shell.chooseSaveFile({
        suggested: `${release.domain}-${release.version}.json`,
        extension: "json",
      });
      if (path === null) return;
      const written = await exporting.start({ releaseId: release.id, path });
      if (written !== undefined) {
        showDone(`Wrote ${formatNoun(written.objects, "object")} to ${written.path}`);
      }
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  const shownProblem =
    problem ?? (exporting.problem?.code === "cancelled" ? undefined : exporting.problem);

  return (
    <Card
      title={releaseName(release)}
      aside={
        <Menu position="bottom-end">
          <Menu.Target>
            <Button size="xs" aria-label={`Actions for ${releaseName(release)}`}>
              <IconDots size={16} stroke={1.75} aria-hidden="true" />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              leftSection={<IconDownload size={16} stroke={1.75} aria-hidden="true" />}
              onClick={() => void exportRelease()}
            >
              Export as STIX bundle…
            </Menu.Item>
            <Menu.Item
              disabled={release.authenticity !== "inferred"}
              onClick={() => setQuestion("correct")}
            >
              Correct the version…
            </Menu.Item>
            <Menu.Item color="red" onClick={() => setQuestion("remove")}>
              Remove from this workspace…
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      }
      scroll
      grow
    >
      {exporting.running && (
        <Progress
          label={exporting.progress?.phase ?? "Writing the bundle"}
          done={exporting.progress?.done ?? 0}
          total={exporting.progress?.total ?? null}
          onCancel={exporting.cancel}
        />
      )}
      {shownProblem !== undefined && <ErrorNotice problem={shownProblem} />}
      <p className="catalogue-meaning">
        <b>{authenticityWords[release.authenticity].word}.</b>{" "}
        {authenticityWords[release.authenticity].meaning}
      </p>
      <Facts
        facts={[
          {
            word: "Released",
            value:
              release.releasedOn === null
                ? "not known"
                : `${formatDay(release.releasedOn)}, ${formatAge(release.releasedOn, now)}`,
          },
          { word: "Imported", value: formatMoment(release.importedAt) },
          { word: "File", value: release.fileName },
          { word: "STIX", value: release.stixVersion },
          { word: "SHA-256", value: <Hash value={release.sha256} /> },
          {
            word: "Newest date",
            value: release.newestModified === null ? "none" : formatDay(release.newestModified),
          },
        ]}
      />
      <h3 className="catalogue-heading">Active objects</h3>
      <Facts
        facts={countWords.map(([key, word]) => ({
          word,
          value: formatCount(release.counts[key]),
        }))}
      />
      <h3 className="catalogue-heading">Overlays</h3>
      {release.overlays.length === 0 ? (
        <p className="muted">
          None. A bundle of your own objects that extends this release is added beside it.
        </p>
      ) : (
        <ul className="catalogue-overlays plain">
          {release.overlays.map((overlay) => (
            <li key={overlay.id}>
              <span>
                <b>{overlay.name}</b>
                <span className="muted">
                  {formatNoun(overlay.objects, "object")} from {overlay.fileName},{" "}
                  {formatAge(overlay.importedAt, now)}
                </span>
              </span>
              <button type="button" className="link" onClick={() => setQuestion(overlay)}>
                Remove…
              </button>
            </li>
          ))}
        </ul>
      )}
      {question === "correct" && <CorrectVersion release={release} onClose={close} />}
      {question === "remove" && <RemoveRelease release={release} onClose={close} />}
      {typeof question === "object" && <RemoveOverlay overlay={question} onClose={close} />}
    </Card>
  );
}

/** A hash in full, to compare and to copy. */
function Hash({ value }: { readonly value: string }) {
  return (
    <span className="catalogue-hash">
      <span className="mono">{value}</span>
      <button
        type="button"
        className="link"
        aria-label="Copy SHA-256"
        title="Copy"
        onClick={() => {
          void workbench.shell
            .copyText({ text: value })
            .then(() => showDone("Copied the SHA-256."));
        }}
      >
        <IconCopy size={14} stroke={1.75} aria-hidden="true" />
      </button>
    </span>
  );
}

function RemoveRelease({
  release,
  onClose,
}: {
  readonly release: Release;
  readonly onClose: () => void;
}) {
  const remove = useCommand("catalogue", "remove");
  return (
    <ConfirmDialog
      opened
      destructive
      title={`Remove ${releaseName(release)}?`}
      verb="Remove release"
      busy={remove.isPending}
      onCancel={onClose}
      onConfirm={() =>
        remove.mutate(
          { releaseId: release.id },
          {
            onSuccess: () => {
              onClose();
              showDone(`Removed ${releaseName(release)}.`);
            },
          },
        )
      }
    >
      <p>
        Its objects and overlays leave the workspace. Assessments, chosen actors and detections keep
        the IDs they name and find them again when the release is imported anew.
      </p>
      {remove.error !== null && <ErrorNotice problem={problemOf(remove.error)} />}
    </ConfirmDialog>
  );
}

function RemoveOverlay({
  overlay,
  onClose,
}: {
  readonly overlay: Overlay;
  readonly onClose: () => void;
}) {
  const remove = useCommand("catalogue", "removeOverlay");
  return (
    <ConfirmDialog
      opened
      destructive
      title={`Remove the overlay “${overlay.name}”?`}
      verb="Remove overlay"
      busy={remove.isPending}
      onCancel={onClose}
      onConfirm={() =>
        remove.mutate(
          { overlayId: overlay.id },
          {
            onSuccess: () => {
              onClose();
              showDone(`Removed the overlay “${overlay.name}”.`);
            },
          },
        )
      }
    >
      <p>
        {formatNoun(overlay.objects, "object")} of {overlay.fileName} leave the catalogue. The
        release beside it stays as it is.
      </p>
      {remove.error !== null && <ErrorNotice problem={problemOf(remove.error)} />}
    </ConfirmDialog>
  );
}

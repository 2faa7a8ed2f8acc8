import { Button, Select, Textarea, TextInput } from "@mantine/core";
import type { DetectionDetail } from "../../shared/model/detection.ts";
import type { EditedField } from "../../shared/model/import-report.ts";
import { useTyped } from "../layers/use-typed.ts";
import { SegmentedControl } from "../ui/Toolbar.tsx";
import { editedWords, fileWordWords, qualityChoices } from "./detection-words.ts";
import type { DetectionEditing } from "./use-detection-edits.ts";
import "./Detections.css";

/** Under a field that was edited: what its file says, and the way back to it. */
export function FileSays({
  detection,
  field,
  editing,
}: {
  readonly detection: DetectionDetail;
  readonly field: EditedField;
  readonly editing: DetectionEditing;
}) {
  const edit = detection.edits.find(({ word }) => word.field === field);
  if (edit === undefined) return null;
  return (
    <p className="file-says">
      <span>Edited; the file says: {fileWordWords(edit.file)}</span>
      <Button
        size="compact-xs"
        variant="subtle"
        aria-label={`Take the file’s word on ${editedWords[field].toLowerCase()}`}
        onClick={() =>
          void editing.revert(
            [detection.id],
            [field],
            `${editedWords[field]} of ${detection.name} as the file says`,
          )
        }
      >
        Take the file’s
      </Button>
    </p>
  );
}

/** Quality, alerting, owner and note of one rule, edited where they stand. */
export function EditFields({
  detection,
  editing,
}: {
  readonly detection: DetectionDetail;
  readonly editing: DetectionEditing;
}) {
  const { id, name } = detection;
  const owner = useTyped(detection.owner ?? "", (value, stretch) => {
    void editing.edit([id], { owner: value.trim() || null }, `Owner of ${name} set`, stretch);
  });
  const note = useTyped(detection.note, (value, stretch) => {
    void editing.edit([id], { note: value }, `Note on ${name} written`, stretch);
  });
  const says = (field: EditedField) => (
    <FileSays detection={detection} field={field} editing={editing} />
  );
  return (
    <section className="edit-fields">
      <h3>Your word on it</h3>
      <div className="edit-field">
        <Select
          size="xs"
          label="Quality, 0 to 5"
          allowDeselect={false}
          data={qualityChoices.map(({ label, note: words }) => ({
            value: label,
            label: words === "" ? label : `${label}: ${words}`,
          }))}
          value={detection.quality === null ? "Not said" : String(detection.quality)}
          onChange={(label) => {
            const choice = qualityChoices.find((each) => each.label === label);
            if (choice === undefined || choice.value === detection.quality) return;
            void editing.edit(
              [id],
              { quality: choice.value },
              `Quality of ${name} set to ${choice.label}`,
            );
          }}
        />
        {says("quality")}
      </div>
      <div className="edit-field">
        <span className="edit-label">Raises an alert</span>
        <SegmentedControl
          label="Raises an alert"
          value={detection.alerting ? "yes" : "no"}
          choices={[
            { value: "yes", label: "Yes" },
            { value: "no", label: "No, so it counts in part" },
          ]}
          onChange={(value) =>
            void editing.edit(
              [id],
              { alerting: value === "yes" },
              `${name} raises ${value === "yes" ? "an" : "no"} alert`,
            )
          }
        />
        {says("alerting")}
      </div>
      <div className="edit-field">
        <TextInput
          size="xs"
          label="Owner"
          placeholder="Who looks after it"
          maxLength={200}
          value={owner.value}
          onChange={(event) => owner.type(event.currentTarget.value)}
          onBlur={owner.settle}
          onKeyDown={(event) => {
            if (event.key === "Enter") owner.settle();
          }}
        />
        {says("owner")}
      </div>
      <div className="edit-field">
        <Textarea
          size="xs"
          label="Note"
          autosize
          minRows={2}
          maxRows={8}
          maxLength={10_000}
          value={note.value}
          onChange={(event) => note.type(event.currentTarget.value)}
          onBlur={note.settle}
        />
      </div>
    </section>
  );
}

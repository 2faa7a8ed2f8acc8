import "./KeysDialog.css";
import { KeyHint } from "../ui/MonoId.tsx";
import { Dialog } from "../ui/Dialog.tsx";

const groups: readonly {
  readonly title: string;
  readonly keys: readonly (readonly [string, string])[];
}[] = [
  {
    title: "Everywhere",
    keys: [
      ["Ctrl K", "Search everything, do anything"],
      [
        "Ctrl 1 to 9",
        "Overview, Catalogue, Actors, Detections, Coverage, Gaps, Emulation, Compare, Reports",
      ],
      ["Ctrl ,", "Settings"],
      ["Alt ←, Alt →", "Back, forward"],
      ["Ctrl B", "Navigation wide or narrow"],
      ["Esc", "Close what is open, then the inspector"],
      ["F1", "This list"],
    ],
  },
  {
    title: "Files",
    keys: [
      ["Ctrl N", "New workspace"],
      ["Ctrl O", "Open workspace"],
      ["Ctrl I", "Import"],
      ["Ctrl Shift S", "Save a copy"],
      ["Ctrl W", "Close workspace"],
    ],
  },
  {
    title: "Tables",
    keys: [
      ["↑ ↓", "Move by a row; Page Up and Page Down by a page; Home and End to the ends"],
      ["Enter", "Open the row"],
      ["Space", "Select the row"],
    ],
  },
  {
    title: "Plan board",
    keys: [
      ["Arrows", "Move from gap to gap"],
      ["Shift ← →", "Put the gap into the window before or after"],
      ["Delete", "Plan the gap by priority again"],
      ["Enter", "Open the inspector"],
    ],
  },
  {
    title: "Run of tests",
    keys: [
      ["1 to 6, 0", "Blocked, alerted, logged only, missed, not run, test error; not assessed"],
      ["7 8 9", "What of a block was seen: with an alert, in the log, not seen"],
      ["J K", "Next and previous test case"],
      ["S E A", "Start, end, alert is now"],
      ["N", "New test case"],
      ["H D R B", "To the host, the detection, the red notes, the blue notes"],
      ["G", "Whether an outcome goes on to the next that is not assessed"],
      ["Alt ↑ ↓", "Put the test case before or behind its neighbour"],
      ["Delete", "Delete the test case"],
      ["Ctrl Z, Ctrl Shift Z", "Undo, redo"],
    ],
  },
  {
    title: "Report",
    keys: [
      ["Alt ↑ ↓", "Move the section or the line of the title block"],
      ["Ctrl Z, Ctrl Shift Z", "Undo, redo"],
    ],
  },
  {
    title: "Matrix",
    keys: [
      ["Arrows", "Move from cell to cell"],
      ["Space", "Select"],
      ["Enter", "Open the inspector"],
      ["+ −", "Show or hide sub-techniques"],
      ["Ctrl F", "Find techniques"],
      ["Ctrl + −", "Larger or smaller cells"],
      ["F11", "The matrix alone on the display"],
    ],
  },
];

/** The keys that work in the window, by where they do. */
export function KeysDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog opened title="Keyboard" wide onClose={onClose}>
      <div className="keys-groups">
        {groups.map((group) => (
          <section key={group.title}>
            <h3>{group.title}</h3>
            <dl>
              {group.keys.map(([key, what]) => (
                <div key={key}>
                  <dt>
                    <KeyHint>{key}</KeyHint>
                  </dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

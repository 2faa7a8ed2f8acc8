import { useSyncExternalStore } from "react";
import { loadable } from "../ui/loadable.tsx";
import { currentQuestion } from "./ask-marking.ts";

const MarkingQuestionDialog = loadable(
  async () => (await import("./MarkingQuestionDialog.tsx")).MarkingQuestionDialog,
);

/** Where the window asks how files are marked that any of its screens writes. Mounted once. */
export function MarkingQuestions() {
  const question = useSyncExternalStore(currentQuestion.subscribe, currentQuestion.get);
  return question !== null && <MarkingQuestionDialog question={question} />;
}

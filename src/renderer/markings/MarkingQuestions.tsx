import { lazy, Suspense, useSyncExternalStore } from "react";
import { currentQuestion } from "./ask-marking.ts";

const MarkingQuestionDialog = lazy(async () => ({
  default: (await import("./MarkingQuestionDialog.tsx")).MarkingQuestionDialog,
}));

/** Where the window asks how files are marked that any of its screens writes. Mounted once. */
export function MarkingQuestions() {
  const question = useSyncExternalStore(currentQuestion.subscribe, currentQuestion.get);
  return (
    question !== null && (
      <Suspense fallback={null}>
        <MarkingQuestionDialog question={question} />
      </Suspense>
    )
  );
}

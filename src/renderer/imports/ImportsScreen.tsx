import { useApp } from "../app/app-state.ts";
import { ImportList } from "./ImportList.tsx";
import { ImportReportPage } from "./ImportReportPage.tsx";

/** The stored import reports: all of them, or one. */
export function ImportsScreen() {
  const { focus } = useApp();
  return focus?.importId === undefined ? (
    <ImportList />
  ) : (
    <ImportReportPage importId={focus.importId} firstClass={focus.importClass} />
  );
}

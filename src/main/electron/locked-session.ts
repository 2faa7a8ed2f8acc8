import { app, session, type Session, type WebContents } from "electron";
import { closeSession, closeWebContents } from "./no-network.ts";

/** The one thing a page may ask of the system. */
const allowedPermission = "clipboard-sanitized-write";

/** Locks every session and every page that will ever be made. Before the application is ready. */
export function lockAllPages(): void {
  app.on("session-created", lockSession);
  app.on("web-contents-created", (_, contents) => lockWebContents(contents));
}

/** The session of the window: it lives in memory, so that nothing of a page is left on disk. */
export function openSession(): Session {
  lockSession(session.defaultSession);
  return session.fromPartition("casemate", { cache: false });
}

/** The session of pages that are printed: apart from the window's, so that its zoom stays its own. */
export function openPrintSession(): Session {
  return session.fromPartition("casemate-print", { cache: false });
}

function lockSession(each: Session): void {
  closeSession(each);
  each.setPermissionRequestHandler((_, permission, answer) => {
    answer(permission === allowedPermission);
  });
  each.setPermissionCheckHandler((_, permission) => permission === allowedPermission);
  each.setDevicePermissionHandler(() => false);
  each.on("will-download", (event) => event.preventDefault());
}

function lockWebContents(contents: WebContents): void {
  closeWebContents(contents);
  contents.setWindowOpenHandler(() => ({ action: "deny" }));
  contents.on("will-navigate", (event) => event.preventDefault());
  contents.on("will-frame-navigate", (event) => event.preventDefault());
  contents.on("will-redirect", (event) => event.preventDefault());
  contents.on("will-attach-webview", (event) => event.preventDefault());
}

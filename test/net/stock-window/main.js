// A window as Electron gives it, with none of our locks: what the observer must be able to see.
// Its last argument, where it ends in .txt, is a file with a function to run in the page.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { app, BrowserWindow } from "electron";

const patience = 8000;

void app.whenReady().then(async () => {
  const window = new BrowserWindow();
  await window.loadFile(join(import.meta.dirname, "index.html"));
  const last = process.argv.at(-1) ?? "";
  if (last.endsWith(".txt")) {
    const page = window.webContents;
    page.executeJavaScript(`(${readFileSync(last, "utf8")})()`).catch(() => undefined);
  }
  setTimeout(() => app.exit(0), patience);
});

// An empty window: the floor that start and memory are measured against.
import { join } from "node:path";
import { app, BrowserWindow } from "electron";

void app.whenReady().then(async () => {
  const window = new BrowserWindow({ width: 1440, height: 900 });
  await window.loadFile(join(import.meta.dirname, "index.html"));
});

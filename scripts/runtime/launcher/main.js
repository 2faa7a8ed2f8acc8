// The application inside an Electron that has no default one: it starts the application whose
// folder is the first argument that is not a switch, as Electron itself does elsewhere.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { app } from "electron";

const folder = process.argv.slice(1).find((argument) => !argument.startsWith("-"));
if (folder === undefined) {
  process.stderr.write("Name the folder of the application to start.\n");
  process.exit(2);
}
const application = resolve(folder);
const { name, version, main } = JSON.parse(readFileSync(join(application, "package.json"), "utf8"));
app.setName(name);
app.setVersion(version);
app.setAppPath(application);
// Awaited: Electron holds back "ready" until the first module has been evaluated.
await import(pathToFileURL(join(application, main)).href);

/** The architecture as rules; ARCHITECTURE.md says the same in words. */
const pure = "[.](store|reader|writer|handlers|worker)[.]ts$";
const capabilities =
  "^src/main/(catalogue|actors|detections|coverage|gaps|compare|layers|assessments|report|environments|settings|imports|search|telemetry|intelligence|plan|assets|emulation|markings|snapshots|situations|workspace)/";

module.exports = {
  forbidden: [
    {
      name: "electron-stays-outermost",
      comment:
        "Only the desktop shell knows Electron: take what you need as a value or a function.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/(main/electron/|main/index[.]ts|preload/)" },
      to: { path: "^electron$|(^|/)node_modules/electron($|/)" },
    },
    {
      name: "shell-is-used-by-nobody",
      comment: "Nothing depends on the desktop shell but its entry.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/main/(electron/|index[.]ts)" },
      to: { path: "^src/main/electron/" },
    },
    {
      name: "shared-depends-on-zod-alone",
      comment: "src/shared is read by every process: it may use zod and itself.",
      severity: "error",
      from: { path: "^src/shared/" },
      to: { pathNot: "^src/shared/|(^|/)node_modules/zod/" },
    },
    {
      name: "renderer-sees-only-shared",
      comment: "The window speaks to the rest through the contract: put the type into src/shared.",
      severity: "error",
      from: { path: "^src/renderer/" },
      to: { path: "^src/(main|preload)/" },
    },
    {
      name: "renderer-has-no-node",
      comment: "The window is sandboxed: make it an operation of the contract.",
      severity: "error",
      from: { path: "^src/renderer/" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "preload-is-thin",
      comment: "The preload script bridges and does nothing else.",
      severity: "error",
      from: { path: "^src/preload/" },
      to: { path: "^src/(main|renderer)/" },
    },
    {
      name: "pure-files-do-no-io",
      comment:
        "A file without a suffix is pure: move the input or output into a .reader, .writer or .store file.",
      severity: "error",
      from: { path: capabilities, pathNot: pure },
      to: {
        path: "^(node:)?(fs|child_process|worker_threads|os|process|http|net)($|/)|(^|/)node_modules/(better-sqlite3|drizzle-orm)/",
      },
    },
    {
      name: "pure-files-use-no-io-files",
      comment: "A pure file takes plain data: let the handler gather it and pass it in.",
      severity: "error",
      from: { path: capabilities, pathNot: pure },
      to: { path: "^src/main/.*" + pure, dependencyTypesNot: ["type-only"] },
    },
    {
      name: "only-stores-know-sql",
      comment: "SQL belongs into a .store file of its capability.",
      severity: "error",
      from: {
        path: "^src/",
        pathNot: "[.]store[.]ts$|^src/main/database/|^src/main/backend/start-workbench[.]ts$",
      },
      to: {
        path: "(^|/)node_modules/(better-sqlite3|drizzle-orm)/",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "only-the-backend-registers-handlers",
      comment:
        "Handlers are called through the contract; share the work in a plain, store or reader file.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/main/backend/|[.]handlers[.]ts$" },
      to: { path: "[.]handlers[.]ts$" },
    },
    {
      name: "cli-goes-through-the-contract",
      comment: "The command line is a client: it calls operations and prints what comes back.",
      severity: "error",
      from: { path: "^src/main/cli/" },
      to: { path: "^src/main/", pathNot: "^src/main/(cli/|backend/|application-root)" },
    },
    {
      name: "no-cycles",
      comment: "Two files that need each other are one thing, or need a third.",
      severity: "error",
      from: {},
      to: { circular: true, dependencyTypesNot: ["type-only"] },
    },
    {
      name: "no-orphans",
      comment: "Nobody uses this file: delete it.",
      severity: "error",
      from: {
        orphan: true,
        path: "^src/",
        pathNot: "[.]d[.]ts$|^src/(main/index|preload/index|renderer/main)[.]tsx?$|[.]worker[.]ts$",
      },
      to: {},
    },
    {
      name: "not-to-unresolvable",
      comment: "The import does not resolve.",
      severity: "error",
      from: { path: "^src/" },
      to: { couldNotResolve: true, pathNot: "[.]css$|[?]" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "types", "default"],
    },
  },
};

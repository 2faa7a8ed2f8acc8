import react from "@vitejs/plugin-react";
import { defineConfig } from "electron-vite";
import { join } from "node:path";
import { noncePlaceholder } from "./src/main/electron/content-security-policy.ts";

/** `release`, `test` or `development`: see src/main/electron/build-flavour.ts. */
const flavour = process.env["CASEMATE_BUILD"] ?? "release";
const outFolder = join(import.meta.dirname, "out", flavour);

/** The oldest runtime that the application is tested in: Electron 33. */
const oldestNode = "node20.18";
const oldestChromium = "chrome130";

export default defineConfig({
  main: {
    define: { __BUILD_FLAVOUR__: JSON.stringify(flavour) },
    build: {
      outDir: join(outFolder, "main"),
      target: oldestNode,
      externalizeDeps: false,
      rolldownOptions: {
        input: {
          index: "src/main/index.ts",
          "backend.worker": "src/main/backend/backend.worker.ts",
        },
        // Loads a native module that lies beside it; the build puts the package into the application.
        external: ["better-sqlite3"],
        output: { entryFileNames: "[name].js", chunkFileNames: "chunks/[name]-[hash].js" },
      },
    },
  },
  preload: {
    build: {
      outDir: join(outFolder, "preload"),
      target: oldestNode,
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: "src/preload/index.ts" },
        // A sandboxed preload script is one CommonJS file.
        output: { format: "cjs", entryFileNames: "[name].cjs" },
      },
    },
  },
  renderer: {
    root: "src/renderer",
    plugins: [react()],
    html: { cspNonce: noncePlaceholder },
    build: {
      outDir: join(outFolder, "renderer"),
      target: oldestChromium,
      minify: flavour !== "development",
      // Every file is served from a list: nothing is folded into another as a data address.
      assetsInlineLimit: 0,
      rolldownOptions: {
        input: join(import.meta.dirname, "src/renderer/index.html"),
        output: {
          // In one file, so that what it says to the schemas is said before the first is made.
          codeSplitting: {
            groups: [
              { name: "content-policy", test: /renderer\/content-policy\.ts$|node_modules\/zod\// },
            ],
          },
        },
      },
    },
  },
});

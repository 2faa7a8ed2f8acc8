import js from "@eslint/js";
import prettier from "eslint-config-prettier";
import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import globals from "globals";
import tseslint from "typescript-eslint";

/** Names that make a pure file depend on when or where it runs. */
const impureGlobals = [
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: "A file without a suffix is pure: take the time as a value.",
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: "A file without a suffix is pure: take the time as a value.",
  },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: "A file without a suffix is pure: take random values as input.",
  },
  {
    selector: "CallExpression[callee.property.name='randomUUID']",
    message: "A file without a suffix is pure: take IDs as input.",
  },
];

const noDefaultExport = {
  selector: "ExportDefaultDeclaration",
  message: "Name what you export; a default export has no name to search for.",
};

const capabilities = [
  "catalogue",
  "actors",
  "detections",
  "coverage",
  "gaps",
  "compare",
  "layers",
  "assessments",
  "report",
  "environments",
  "settings",
  "imports",
  "search",
  "telemetry",
  "intelligence",
  "plan",
  "assets",
  "emulation",
  "markings",
  "snapshots",
  "situations",
  "workspace",
];

export default tseslint.config(
  { ignores: ["out/", "node_modules/", "test-results/", "casemate-out/"] },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ["*.js", "*.cjs", "*.mjs", "bin/*.js"] },
        tsconfigRootDir: import.meta.dirname,
      },
      globals: { ...globals.es2024 },
    },
    rules: {
      "no-restricted-syntax": ["error", noDefaultExport],
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true },
      ],
      eqeqeq: "error",
      "no-console": "error",
    },
  },
  {
    files: capabilities.map((name) => `src/main/${name}/**/*.ts`).concat("src/shared/**/*.ts"),
    ignores: ["**/*.{store,reader,writer,handlers,worker}.ts"],
    rules: { "no-restricted-syntax": ["error", noDefaultExport, ...impureGlobals] },
  },
  {
    files: ["src/renderer/**/*.{ts,tsx}"],
    ...jsxA11y.flatConfigs.strict,
    languageOptions: { globals: { ...globals.browser } },
  },
  { files: ["src/renderer/**/*.{ts,tsx}"], ...reactHooks.configs.flat.recommended },
  {
    files: ["src/main/**/*.ts", "src/preload/**/*.ts", "src/renderer/**/*.{ts,tsx}"],
    ignores: ["src/main/electron/**", "src/main/index.ts", "src/preload/**"],
    rules: {
      "no-restricted-globals": [
        "error",
        { name: "fetch", message: "Casemate has no network." },
        { name: "WebSocket", message: "Casemate has no network." },
      ],
      "no-restricted-imports": [
        "error",
        {
          paths: ["http", "https", "http2", "net", "tls", "dgram", "dns", "undici"].flatMap(
            (name) => [
              { name, message: "Casemate has no network." },
              { name: `node:${name}`, message: "Casemate has no network." },
            ],
          ),
        },
      ],
    },
  },
  {
    files: ["src/main/cli/**/*.ts", "scripts/**/*.ts", "test/**/*.ts", "bin/*.js", "*.js"],
    rules: { "no-console": "off" },
  },
  {
    files: ["*.config.{js,ts}", "*.cjs", "test/**/*.config.ts"],
    rules: { "no-restricted-syntax": "off" },
  },
  { files: ["**/*.{js,cjs,mjs}"], ...tseslint.configs.disableTypeChecked },
  { files: ["**/*.{js,cjs,mjs}"], languageOptions: { globals: { ...globals.node } } },
  prettier,
);

/*
 * Every style that holds for the whole window, in its order: Mantine first, then what overrides it.
 * Imported once in main.tsx, before any component.
 */
import "./mantine-styles.ts";
import "./fonts.css";
import "./tokens.css";
import "./mantine-variables.css";
import "./data-fills.css";
import "./base.css";

import {
  createTheme,
  defaultVariantColorsResolver,
  type VariantColorsResolver,
} from "@mantine/core";

/** Colours of buttons from Casemate's own tokens, in both schemes; `red` is for what destroys. */
const variantColorResolver: VariantColorsResolver = ({ color, variant, theme }) => {
  const destructive = color === "red";
  const accent = destructive ? "var(--error)" : "var(--accent)";
  const plain = color === "gray" ? "var(--muted)" : accent;
  const none = "1px solid transparent";
  switch (variant) {
    case "filled":
      return {
        background: accent,
        hover: destructive ? "var(--error)" : "var(--accent-hover)",
        color: destructive ? "var(--on-error)" : "var(--on-accent)",
        border: none,
      };
    case "light":
      return {
        background: "var(--accent-soft)",
        hover: "var(--accent-soft)",
        color: plain,
        border: none,
      };
    case "subtle":
    case "transparent":
      return {
        background: "transparent",
        hover: variant === "subtle" ? "var(--hover)" : "transparent",
        color: plain,
        border: none,
      };
    case "outline":
      return {
        background: "transparent",
        hover: "var(--hover)",
        color: plain,
        border: `1px solid ${plain}`,
      };
    case "default":
      return {
        background: "var(--surface)",
        hover: "var(--hover)",
        color: "var(--text)",
        border: "1px solid var(--line-2)",
      };
    default:
      return defaultVariantColorsResolver({ color, variant, theme });
  }
};

const overlay = { duration: 120, transition: "fade" } as const;
const input = { size: "sm" } as const;

/**
 * Mantine as Casemate wears it.
 * Sizes of every component: `sm` is the 30 px control, `xs` the 28 px one of toolbars.
 * Its CSS variables are not injected but stand in mantine-variables.css, so that the content
 * security policy needs no inline styles; a test keeps both the same.
 */
export const theme = createTheme({
  primaryColor: "indigo",
  primaryShade: { light: 6, dark: 4 },
  colors: {
    indigo: [
      "#f4f3fd",
      "#ecebfb",
      "#d3d0f6",
      "#bab5ff",
      "#a7a1ff",
      "#7a74e3",
      "#4b45c6",
      "#3f39b0",
      "#342f93",
      "#25233f",
    ],
  },
  black: "#12161c",
  fontFamily: "var(--font-ui)",
  fontFamilyMonospace: "var(--font-mono)",
  fontSizes: { xs: "12px", sm: "12.5px", md: "13px", lg: "13.5px", xl: "20px" },
  lineHeights: { xs: "16px", sm: "16px", md: "20px", lg: "20px", xl: "26px" },
  headings: {
    fontFamily: "var(--font-ui)",
    fontWeight: "650",
    sizes: {
      h1: { fontSize: "20px", lineHeight: "26px", fontWeight: "650" },
      h2: { fontSize: "13.5px", lineHeight: "20px", fontWeight: "600" },
      h3: { fontSize: "13px", lineHeight: "20px", fontWeight: "600" },
    },
  },
  spacing: { xs: "6px", sm: "8px", md: "12px", lg: "16px", xl: "24px" },
  radius: { xs: "3px", sm: "4px", md: "6px", lg: "8px", xl: "12px" },
  defaultRadius: "md",
  shadows: {
    xs: "none",
    sm: "none",
    md: "var(--shadow-overlay)",
    lg: "var(--shadow-overlay)",
    xl: "var(--shadow-overlay)",
  },
  cursorType: "pointer",
  variantColorResolver,
  respectReducedMotion: true,
  // Plain values, not the components' own `extend`: that would load every one at the start.
  components: {
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray", size: "md" } },
    Button: { defaultProps: { variant: "default", size: "sm" } },
    Checkbox: { defaultProps: { size: "xs", radius: "sm" } },
    Menu: {
      defaultProps: { transitionProps: overlay, shadow: "md", offset: 4, position: "bottom-start" },
    },
    // Scroll is never locked: the page itself does not scroll, and the lock injects a style.
    Modal: { defaultProps: { transitionProps: overlay, lockScroll: false, radius: "lg" } },
    MultiSelect: { defaultProps: input },
    NumberInput: { defaultProps: input },
    Popover: { defaultProps: { transitionProps: overlay, shadow: "md", offset: 4 } },
    Radio: { defaultProps: { size: "xs" } },
    Select: { defaultProps: { ...input, allowDeselect: false } },
    Switch: { defaultProps: { size: "xs" } },
    Tabs: { defaultProps: { variant: "default" } },
    TagsInput: { defaultProps: input },
    Textarea: { defaultProps: { ...input, autosize: true, minRows: 2 } },
    TextInput: { defaultProps: input },
    Tooltip: { defaultProps: { transitionProps: overlay, openDelay: 350, offset: 6 } },
  },
});

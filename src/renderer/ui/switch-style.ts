/* Style of Switch, for the screens that have one. */
import "@mantine/core/styles/Switch.css";

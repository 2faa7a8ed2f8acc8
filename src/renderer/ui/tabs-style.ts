/* Style of Tabs, for the screens that have them. */
import "@mantine/core/styles/Tabs.css";
import "./tabs.css";

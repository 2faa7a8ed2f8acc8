/* Style of NumberInput, for the screens that have one. */
import "@mantine/core/styles/NumberInput.css";

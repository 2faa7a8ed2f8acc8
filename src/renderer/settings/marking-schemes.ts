/** A marking that is often used: its words and the ground they customarily stand on. */
export interface MarkingScheme {
  readonly text: string;
  readonly colour: string;
}

/** Markings to begin from; text and colour can be changed at will. */
export const markingSchemes: readonly MarkingScheme[] = [
  { text: "EXERCISE - UNCLASSIFIED", colour: "#007A33" },
  { text: "UNCLASSIFIED", colour: "#007A33" },
  { text: "CONTROLLED UNCLASSIFIED INFORMATION", colour: "#502B85" },
  { text: "CONFIDENTIAL", colour: "#0033A0" },
  { text: "SECRET", colour: "#C8102E" },
  { text: "TOP SECRET", colour: "#FF8C00" },
  { text: "TLP:CLEAR", colour: "#000000" },
  { text: "TLP:GREEN", colour: "#33FF00" },
  { text: "TLP:AMBER", colour: "#FFC000" },
  { text: "TLP:AMBER+STRICT", colour: "#FFC000" },
  { text: "TLP:RED", colour: "#FF2B2B" },
];

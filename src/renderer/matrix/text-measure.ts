/** Measures texts of one font, in px; what was measured once is kept. */
export function createTextMeasure(font: string): (text: string) => number {
  const context = document.createElement("canvas").getContext("2d");
  if (context === null) throw new Error("The window cannot measure text.");
  context.font = font;
  const widths = new Map<string, number>();
  return (text) => {
    const known = widths.get(text);
    if (known !== undefined) return known;
    const { width } = context.measureText(text);
    widths.set(text, width);
    return width;
  };
}

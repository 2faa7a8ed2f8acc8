/** The variable of the layer at an index: `a` to `z`, then `aa`, `ab` and so on, as columns go. */
export function layerVariableAt(index: number): string {
  const letter = String.fromCharCode("a".charCodeAt(0) + (index % 26));
  return index < 26 ? letter : layerVariableAt(Math.floor(index / 26) - 1) + letter;
}

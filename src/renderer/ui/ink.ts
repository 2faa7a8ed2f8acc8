/** Relative luminance of a colour written `#RRGGBB`, 0 to 1. */
function luminance(colour: string): number {
  const channel = (from: number): number => {
    const value = parseInt(colour.slice(from, from + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

/** The text colour that reads better on a ground given as `#RRGGBB`: ink or white. */
export function inkOn(colour: string): "#0b0f15" | "#ffffff" {
  const ground = luminance(colour) + 0.05;
  const dark = luminance("#0b0f15") + 0.05;
  return 1.05 / ground >= ground / dark ? "#ffffff" : "#0b0f15";
}

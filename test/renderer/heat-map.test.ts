import { describe, expect, it } from "vitest";
import { edgeOf, hasNumbers, layOutHeatMap, placeAt } from "../../src/renderer/compare/heat-map.ts";

describe("a heat map that fits its box", () => {
  it.each([
    [172, 1500, 811],
    [172, 900, 560],
    [60, 1200, 800],
    [30, 1400, 900],
  ])("fills it with %i actors in %i × %i, and never more", (count, width, height) => {
    const { size } = layOutHeatMap(count, "fit", { width, height });
    const room = Math.min(width, height);
    expect(size).toBeLessThanOrEqual(room);
    expect(size).toBeGreaterThan(room - 2);
  });

  it("names its rows where they are 12 px and more beside the names, else gives all to the cells", () => {
    // (852 − 132) / 60 = 12, and a pixel less is not enough.
    expect(layOutHeatMap(60, "fit", { width: 852, height: 900 })).toEqual({
      cell: 12,
      names: 132,
      size: 852,
    });
    const less = layOutHeatMap(60, "fit", { width: 851, height: 900 });
    expect(less.names).toBe(0);
    expect(less.size).toBe(851);
  });

  it("draws a few actors no larger than they need to be read", () => {
    const layout = layOutHeatMap(3, "fit", { width: 1500, height: 900 });
    expect(layout).toEqual({ cell: 96, names: 132, size: 132 + 3 * 96 });
    expect(hasNumbers(layout)).toBe(true);
  });

  it("begins every cell at a whole pixel, where the one before it ends, and finds it again", () => {
    const layout = layOutHeatMap(172, "fit", { width: 1500, height: 811 });
    expect(edgeOf(layout, 172)).toBe(layout.size);
    for (let place = 0; place < 172; place += 1) {
      const [from, to] = [edgeOf(layout, place), edgeOf(layout, place + 1)];
      expect(Number.isInteger(from)).toBe(true);
      expect(to - from).toBeGreaterThanOrEqual(4);
      expect(to - from).toBeLessThanOrEqual(5);
      expect(placeAt(layout, 172, layout.names + (from + to) / 2)).toBe(place);
    }
  });
});

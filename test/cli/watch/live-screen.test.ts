import { describe, expect, it } from "vitest";
import { openLiveScreen } from "../../../src/cli/watch/live-screen.ts";

/** What a screen of a size writes for a frame of 200 × 100 pixels. */
function shown(size: { readonly columns?: number; readonly rows?: number }): string {
  let text = "";
  const screen = openLiveScreen({ ...size, write: (written) => (text += written) });
  screen.show({ width: 200, height: 100, data: new Uint8ClampedArray(200 * 100 * 4) }, "return 3.0");
  return text;
}

describe("openLiveScreen", () => {
  it("shows a frame as large as the terminal holds, with the status below it", () => {
    const lines = shown({ columns: 40, rows: 30 }).split("\n");
    expect(lines).toHaveLength(11);
    expect(lines[0].split("▀")).toHaveLength(41);
    expect(lines[10]).toContain("return 3.0");
  });

  it("takes a terminal of unknown size, which some tell as 0 × 0, for one of 80 × 24", () => {
    const usual = shown({ columns: 80, rows: 24 });
    expect(usual.split("\n")[0].split("▀")).toHaveLength(81);
    expect(usual).toContain("return 3.0");
    for (const size of [{}, { columns: 0, rows: 0 }]) expect(shown(size)).toBe(usual);
  });
});

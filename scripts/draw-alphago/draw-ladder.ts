import * as Plot from "@observablehq/plot";
import { JSDOM } from "jsdom";
import type { EloRating } from "../../src/go/index.ts";
import { shownPlayer } from "./player-names.ts";

/** Elo of players with their intervals, the strongest above, as an SVG document. */
export function drawLadder(ladder: readonly EloRating[]): string {
  const players = ladder.map((rating) => ({ ...rating, name: shownPlayer(rating.name) }));
  const { document } = new JSDOM("").window;
  const figure = Plot.plot({
    document,
    ...{ width: 720, height: 96 + 28 * players.length },
    ...{ marginLeft: 250, marginTop: 48, marginBottom: 44, marginRight: 24 },
    style: { background: "white", fontFamily: "system-ui, sans-serif", fontSize: "12px" },
    x: {
      label: "Elo above the policy that imitates, with 95 % intervals",
      labelAnchor: "center",
      grid: true,
      nice: true,
    },
    y: { label: null, domain: players.map(({ name }) => name), tickSize: 0 },
    marks: [
      Plot.ruleY(players, { y: "name", x1: "low", x2: "high", stroke: "#0072b2", strokeWidth: 2 }),
      Plot.dot(players, { y: "name", x: "elo", fill: "#0072b2", r: 4 }),
      Plot.text(["Strength without temperature"], {
        frameAnchor: "top-left",
        dx: -240,
        dy: -34,
        fontWeight: "bold",
        fontSize: 15,
      }),
    ],
  });
  figure.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  figure.removeAttribute("class");
  return `${figure.outerHTML}\n`;
}

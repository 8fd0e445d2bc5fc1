import { describe, expect, it } from "vitest";
import { categorical, diagonalNormal } from "../../src/distributions/index.ts";
import * as graph from "../../src/graph/index.ts";
import { valuesOf } from "./evaluate.ts";

const matrix = (rows: number[][]) => graph.constant(rows.flat(), [rows.length, rows[0].length]);
const softmax = (row: number[]) => {
  const weights = row.map(Math.exp);
  const total = weights.reduce((a, b) => a + b);
  return weights.map((weight) => weight / total);
};

describe("categorical", () => {
  const logits = [
    [0.3, -1, 2],
    [5, 5, 5],
  ];
  const others = [
    [0, 0.5, -0.5],
    [1, 2, 3],
  ];
  const density = categorical(matrix(logits));

  it("has the log-probabilities, entropy and divergence of its sum", () => {
    const indices = graph.toInt(graph.constant([2, 0], [2]));
    const { logProb, entropy, kl } = valuesOf({
      logProb: density.logProb(indices),
      entropy: density.entropy(),
      kl: density.kl(categorical(matrix(others))),
    });
    logits.forEach((row, i) => {
      const p = softmax(row);
      const q = softmax(others[i]);
      expect(logProb[i]).toBeCloseTo(Math.log(p[[2, 0][i]]), 12);
      expect(entropy[i]).toBeCloseTo(-p.reduce((sum, each) => sum + each * Math.log(each), 0), 12);
      expect(kl[i]).toBeCloseTo(
        p.reduce((sum, each, j) => sum + each * Math.log(each / q[j]), 0),
        12,
      );
    });
  });

  it("has the score  onehot − p  with respect to its logits, and mean score zero", () => {
    const input = graph.variable("logits", [1, 3], logits[0]);
    const p = softmax(logits[0]);
    const mean = [0, 0, 0];
    for (let action = 0; action < 3; action++) {
      const taken = graph.toInt(graph.constant([action], [1]));
      const [score] = graph.grad(graph.sum(categorical(input).logProb(taken)), [input]);
      valuesOf({ score }).score.forEach((value, j) => {
        expect(value).toBeCloseTo((j === action ? 1 : 0) - p[j], 12);
        mean[j] += p[action] * value;
      });
    }
    for (const value of mean) expect(value).toBeCloseTo(0, 12);
  });

  it("samples the category whose interval of the running sums contains the noise", () => {
    const p = softmax(logits[0]);
    const edges = [1e-9, p[0] - 1e-9, p[0] + 1e-9, p[0] + p[1] - 1e-9, p[0] + p[1] + 1e-9, 1];
    const many = categorical(matrix(edges.map(() => logits[0])));
    const noise = graph.constant(edges, [edges.length, 1]);
    expect(valuesOf({ drawn: many.sample(noise) }).drawn).toEqual([0, 0, 1, 1, 2, 2]);
  });

  it("never draws, prefers or counts what is illegal, even at the ends of the noise", () => {
    const legal = [[0, 1, 0, 1, 0]];
    const masked = categorical(matrix([[9, 1, 9, 2, 9]]), matrix(legal));
    const free = categorical(matrix([[1, 2]]));
    const noise = (u: number) => graph.constant([u], [1, 1]);
    const { least, most, mode, entropy, plain } = valuesOf({
      least: masked.sample(noise(1e-30)),
      most: masked.sample(noise(1)),
      mode: masked.mode(),
      entropy: masked.entropy(),
      plain: free.entropy(),
    });
    expect([least[0], most[0], mode[0]]).toEqual([1, 3, 3]);
    expect(entropy[0]).toBeCloseTo(plain[0], 12);
  });
});

describe("diagonal normal", () => {
  const mean = [
    [0.5, -2],
    [3, 0],
  ];
  const logDeviation = [0.2, -0.7];
  const deviations = logDeviation.map(Math.exp);
  const density = diagonalNormal(matrix(mean), graph.constant(logDeviation, [2]));

  it("has the log-density, entropy and divergence of its formulas", () => {
    const x = [
      [1, -2.5],
      [2, 0.3],
    ];
    const otherMean = [
      [0, 0],
      [1, -1],
    ];
    const otherLog = [
      [0.1, 0.2],
      [-0.3, 0],
    ];
    const { logProb, entropy, kl } = valuesOf({
      logProb: density.logProb(matrix(x)),
      entropy: density.entropy(),
      kl: density.kl(diagonalNormal(matrix(otherMean), matrix(otherLog))),
    });
    mean.forEach((row, i) => {
      let expectedLog = 0;
      let expectedEntropy = 0;
      let expectedKl = 0;
      row.forEach((mu, j) => {
        const s = deviations[j];
        const q = Math.exp(otherLog[i][j]);
        expectedLog += -((x[i][j] - mu) ** 2) / (2 * s * s) - Math.log(s) - 0.5 * Math.log(2 * Math.PI);
        expectedEntropy += Math.log(s) + 0.5 * Math.log(2 * Math.PI * Math.E);
        expectedKl += Math.log(q / s) + (s * s + (mu - otherMean[i][j]) ** 2) / (2 * q * q) - 0.5;
      });
      expect(logProb[i]).toBeCloseTo(expectedLog, 12);
      expect(entropy[i]).toBeCloseTo(expectedEntropy, 12);
      expect(kl[i]).toBeCloseTo(expectedKl, 12);
    });
  });

  it("has the scores (x − μ)/σ² and z² − 1", () => {
    const location = graph.variable("mean", [1, 2], mean[0]);
    const scale = graph.variable("logDeviation", [2], logDeviation);
    const x = [1.5, -1];
    const logProb = diagonalNormal(location, scale).logProb(matrix([x]));
    const [toMean, toScale] = graph.grad(graph.sum(logProb), [location, scale]);
    const values = valuesOf({ toMean, toScale });
    x.forEach((value, j) => {
      const z = (value - mean[0][j]) / deviations[j];
      expect(values.toMean[j]).toBeCloseTo(z / deviations[j], 12);
      expect(values.toScale[j]).toBeCloseTo(z * z - 1, 12);
    });
  });

  it("samples μ + σ ε and prefers μ", () => {
    const { drawn, mode } = valuesOf({
      drawn: density.sample(
        matrix([
          [1, 2],
          [-1, 0],
        ]),
      ),
      mode: density.mode(),
    });
    const expected = [0.5 + deviations[0], -2 + 2 * deviations[1], 3 - deviations[0], 0];
    drawn.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 12));
    expect(mode).toEqual(mean.flat());
  });
});

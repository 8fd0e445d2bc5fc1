import { box, type Space } from "../../src/environments/index.ts";
import * as graph from "../../src/graph/index.ts";
import type { Generator } from "../../src/random/index.ts";

/** Steps of a made-up replay. */
export const batch = 6;

export const madeUpObservations = box({ low: -1, high: 1, shape: [2] }) as Space;

/** An environment of observations of 2 numbers and actions of 2, as far as networks look at one. */
export const madeUpBox = {
  id: "made up",
  observationSpace: madeUpObservations,
  actionSpace: box({ low: [-1, 0], high: [3, 10] }) as Space,
};

/** Constants of standard normal numbers, of a shape. */
export const normalConstants =
  (generator: Generator) =>
  (...shape: number[]) =>
    graph.constant(
      Array.from({ length: shape.reduce((a, b) => a * b) }, () => generator.normal()),
      shape,
    );

/** Which of the steps ended the task: [batch]. */
export const someTerminated = () => graph.constant([0, 1, 0, 0, 1, 0], [batch]);

/** Two states and two actions: the MDP of reference values and of error messages, as a description. */
export const twoStates = {
  transitions: [
    [
      [0.7, 0.3],
      [0.1, 0.9],
    ],
    [
      [0.2, 0.8],
      [0.6, 0.4],
    ],
  ],
  rewards: [
    [1, 0],
    [0, 2],
  ],
  start: [1, 0],
  discount: 0.9,
};

/** Logits of its policy: [s][a]. */
export const twoStatesLogits = [
  [0.3, 0.1],
  [-0.2, 0.4],
];

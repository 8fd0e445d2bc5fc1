import { relu, sigmoid, tanh } from "../../graph/index.ts";

export const activations = { tanh, relu, sigmoid } as const;
export type ActivationName = keyof typeof activations;

import { sourceHash } from "../../compiler/instruction-set/opcodes.ts";

/** A place of numbers in memory: the byte address of the first, and how many there are. */
export type Place = readonly [address: number, length: number];

/**
 * How a policy acts on one observation, as instructions with a layout of memory: what `logpi/inference` runs without
 * graphs and plans.
 */
export interface ActingProgram {
  /** Says how instructions are made and run: {@link programVersion}. */
  readonly version: string;
  /** Of the weights, by their names in the file. */
  readonly weights: Readonly<Record<string, Place>>;
  /** Fixed numbers as the bits of float32, with the address of the first. */
  readonly constants: readonly (readonly [address: number, bits: readonly number[]])[];
  readonly observations: Place;
  readonly legalActions?: Place;
  /** Of a recurrent policy: the state that it goes on from; `nextState` of a run is what follows. */
  readonly state?: Place;
  readonly noise: { readonly kind: "uniform" | "normal"; readonly place: Place };
  readonly sampling: {
    readonly words: readonly number[];
    readonly actions: Place;
    readonly logProbs: Place;
    readonly nextState?: Place;
  };
  readonly choosing: {
    readonly words: readonly number[];
    readonly actions: Place;
    readonly nextState?: Place;
  };
}

/**
 * The kernels that a program is for, and the plan of instructions that it was made by. The number grows with every change
 * of the instructions that policies get, so that one version stands for one program: a file whose program of this version
 * is not that of its architecture has been changed.
 */
export const programVersion = `${sourceHash}-1`;

/** The kernels keep their own memory below this. */
export const programStart = 2 ** 20;

import type { Graph } from "../backends/backend.ts";
import { sourceHash } from "../backends/compiled/opcodes.ts";
import { type Expression, is, type Variable } from "../graph/expression.ts";
import { aligned } from "../graph/plan/arena.ts";
import { plan } from "../graph/plan/plan.ts";
import type { AddressOf } from "../graph/plan/step.ts";
import { storageOf } from "../graph/plan/storage.ts";
import { sizeOf } from "../graph/shape.ts";
import { actingGraphs } from "./acting-graphs.ts";
import type { Policy } from "./policy.ts";

/** A place of numbers in memory: the byte address of the first, and how many there are. */
export type Place = readonly [address: number, length: number];

/**
 * How a policy acts on one observation, as instructions with a layout of memory: what `logpi/inference` runs without
 * graphs and plans.
 */
export interface ActingProgram {
  /** Of the source of the kernels that it is for. */
  readonly kernels: string;
  /** Where the memory that it uses ends; it begins at {@link programStart}. */
  readonly end: number;
  /** Of the weights, by their names in the file. */
  readonly weights: Readonly<Record<string, Place>>;
  /** Fixed numbers, with the address of the first. */
  readonly constants: readonly (readonly [address: number, values: readonly number[]])[];
  readonly observations: Place;
  readonly legalActions?: Place;
  readonly noise: { readonly kind: "uniform" | "normal"; readonly place: Place };
  /** Whether actions are int32; otherwise they are float32. */
  readonly discrete: boolean;
  readonly sampling: { readonly words: readonly number[]; readonly actions: Place; readonly logProbs: Place };
  readonly choosing: { readonly words: readonly number[]; readonly actions: Place };
}

/** The kernels keep their own memory below this. */
export const programStart = 2 ** 20;

/** JSON has no infinity: a number in its place that float32, which the program computes in, rounds to it. */
const finiteInJson = (value: number): number => Math.min(Math.max(value, -1e39), 1e39);

/** Undefined for densities that draw by rejection: no program can do that. */
export function actingProgram(policy: Policy): ActingProgram | undefined {
  const { noise, sampling, choosing } = actingGraphs(policy, 1);
  if (noise.kind === "drawn") return undefined;

  let end = programStart;
  const allocate = (bytes: number) => {
    const address = end;
    end += aligned(bytes);
    return address;
  };
  const addresses = new Map<Expression, number>();
  const place = (node: Expression): number => {
    const address = addresses.get(node) ?? allocate(4 * sizeOf(node.shape));
    addresses.set(node, address);
    return address;
  };
  const placed = (node: Expression): Place => [place(node), sizeOf(node.shape)];
  const assemble = <Name extends string>(graph: Omit<Graph, "updates">, names: readonly Name[]) => {
    const { steps, offsets, scratchOffsets, arenaBytes, outputs } = plan({ ...graph, updates: [] });
    const arena = allocate(arenaBytes);
    const addressOf: AddressOf = (node) => {
      const holder = storageOf(node);
      const offset = offsets.get(holder);
      return offset === undefined ? place(holder) : arena + offset;
    };
    const words = steps.flatMap((step) => step.encode(addressOf, arena + (scratchOffsets.get(step) ?? 0)));
    const places = names.map((name): [Name, Place] => {
      const node = outputs[name]!;
      return [name, [addressOf(node), sizeOf(node.shape)]];
    });
    return { words, ...(Object.fromEntries(places) as Record<Name, Place>) };
  };

  const { observations, legalActions } = sampling.inputs;
  const programs = {
    sampling: assemble(sampling, ["actions", "logProbs"]),
    choosing: assemble(choosing, ["actions"]),
  };
  const nodes = [...addresses.keys()];
  return {
    kernels: sourceHash,
    weights: Object.fromEntries(
      nodes
        .filter((node): node is Variable => is(node, "variable"))
        .map((node) => [node.attributes.name, placed(node)]),
    ),
    constants: nodes
      .filter((node) => is(node, "constant"))
      .map((node) => [place(node), Array.from(node.attributes.values, finiteInJson)]),
    observations: placed(observations),
    ...(legalActions && { legalActions: placed(legalActions) }),
    noise: { kind: noise.kind, place: placed(sampling.inputs.noise) },
    discrete: sampling.outputs.actions.dtype === "int",
    ...programs,
    end,
  };
}

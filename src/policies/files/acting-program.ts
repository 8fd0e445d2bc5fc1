import type { Graph } from "../../compiler/backend.ts";
import { aligned } from "../../compiler/plan/arena.ts";
import { encode } from "../../compiler/plan/encode.ts";
import { plan } from "../../compiler/plan/plan.ts";
import { type AddressOf, floatBits } from "../../compiler/plan/step.ts";
import { storageOf } from "../../compiler/plan/storage.ts";
import { type Expression, is, type Variable } from "../../graph/expression.ts";
import { sizeOf } from "../../graph/shape.ts";
import { graphsForOne } from "../acting-graphs.ts";
import type { Policy } from "../policy.ts";
import { type ActingProgram, type Place, programStart, programVersion } from "./program-format.ts";

/** How a policy acts on one observation. Undefined for densities that draw by rejection: no program can do that. */
export function actingProgram(policy: Policy): ActingProgram | undefined {
  const { noise, sampling, choosing } = graphsForOne(policy);
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
  /** @param results names of the graph's outputs, by what they are called in the file */
  const assemble = <Results extends Readonly<Record<string, string>>>(
    graph: Omit<Graph, "updates">,
    results: Results,
  ) => {
    const planned = plan({ ...graph, updates: [] });
    const { offsets, arenaBytes, outputs } = planned;
    const arena = allocate(arenaBytes);
    const addressOf: AddressOf = (node) => {
      const holder = storageOf(node);
      const offset = offsets.get(holder);
      return offset === undefined ? place(holder) : arena + offset;
    };
    const { words } = encode(planned, addressOf, arena);
    const places = Object.entries(results).map(([name, output]) => {
      const node = outputs[output]!;
      return [name, [addressOf(node), sizeOf(node.shape)]];
    });
    return { words, ...(Object.fromEntries(places) as { readonly [Name in keyof Results]: Place }) };
  };

  const { observations, legalActions, policyStates } = sampling.inputs;
  const next = policyStates && ({ nextState: "nextPolicyStates" } as const);
  const programs = {
    sampling: assemble(sampling, { actions: "actions", logProbs: "logProbs", ...next }),
    choosing: assemble(choosing, { actions: "actions", ...next }),
  };
  const nodes = [...addresses.keys()];
  return {
    version: programVersion,
    weights: Object.fromEntries(
      nodes
        .filter((node): node is Variable => is(node, "variable"))
        .map((node) => [node.attributes.name, placed(node)]),
    ),
    constants: nodes
      .filter((node) => is(node, "constant"))
      .map((node) => [place(node), Array.from(node.attributes.values, floatBits)]),
    observations: placed(observations),
    ...(legalActions && { legalActions: placed(legalActions) }),
    ...(policyStates && { state: placed(policyStates) }),
    noise: { kind: noise.kind, place: placed(sampling.inputs.noise) },
    ...programs,
  };
}

import { type PoliciesInFile, type Policy, savePolicies } from "../../policies/index.ts";
import { networksOf } from "./go-networks.ts";

/** The networks of AlphaGo's pipeline; one of the policies at least. */
export interface GoModel {
  /** The policy that imitates an expert. */
  readonly imitation?: Policy | undefined;
  /** The policy that was trained further by reinforcement. */
  readonly reinforced?: Policy | undefined;
  readonly value?: Policy | undefined;
  /** Which policy is better to search by; default the imitation, where there is one (Silver et al. 2016). */
  readonly prior?: "imitation" | "reinforced";
  /** Free text by name, such as what made the networks. */
  readonly texts?: Readonly<Record<string, string>>;
}

/**
 * The bytes of one file for the networks that play Go together, which players are named by.
 *
 * @throws Error when there is no policy, or they are for other boards or planes
 */
export function saveGoModel(model: GoModel): Uint8Array<ArrayBuffer> {
  const { imitation, reinforced, value, texts, prior = imitation ? "imitation" : "reinforced" } = model;
  const leading = model[prior];
  if (leading === undefined) {
    throw new Error(`saveGoModel: there is no policy to search by, which is to be "${prior}"; give it`);
  }
  const seen = JSON.stringify(leading.observationSpace);
  const policies = { ...(imitation && { imitation }), ...(reinforced && { reinforced }) };
  for (const [name, network] of Object.entries(policies)) {
    networksOf({ name, network }, value && { name: "value", network: value });
    if (JSON.stringify(network.observationSpace) === seen) continue;
    throw new Error(`saveGoModel: ${name} is for another board than ${prior}, or sees other planes`);
  }
  return savePolicies({ ...policies, ...(value && { value }) }, { ...texts, prior });
}

/** What a network of a file is wanted for: to search by, to play without a search, or to value positions. */
export type NetworkUse = "prior" | "player" | "value";

/** The name of the network of a file that has several, for a use; undefined where it has none for that. */
export function networkFor(use: NetworkUse, { names = [], texts }: PoliciesInFile): string | undefined {
  const preferred = {
    prior: [texts.prior, "imitation", "reinforced"],
    player: ["reinforced", "imitation"],
    value: ["value"],
  }[use];
  return preferred.find((name) => name !== undefined && names.includes(name));
}

import { type PoliciesInFile, type Policy, savePolicies } from "../../policies/index.ts";
import { networksOf } from "./go-networks.ts";

/** The policies of AlphaGo's pipeline, in the order in which they are trained. */
export const goPolicyNames = ["imitation", "apprentice", "reinforced"] as const;

export type GoPolicyName = (typeof goPolicyNames)[number];

/** The better a policy is to search by, the earlier it comes: reinforcement makes one too sure of its moves (Silver et al. 2016). */
const bySearch = ["apprentice", "imitation", "reinforced"] as const satisfies readonly GoPolicyName[];

/** The networks of AlphaGo's pipeline; one of the policies at least. */
export interface GoModel {
  /** The policy that imitates an expert. */
  readonly imitation?: Policy | undefined;
  /** The policy that was trained further to imitate games of a search, which it leads better then (Anthony et al. 2017). */
  readonly apprentice?: Policy | undefined;
  /** The policy that was trained further by reinforcement. */
  readonly reinforced?: Policy | undefined;
  readonly value?: Policy | undefined;
  /** Which policy is better to search by; default the first that there is of apprentice, imitation and reinforced. */
  readonly prior?: GoPolicyName;
  /** Free text by name, such as what made the networks. */
  readonly texts?: Readonly<Record<string, string>>;
}

/**
 * The bytes of one file for the networks that play Go together, which players are named by.
 *
 * @throws Error when there is no policy, or they are for other boards or planes
 */
export function saveGoModel(model: GoModel): Uint8Array<ArrayBuffer> {
  const { value, texts } = model;
  const prior = model.prior ?? bySearch.find((name) => model[name]) ?? "reinforced";
  const leading = model[prior];
  if (leading === undefined) {
    throw new Error(`saveGoModel: there is no policy to search by, which is to be "${prior}"; give it`);
  }
  const seen = JSON.stringify(leading.observationSpace);
  const policies = Object.fromEntries(
    goPolicyNames.flatMap((name) => (model[name] ? [[name, model[name]] as const] : [])),
  );
  for (const [name, network] of Object.entries(policies)) {
    networksOf({ name, network }, value && { name: "value", network: value });
    if (JSON.stringify(network.observationSpace) === seen) continue;
    throw new Error(`saveGoModel: ${name} is for another board than ${prior}, or sees other planes`);
  }
  return savePolicies({ ...policies, ...(value && { value }) }, { ...texts, prior });
}

/** What a network of a file is wanted for: to search by, to play without a search, or to value positions; or as which policy. */
export type NetworkUse = "prior" | "player" | "value" | GoPolicyName;

/** The name of the network of a file that has several, for a use; undefined where it has none for that. */
export function networkFor(use: NetworkUse, { names = [], texts }: PoliciesInFile): string | undefined {
  const preferred =
    use === "prior" ? [texts.prior, ...bySearch] : use === "player" ? goPolicyNames.toReversed() : [use];
  return preferred.find((name) => name !== undefined && names.includes(name));
}

import { nearestNames, plainName } from "../text/nearest-names.ts";

/** What others call an algorithm that is here. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  ppo: [
    "ppo1",
    "ppo2",
    "ppoclip",
    "ppocontinuousaction",
    "proximalpolicyoptimization",
    "appo",
    "recurrentppo",
  ],
  a2c: ["a3c", "advantageactorcritic", "synchronousadvantageactorcritic"],
  impala: ["vtrace", "impalavtrace"],
  "average-reward-actor-critic": ["differentialactorcritic", "continuingactorcritic"],
  "actor-critic": ["ac", "qac", "qactorcritic", "actionvalueactorcritic"],
  "natural-policy-gradient": ["npg", "naturalgradient", "naturalactorcritic", "nac"],
  trpo: ["trustregionpolicyoptimization"],
  reinforce: ["vpg", "pg", "vanillapolicygradient", "policygradient", "montecarlopolicygradient", "mcpg"],
  rloo: ["reinforceleaveoneout", "leaveoneout"],
  grpo: ["grouprelativepolicyoptimization", "drgrpo"],
  "evolution-strategies": ["es", "openaies", "nes", "evolutionstrategy", "ars", "pgpe"],
  ddpg: ["deepdeterministicpolicygradient", "ddpgcontinuousaction", "dpg"],
  td3: ["twindelayedddpg", "twindelayeddeterministicpolicygradient", "td3continuousaction"],
  reppo: ["relativeentropypathwisepolicyoptimization"],
  sac: ["softactorcritic", "saccontinuousaction"],
};

/** Algorithms whose names are as near to one that is here as a slip of the hand, though they are others. */
const notSlips: readonly string[] = ["mpo", "grpo", "ppg", "dpo", "cpo", "p3o", "rpo", "spo", "vmpo"];

/** The algorithms that someone who wrote `name` may have meant. */
export function nearestAlgorithms(name: string, names: Iterable<string>): string[] {
  const known = [...names];
  const plain = plainName(name);
  const called = known.filter((each) => Object.hasOwn(otherNames, each) && otherNames[each].includes(plain));
  if (called.length > 0) return called;
  return notSlips.includes(plain) ? [] : nearestNames(name, known);
}

import type { MeasuredBackend } from "./backends.ts";
import { copies } from "./environments/steps-per-second.ts";
import { bundles } from "./footprint/bundle-size.ts";
import { count, figure, kilobytes, milliseconds, percent } from "./markdown.ts";
import type { Results } from "./results.ts";

/** Something that logpi should reach, and what it did. */
export interface Outcome {
  readonly what: string;
  readonly side: string;
  readonly wanted: string;
  readonly measured: string;
  readonly reached: boolean;
  /** The same against the tuned PyTorch, whose times nobody set a target for. */
  readonly tuned?: { readonly measured: string; readonly reached: boolean };
}

interface Measured {
  readonly what: string;
  readonly side: string;
  readonly value: number;
  readonly tuned?: number | undefined;
  readonly limit: number;
  /** Whether the value should be at most or at least the limit. */
  readonly wanted: "≤" | "≥";
  readonly format: (value: number) => string;
}

function judge({ what, side, value, tuned, limit, wanted, format }: Measured): Outcome {
  const against = (value: number) => ({
    measured: format(value),
    reached: wanted === "≤" ? value <= limit : value >= limit,
  });
  return {
    ...{ what, side, wanted: `${wanted} ${format(limit)}` },
    ...against(value),
    ...(tuned !== undefined && { tuned: against(tuned) }),
  };
}

/** Every target, in the order of the page. Native ones are of the most capable instruction set. */
export function outcomes(results: Results): Outcome[] {
  return [
    ...ofComparisons(results),
    ...ofTraining(results),
    ...ofWorkers(results),
    ...ofEnvironments(results),
    ...ofFootprint(results),
  ].map(judge);
}

function ofComparisons({ comparisons }: Results): Measured[] {
  return comparisons.flatMap(({ title, target, backends }) => {
    if (!target) return [];
    const most: MeasuredBackend["name"][] = ["wasm", "native"];
    return most.flatMap((name): Measured[] => {
      const backend = backends.find((candidate) => candidate.name === name);
      if (!backend) return [];
      const asked = { side: backend.title, limit: target[name] };
      if (target.quantity === "share") {
        const what = `${title}, share of the peak`;
        return [{ ...asked, what, value: backend.share, wanted: "≥", format: percent }];
      }
      const [value, tuned] = backend.ratios;
      if (value === undefined) return [];
      return [{ ...asked, what: `${title}, ratio to PyTorch`, value, tuned, wanted: "≤", format: ratio }];
    });
  });
}

function ofTraining({ training }: Results): Measured[] {
  return training.flatMap(({ title, target, stepsPerSecond }) => {
    const names = Object.keys(target ?? {}) as ("wasm" | "native")[];
    return names
      .filter((name) => stepsPerSecond[name] !== undefined)
      .map((name) => ({
        what: `PPO on CartPole-v1, settings "${title}", steps per second on one core`,
        side: name,
        value: stepsPerSecond[name]!,
        limit: target![name],
        wanted: "≥" as const,
        format: count,
      }));
  });
}

function ofWorkers({ workers }: Results): Measured[] {
  return workers
    .filter(({ stepsPerSecond }) => stepsPerSecond[2] !== undefined)
    .map(({ backend, stepsPerSecond }) => ({
      what: "PPO on 64 environments, 17-256-256-6: two workers, times the speed of one",
      side: backend,
      value: stepsPerSecond[2] / stepsPerSecond[1],
      limit: 1.7,
      wanted: "≥",
      format: figure,
    }));
}

/** CartPole's in steps per second, and against Gymnasium's all for which that was asked. */
function ofEnvironments({ environments }: Results): Measured[] {
  return environments.speeds.flatMap(({ id, single, batch, gymnasium }): Measured[] => {
    const asked = { side: "any", wanted: "≥" } as const;
    const perSecond = { ...asked, format: count };
    const what = `${id}, steps per second on one core`;
    return [
      ...(id === "CartPole-v1"
        ? [
            { ...perSecond, what: `${what}, one copy`, value: single, limit: 8e6 },
            { ...perSecond, what: `${what}, ${count(copies)} copies`, value: batch, limit: 20e6 },
          ]
        : []),
      ...(gymnasium !== undefined && !id.startsWith("BipedalWalker")
        ? [
            {
              ...asked,
              what: `${id}, steps of one copy, times the speed of Gymnasium's`,
              value: single / gymnasium,
              limit: id.startsWith("LunarLander") ? 5 : 20,
              format: figure,
            },
          ]
        : []),
    ];
  });
}

function ofFootprint({ footprint }: Results): Measured[] {
  return [
    ...footprint.startUp.map(
      ({ entry, backend, total }): Measured => ({
        what: `import of ${entry} to first action`,
        side: backend,
        value: total,
        limit: 100,
        wanted: "≤",
        format: milliseconds,
      }),
    ),
    ...footprint.training.map(
      ({ backend, memory }): Measured => ({
        what: "growth of the heap over 10,000 updates",
        side: backend,
        value: memory.growth,
        limit: 1e6,
        wanted: "≤",
        format: kilobytes,
      }),
    ),
    ...(["training", "inference"] as const).map((name): Measured => {
      const { title, limit } = bundles[name];
      const value = footprint.bundles[name].gzipped;
      const what = `browser bundle, ${title}, gzipped`;
      return { what, side: "wasm", value, limit, wanted: "≤", format: kilobytes };
    }),
  ];
}

export const ratio = (value: number): string => value.toFixed(value < 0.1 ? 3 : 2);

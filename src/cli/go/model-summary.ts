import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { loadPolicy, type PoliciesInFile, policiesIn } from "../../policies/index.ts";
import { parametersHash } from "../../runs/index.ts";
import { parseJson } from "../../text/parse-json.ts";
import { printable } from "../../text/printable.ts";
import { columns, formatCount, formatSeconds } from "../display/format.ts";

/** What a file of networks has, as it says itself. */
export interface ModelSummary {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  /** The policy that a search goes by. */
  readonly prior: string | undefined;
  readonly networks: readonly NetworkSummary[];
}

export interface NetworkSummary {
  readonly name: string;
  /** What it sees: rows, columns and planes. */
  readonly sees: readonly number[];
  /** How many numbers it has learned. */
  readonly weights: number;
  /** The SHA-256 of these: see `parametersHash`. */
  readonly parameters: string;
  /** The run that it is from, as the file tells; undefined where it does not. */
  readonly run: Readonly<Record<string, unknown>> | undefined;
}

/** @throws Error if the file cannot be read, or is no file of several policies */
export function describeModel(file: string): ModelSummary {
  try {
    const bytes = readFileSync(file);
    const { names, texts } = policiesIn(bytes);
    if (names === undefined) throw new Error("it has a single policy; give a file of `logpi go model`");
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const networks = names.map((name): NetworkSummary => {
      const network = loadPolicy(bytes, { name });
      const { shape = [] } = network.observationSpace as { readonly shape?: readonly number[] };
      const weights = Object.values(network.weights()).reduce((sum, { data }) => sum + data.length, 0);
      return { name, sees: shape, weights, parameters: parametersHash(network), run: runIn(texts, name) };
    });
    return { file, bytes: bytes.length, sha256, prior: texts.prior, networks };
  } catch (cause) {
    throw new Error(`${file}: ${(cause as Error).message}`, { cause });
  }
}

/** The run that a network is from, as the texts of its file tell; undefined where they do not. @throws Error where they are damaged */
export function runIn(texts: PoliciesInFile["texts"], name: string): NetworkSummary["run"] {
  const runs = recordIn(parseJson(texts.runs ?? "{}", 64));
  return Object.hasOwn(runs, name) ? recordIn(runs[name]) : undefined;
}

function recordIn(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/** In lines. */
export function modelInText({ file, bytes, sha256, prior, networks }: ModelSummary): string[] {
  const rows = networks.map(({ name, sees, weights, parameters }) => [
    printable(name),
    sees.join("×"),
    formatCount(weights),
    parameters.slice(0, 16),
  ]);
  return [
    `${file}: ${formatCount(bytes)} bytes, SHA-256 ${sha256}`,
    ...(prior === undefined ? [] : [`A search goes by ${printable(prior)}.`]),
    "",
    ...columns([["network", "sees", "weights", "SHA-256 of them"], ...rows]),
    ...networks.flatMap(({ name, run }) => (run === undefined ? [] : ["", ...runInText(name, run)])),
  ];
}

function runInText(name: string, run: Readonly<Record<string, unknown>>): string[] {
  const { algorithm, environment, steps, seconds, seed, options } = run;
  const settings = Object.entries(recordIn(options)).map(
    ([option, value]) => `${option}=${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  return [
    printable(
      `${name}: ${algorithm} in ${environment}, ${formatCount(Number(steps))} steps in ${formatSeconds(Number(seconds))}, seed ${seed}`,
      300,
    ),
    `  ${printable(settings.join(" "), 2000)}`,
  ];
}

import { knownOptions } from "../../text/known-options.ts";
import { requireInteger, requirePositive } from "../../text/require-number.ts";
import { valueInText } from "../../text/value-in-text.ts";
import type { Environment } from "../environment.ts";
import type { EnvironmentDefinition } from "../environment-definition.ts";
import { environmentFromBatch } from "../environment-from-batch.ts";
import { foundById } from "../found-by-id.ts";
import type { ConnectionLimits } from "./connections.ts";
import { manyCopies } from "./many-copies.ts";
import { type OpenEnvFields, openEnvProtocol } from "./open-env.ts";
import { remoteBatch } from "./remote-batch.ts";

/** What a server that is OpenEnv's own serves, and how long is waited for a server. */
export type RemoteEnvironmentOptions<Observation = unknown, Action = unknown> = ConnectionLimits &
  (OpenEnvFields<Observation, Action> | { readonly [Name in keyof OpenEnvFields]?: undefined });

const limitNames = ["connectSeconds", "answerSeconds", "tries", "retrySeconds"] as const;
const fieldNames = [
  "observationSpace",
  "actionSpace",
  "observation",
  "action",
  "legalActions",
  "isTruncated",
] as const;

/**
 * An environment that a server has, in OpenEnv's WebSocket protocol. With the address alone, that of
 * `python/serve_environment.py`, which says its spaces and holds all copies in one connection. An unmodified server of
 * OpenEnv's holds one environment in each connection, and its fields need to be explained: see {@link OpenEnvFields}.
 *
 * For Node: every step blocks the thread until its answer has come. A connection that is lost is opened again, and the
 * training is told what was lost; an episode that was running ends as truncated. Copies do not save their state: a training
 * that is resumed begins new episodes in them.
 *
 * @param url such as "ws://localhost:8000", `wss:` for an encrypted connection; "/ws" is added unless it ends so
 * @throws if the address or an option is wrong. A server that cannot be reached is an error of `create` and `batch`.
 * @example
 * for (const { episodes } of ppo(remoteEnvironment("ws://localhost:8000"), { environments: 16 })) …
 * @example
 * const catchGame = remoteEnvironment("ws://localhost:8000", {
 *   observationSpace: box({ low: 0, high: 1, shape: [50] }),
 *   actionSpace: discrete(3),
 *   observation: ({ info_state }) => info_state as number[],
 *   action: (action) => ({ action_id: action, game_name: "catch" }),
 * });
 */
export function remoteEnvironment<Observation = unknown, Action = unknown>(
  url: string,
  options: RemoteEnvironmentOptions<Observation, Action> = {},
): EnvironmentDefinition<Observation, Action> {
  const address = addressOf(url);
  const given = knownOptions("remoteEnvironment", options as RemoteEnvironmentOptions, [
    ...limitNames,
    ...fieldNames,
  ]);
  const limits = {
    ...{ connectSeconds: given.connectSeconds ?? 10, answerSeconds: given.answerSeconds ?? 60 },
    ...{ tries: given.tries ?? 6, retrySeconds: given.retrySeconds ?? 0.5 },
  };
  for (const name of ["connectSeconds", "answerSeconds", "retrySeconds"] as const)
    requirePositive(name, limits[name]);
  requireInteger("tries", limits.tries, 0);
  const explained = fieldNames.filter((name) => given[name] !== undefined);
  const protocol =
    explained.length === 0 ? manyCopies : openEnvProtocol(requireFields(given as OpenEnvFields));
  const batch = (count: number) => remoteBatch(address, protocol, count, limits);
  const definition: EnvironmentDefinition<Observation, Action> = {
    id: url,
    description: `The environment that ${url} serves.`,
    create: () => environmentFromBatch(batch(1)) as Environment<Observation, Action>,
    batch,
  };
  // Whoever has the address finds it again.
  return foundById(definition, Object.keys(options).length === 0);
}

/** The environment of that address, if it is one. @throws RangeError for an address that does not begin as one of an environment */
export function environmentAt(id: string): EnvironmentDefinition | undefined {
  if (/^https?:\/\//.test(id)) {
    throw new RangeError(
      `environment: ${valueInText(id)} is no address of an environment, which begins with ws:// or wss://. ` +
        `Give ${valueInText(id.replace(/^http/, "ws"))}`,
    );
  }
  return /^wss?:\/\//.test(id) ? remoteEnvironment(id) : undefined;
}

/** Where the server takes WebSockets, as OpenEnv's do. */
function addressOf(url: unknown): string {
  const address = typeof url === "string" && URL.canParse(url) ? new URL(url) : undefined;
  if (address === undefined || !/^(ws|http)s?:$/.test(address.protocol)) {
    throw new TypeError(
      `remoteEnvironment: url is ${valueInText(url)}; it must be the address of a server, such as "ws://localhost:8000"`,
    );
  }
  address.protocol = address.protocol.replace("http", "ws");
  address.hash = "";
  if (!/\/ws\/?$/.test(address.pathname)) address.pathname = `${address.pathname.replace(/\/$/, "")}/ws`;
  return address.href;
}

function requireFields(given: OpenEnvFields): OpenEnvFields {
  for (const name of ["observationSpace", "actionSpace", "observation", "action"] as const) {
    if (given[name] !== undefined) continue;
    throw new TypeError(
      `remoteEnvironment: there is no ${name}. For a server of OpenEnv's, observationSpace, actionSpace, observation and ` +
        "action are needed; for python/serve_environment.py, none of them",
    );
  }
  return given;
}

import { type Backend, type BackendName, createBackend, fastestBackend } from "../../backends/index.ts";
import { loadPolicy, type PoliciesInFile, policiesIn } from "../../policies/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import { nodeModule } from "../../workers/index.ts";
import { type NetworkUse, networkFor } from "./go-model.ts";
import { type GoNetworks, type NamedNetwork, networksOf } from "./go-networks.ts";

export interface LoadNetworksOptions {
  /**
   * The value network, named as the policy is; it must see the same. Default: that of the policy's file, where this has several
   * networks and none of them is named, or else none.
   */
  readonly value?: string | undefined;
  /** Whether a search is to go by them: which of the policies of a file is meant. Default true. */
  readonly search?: boolean;
  /** What they compute with; default native where it is built, or else wasm. */
  readonly backend?: BackendName | undefined;
}

/**
 * Reads the networks of a player from files.
 *
 * @param policy `FILE.safetensors` with a policy of an environment of Go, or with several networks, as `logpi go model` writes
 *   it; `FILE.safetensors#NAME` for one of these
 * @throws Error if a file cannot be read, or has another network
 */
export function loadNetworks(policy: string, options: LoadNetworksOptions = {}): GoNetworks {
  const names = ["value", "search", "backend"] as const;
  const { value, search = true, backend } = knownOptions("loadNetworks", options, names);
  const computing = backend === undefined ? fastestBackend() : createBackend(backend);
  const file = openFile(policy);
  const network = read(file, search ? "prior" : "player", computing);
  const hasOwn = file.name === undefined && networkFor("value", file) !== undefined;
  const valueFile = value === undefined ? hasOwn && file : openFile(value);
  return networksOf(network, valueFile ? read(valueFile, "value", computing) : undefined);
}

/** A network of a file, and what the file tells of it. */
export interface LoadedNetwork extends NamedNetwork {
  /** Its name among the networks of the file; undefined for one that is alone there. */
  readonly ownName: string | undefined;
  /** The texts of the file, by name. */
  readonly texts: PoliciesInFile["texts"];
}

/**
 * Reads one network of a file, as {@link loadNetworks} does.
 *
 * @param text `FILE.safetensors` or `FILE.safetensors#NAME`
 * @param use which of several networks is meant where none is named
 * @param backend what it computes with
 * @throws Error if the file cannot be read, or has no such network; the message lists those that it has
 */
export function loadNetwork(text: string, use: NetworkUse, backend: BackendName): LoadedNetwork {
  return read(openFile(text), use, createBackend(backend));
}

/** The file of `FILE.safetensors` or `FILE.safetensors#NAME`, and the name; undefined where the text is neither. */
export function splitNetworkName(
  text: string,
): { readonly path: string; readonly name: string | undefined } | undefined {
  const [, path, name] = /^(.+\.safetensors)(?:#([^#/]*))?$/s.exec(text) ?? [];
  return path === undefined ? undefined : { path, name };
}

/** A file of networks, and which of them is named; undefined where none is. */
interface NetworkFile extends PoliciesInFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly name: string | undefined;
}

function openFile(text: string): NetworkFile {
  const { path, name } = splitNetworkName(text) ?? { path: text, name: undefined };
  const fs = nodeModule("node:fs");
  if (fs === undefined) throw new Error(`${path} cannot be read: there are no files here`);
  return explain(path, () => {
    const bytes = fs.readFileSync(path);
    return { path, name, bytes, ...policiesIn(bytes) };
  });
}

function read(file: NetworkFile, use: NetworkUse, backend: Backend<Float32Array>): LoadedNetwork {
  const { path, bytes, names, texts } = file;
  if (names === undefined) {
    if (file.name === undefined) {
      const network = explain(path, () => loadPolicy(bytes, { backend }));
      return { name: path, network, ownName: undefined, texts };
    }
    throw new Error(`${path} has a single network, which has no name; leave #${file.name} out`);
  }
  const name = file.name ?? networkFor(use, file);
  if (name === undefined || !names.includes(name)) {
    const missing = name === undefined ? `no ${use}` : `no network ${name}`;
    throw new Error(
      `${path} has ${missing}, but ${names.join(", ")}; name one of them, as in ${path}#${names[0]}`,
    );
  }
  const network = explain(path, () => loadPolicy(bytes, { name, backend }));
  return { name: `${path}#${name}`, network, ownName: name, texts };
}

function explain<Result>(path: string, read: () => Result): Result {
  try {
    return read();
  } catch (cause) {
    throw new Error(`${path} cannot be read as a policy: ${(cause as Error).message}`, { cause });
  }
}

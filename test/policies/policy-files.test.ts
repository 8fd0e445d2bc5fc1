import { runInNewContext } from "node:vm";
import { crc32 as zlibCrc32 } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createBackend } from "../../src/backends/index.ts";
import { opcodes } from "../../src/compiler/instruction-set/opcodes.ts";
import { box, discrete, multiBinary, type Space } from "../../src/environments/index.ts";
import { loadPolicy as loadActing } from "../../src/inference/index.ts";
import {
  type Architecture,
  decodeSafetensors,
  encodeSafetensors,
  type Tensor,
} from "../../src/networks/index.ts";
import { crc32 } from "../../src/policies/files/checksum.ts";
import { createPolicy, loadPolicy } from "../../src/policies/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { sealed } from "./sealed.ts";

const architecture: Architecture = {
  kind: "mlp",
  hidden: [4],
  activation: "tanh",
  initializer: "orthogonal",
};

function fileOf(actionSpace: Space, built: Architecture = architecture, observationSize = 3): Uint8Array {
  const spaces = {
    observationSpace: box({ low: -2, high: 2, shape: [observationSize] }),
    actionSpace: actionSpace as Space<unknown>,
  };
  return createPolicy(spaces, { architecture: built, generator: createGenerator(1) }).save();
}

const bytes = fileOf(discrete(3));
const { tensors, metadata } = decodeSafetensors(bytes);
const observation = [0.5, -1, 2];

/** The file with entries of its metadata changed, whose checksum is right. */
const withEntries = (change: Record<string, string>) => sealed(tensors, { ...metadata, ...change });

// biome-ignore lint/suspicious/noExplicitAny: a program is changed in ways that it does not have
const withProgram = (change: (program: any) => void): Uint8Array => {
  const program = JSON.parse(metadata.program!);
  change(program);
  return withEntries({ program: JSON.stringify(program) });
};

const loaders = [
  ["logpi", (source: Uint8Array) => loadPolicy(source)],
  ["logpi/inference", (source: Uint8Array) => loadActing(source)],
] as const;

describe.each(loaders)("loadPolicy of %s", (_, load) => {
  const shared = new SharedArrayBuffer(bytes.length);
  new Uint8Array(shared).set(bytes);
  const shifted = new Uint8Array(bytes.length + 7);
  shifted.set(bytes, 3);

  it.each<[string, unknown]>([
    ["an ArrayBuffer", bytes.buffer.slice(0)],
    ["a part of a buffer", shifted.subarray(3, 3 + bytes.length)],
    ["a Buffer of Node", Buffer.from(bytes)],
    ["a DataView", new DataView(shifted.buffer, 3, bytes.length)],
    ["a SharedArrayBuffer", shared],
    [
      "an ArrayBuffer of another realm",
      runInNewContext("Uint8Array.from(bytes).buffer", { bytes: [...bytes] }),
    ],
    ["a Uint8Array of another realm", runInNewContext("Uint8Array.from(bytes)", { bytes: [...bytes] })],
  ])("takes %s", (_, source) => {
    expect(load(source as Uint8Array).act(observation)).toBe(load(bytes).act(observation));
  });

  it.each<[string, unknown, RegExp]>([
    [
      "a path",
      "runs/policy.safetensors",
      /found the text "runs\/policy\.safetensors"\. They are what readFileSync/,
    ],
    ["a list", [...bytes.subarray(0, 9)], /found a value of type Array/],
    ["a promise", Promise.resolve(bytes), /found a value of type Promise/],
    ["a response", new Response(), /found a value of type Response/],
    ["nothing", undefined, /found a value of type Undefined/],
  ])("says what it needs when it gets %s", (_, source, message) => {
    expect(() => load(source as Uint8Array)).toThrow(TypeError);
    expect(() => load(source as Uint8Array)).toThrow(message);
    expect(() => load(source as Uint8Array)).toThrow(/^loadPolicy: expected the bytes of a file/);
  });

  it("says what other bytes are", () => {
    const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0);
    expect(() => load(png)).toThrow("safetensors: the bytes are no safetensors file (it is a PNG image).");
    expect(() => load(encodeSafetensors(tensors, {}))).toThrow(
      /the file's format is not stated; this version/,
    );
    expect(() => load(withEntries({ format: "an\u001bother" }))).toThrow(
      /format is "an\\u\{1b\}other"; this version/,
    );
  });

  it("refuses a file of which any bit is different", () => {
    fc.assert(
      fc.property(fc.nat(8 * bytes.length - 1), (bit) => {
        const damaged = bytes.slice();
        damaged[bit >> 3] = damaged[bit >> 3]! ^ (1 << (bit & 7));
        expect(() => load(damaged)).toThrow(/^(loadPolicy|safetensors): /);
      }),
      { numRuns: 500 },
    );
  });

  it("refuses a file that has no checksum, or was changed without computing it anew", () => {
    const { checksum, ...others } = metadata;
    expect(() => load(encodeSafetensors(tensors, others))).toThrow(
      /damaged: the metadata has no entry "checksum"/,
    );
    const changed = encodeSafetensors(tensors, { ...metadata, masked: "true " });
    expect(() => load(changed)).toThrow(
      new RegExp(`the file is damaged: its checksum is [0-9a-f]{8}, and it says ${checksum}`),
    );
  });

  it("refuses weights that are not finite", () => {
    const data = new Float32Array(4);
    data[2] = Number.NaN;
    const broken = { ...tensors, "policy.0.bias": { shape: [4], data } };
    expect(() => load(sealed(broken, metadata))).toThrow(
      /"policy\.0\.bias" hold a number that is not finite/,
    );
  });

  it.each<[entry: string, text: string, RegExp]>([
    ["actionSpace", "{", /entry "actionSpace" cannot be used: /],
    [
      "actionSpace",
      '{"kind":"tuple","spaces":[{"kind":"discrete","n":2}]}',
      /a tuple space; policies exist for/,
    ],
    ["observationSpace", "null", /entry "observationSpace" cannot be used: .*expected an object/],
    [
      "observationSpace",
      `${"[".repeat(100_000)}`,
      /entry "observationSpace" cannot be used: it is nested more than 64 deep/,
    ],
    ["masked", '"yes"', /entry "masked" cannot be used: it must be true or false/],
  ])("names the entry %s when it is %s", (entry, text, message) => {
    expect(() => load(withEntries({ [entry]: text }))).toThrow(message);
  });

  it("refuses spaces that are inside of each other without end", () => {
    let space = '{"kind":"discrete","n":2}';
    for (let depth = 0; depth < 30; depth++) space = `{"kind":"tuple","spaces":[${space}]}`;
    // Deep, but a space: what is wrong then is that the weights are for another size.
    expect(() => load(withEntries({ observationSpace: space }))).not.toThrow(/nested|inside of each other/);
    for (let depth = 0; depth < 5; depth++) space = `{"kind":"tuple","spaces":[${space}]}`;
    expect(() => load(withEntries({ observationSpace: space }))).toThrow(/nested|inside of each other/);
  });

  it("keeps long names and control characters of a file out of its messages", () => {
    const name = `\u001b]0;\u0007${"x".repeat(1_000_000)}`;
    const files = [
      sealed({ ...tensors, [name]: { shape: [1], data: Float32Array.of(Number.NaN) } }, metadata),
      sealed({ ...tensors, [name]: { shape: [1], data: Float32Array.of(1) } }, metadata),
      withEntries({ format: name }),
      withEntries({ observationSpace: JSON.stringify({ kind: name }) }),
      withEntries({ observationSpace: JSON.stringify({ kind: "dict", spaces: { [name]: 3 } }) }),
      withEntries({
        architecture: JSON.stringify({ kind: name }),
        program: JSON.stringify({ version: name }),
      }),
    ];
    for (const file of files) {
      const message = messageOf(() => load(file));
      expect(message.length).toBeLessThan(700);
      expect(message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
  });
});

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("nothing was thrown");
}

describe("loadPolicy of logpi", () => {
  it("says which weights are missing, superfluous or of another shape", () => {
    const { "policy.0.bias": _, ...fewer } = tensors;
    expect(() => loadPolicy(sealed(fewer, metadata))).toThrow(
      'entry "architecture" cannot be used: the file has no weights "policy.0.bias" of shape [4]',
    );
    const wrong = { ...tensors, "policy.0.bias": { shape: [2], data: new Float32Array(2) } };
    expect(() => loadPolicy(sealed(wrong, metadata))).toThrow(
      'weights "policy.0.bias" have shape [2]; they must have [4]',
    );
    const more = { ...tensors, "policy.7.bias": { shape: [1], data: new Float32Array(1) } };
    expect(() => loadPolicy(sealed(more, metadata))).toThrow(
      'the file has weights "policy.7.bias", which its architecture has not',
    );
  });

  it.each<[string, unknown, RegExp]>([
    ["nothing", null, /the whole is null; it must be an object/],
    ["a list", [], /the whole is \[\]; it must be an object/],
    ["of no kind", { kind: "toString" }, /kind is "toString"; it must be one of: mlp/],
    [
      "hidden layers that are none",
      { ...architecture, hidden: 1e9 },
      /hidden is 1000000000; it must be the units/,
    ],
    [
      "wider than the largest tensor",
      { ...architecture, hidden: [2 ** 31 - 1] },
      /"policy\.0\.weight": shape is \[3, 2147483647\], which is 6442450941 elements; a tensor has at most/,
    ],
    ["wider than int32", { ...architecture, hidden: [2 ** 31] }, /hidden layer 0 is 2147483648; it must be/],
    [
      "a million layers deep",
      { ...architecture, hidden: Array(1e6).fill(1) },
      /the number of layers of hidden is 1000000; it must be an integer from 0 to 1000/,
    ],
    [
      "an activation that is a property of objects",
      { ...architecture, activation: "constructor" },
      /activation is "constructor"/,
    ],
  ])("builds no network whose architecture is %s", (_, changed, message) => {
    expect(() => loadPolicy(withEntries({ architecture: JSON.stringify(changed) }))).toThrow(message);
  });

  const images = {
    kind: "convolutional",
    input: [2, 3, 1],
    layers: [{ filters: 1, kernel: 1 }],
    head: { kind: "pooled" },
  } as const;
  const imageFile = fileOf(discrete(2), images, 6);
  const image = decodeSafetensors(imageFile);

  it.each<[string, unknown, RegExp]>([
    [
      "1e9 residual blocks",
      { residualBlocks: 1e9 },
      /residualBlocks is 1000000000; it must be an integer from 0 to 1000/,
    ],
    [
      "a thousand residual blocks",
      { residualBlocks: 1000 },
      /no weights "policy\.tower\.block0\.0\.weight" of shape \[3, 3, 1, 1\]/,
    ],
    ["a layer that is nothing", { layers: [null] }, /layer 0 is null; it must be an object/],
    ["no head", { head: null }, /head is null; it must be an object/],
    [
      "a stride beyond int32",
      { layers: [{ filters: 1, kernel: 1, stride: [1, 8589934592] }] },
      /stride of layer 0 is 8589934592/,
    ],
    [
      "padding beyond int32",
      { layers: [{ filters: 1, kernel: 1, padding: [0, 2147483648] }] },
      /padding of layer 0 is 2147483648; it must be an integer from 0 to 0/,
    ],
    [
      "a kernel of three numbers",
      { layers: [{ filters: 1, kernel: [1, 1, 1] }] },
      /kernel of layer 0 is \[1,1,1\]; it must be one number/,
    ],
    [
      "an enormous kernel",
      { layers: [{ filters: 1, kernel: 2 ** 31 - 1 }] },
      /kernel is 2147483647; it must be an integer from 1 to 536870912/,
    ],
  ])("builds no network with %s", (_, change, message) => {
    const architecture = JSON.stringify({ ...images, ...(change as object) });
    const file = sealed(image.tensors, { ...image.metadata, architecture });
    expect(() => loadPolicy(file)).toThrow(message);
  });

  it("allocates nothing for observations that the file has no weights for", () => {
    const refusals: [number, RegExp][] = [
      [
        2 ** 31 - 1,
        /"policy\.0\.weight": shape is \[2147483647, 4\], which is 8589934588 elements; a tensor has/,
      ],
      [2 ** 28 - 1, /"policy\.0\.weight" have shape \[3, 4\]; they must have \[268435455, 4\]/],
    ];
    const spaces = refusals.flatMap(
      ([n, message]) =>
        [
          [discrete(n), message],
          [multiBinary(n), message],
        ] as const,
    );
    for (const [space, message] of spaces) {
      const file = withEntries({ observationSpace: JSON.stringify(space) });
      const before = process.memoryUsage().arrayBuffers;
      expect(() => loadPolicy(file)).toThrow(message);
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10 * file.length);
    }
  });

  it("refuses a program that is not that of the architecture, unless another version of logpi made it", () => {
    const other = withProgram((program) => {
      program.sampling.words[1] += 1;
    });
    expect(() => loadPolicy(other)).toThrow(
      /entry "program" is not the program by which its architecture acts/,
    );
    const older = withProgram((program) => {
      program.version = "older";
    });
    expect(loadPolicy(older).act(observation)).toBe(loadPolicy(bytes).act(observation));
    const spaced = withEntries({ program: JSON.stringify(JSON.parse(metadata.program!), undefined, 1) });
    expect(loadPolicy(spaced).act(observation)).toBe(loadPolicy(bytes).act(observation));
  });
});

describe("loadPolicy of logpi/inference", () => {
  const { sampling, choosing, weights, observations } = JSON.parse(metadata.program!);

  // biome-ignore lint/suspicious/noExplicitAny: see above
  it.each<[string, (program: any) => void, RegExp]>([
    [
      "is of another version",
      (p) => {
        p.version = "0";
      },
      /made by another version of logpi\. Load the file with loadPolicy of `logpi`/,
    ],
    [
      "has actions where the observations are",
      (p) => {
        p.choosing.actions[0] = observations[0];
      },
      /a result is not written by it/,
    ],
    [
      "has an instruction of no length",
      (p) => {
        p.choosing.words = [20, 0, 1, 0, 0, 0, 0, 0, 0];
      },
      /word 1 of an instruction is 0/,
    ],
    [
      "is cut off",
      (p) => {
        p.choosing.words = choosing.words.slice(0, -1);
      },
      /an instruction is undefined/,
    ],
    [
      "has an unknown instruction",
      (p) => {
        p.sampling.words[0] = 99;
      },
      /there is no instruction 99/,
    ],
    [
      "has an instruction that is only for training",
      (p) => {
        p.sampling.words[0] = 55;
      },
      /there is no instruction 55/,
    ],
    [
      "has weights over the tables of the kernels",
      (p) => {
        p.weights["policy.0.weight"][0] = 4096;
      },
      /outside of its memory/,
    ],
    [
      "has weights over each other",
      (p) => {
        p.weights["policy.0.weight"][0] = weights["policy.1.weight"][0];
      },
      /two of its places overlap/,
    ],
    [
      "lacks weights",
      (p) => {
        delete p.weights["policy.0.bias"];
      },
      /"weights" is not what it must be/,
    ],
    [
      "writes over its observations",
      (p) => {
        p.choosing.words[4] = observations[0];
      },
      /writes over its weights or inputs/,
    ],
    [
      "reads what it has not written",
      (p) => {
        p.choosing.words[5] = sampling.actions[0];
      },
      /reads what it has not written/,
    ],
    [
      "has an instruction that is longer than the kernels take it to be",
      (p) => {
        p.choosing.words.unshift(opcodes.sumOfSquares, 3, choosing.actions[0], 0);
      },
      /word 1 of an instruction is 3/,
    ],
    [
      "has an instruction that changes its own indices",
      (p) => {
        const free = observations[0] + 65_536;
        p.choosing.words.unshift(opcodes.fill, 2, free, 0, opcodes.oneHot, 2, 16, free + 4, free);
      },
      /an instruction writes over what it reads/,
    ],
    [
      "needs memory without end",
      (p) => {
        p.constants.push([2 ** 30, [0]]);
      },
      /too much memory/,
    ],
    [
      "takes time without end",
      (p) => {
        const [from] = observations;
        p.choosing.words.unshift(
          34,
          14,
          2 ** 30,
          choosing.actions[0],
          from,
          0,
          0,
          2,
          2 ** 30,
          0,
          0,
          2 ** 30,
          0,
          0,
        );
      },
      /too long/,
    ],
    [
      "has words that are none",
      (p) => {
        p.choosing.words[1] = 1.5;
      },
      /"choosing" is not what it must be/,
    ],
    [
      "is none",
      (p) => {
        p.sampling = null;
      },
      /"sampling" is not what it must be/,
    ],
  ])("refuses a program that %s", (_, change, message) => {
    expect(() => loadActing(withProgram(change))).toThrow(message);
    expect(() => loadActing(withProgram(change))).toThrow(
      /^loadPolicy: the file's entry "program" cannot be used: /,
    );
  });
});

describe("policies whose numbers overflow", () => {
  const spaces = {
    observationSpace: box({ low: -2, high: 2, shape: [3] }),
    actionSpace: box({ low: -1, high: 1 }),
  };
  const linear = createPolicy<unknown, unknown>(spaces as never, {
    architecture: { kind: "linear" },
    generator: createGenerator(1),
  });

  it.each(["logpi", "logpi/inference"])("throw in place of acting outside of their space, in %s", (which) => {
    const decoded = decodeSafetensors(linear.save());
    const data = Float32Array.of(3e38, -3e38, 3e38);
    const changed: Record<string, Tensor> = {
      ...decoded.tensors,
      "policy.linear.weight": { shape: [3, 1], data },
    };
    const file = sealed(changed, decoded.metadata);
    const policy = which === "logpi" ? loadPolicy(file) : loadActing(file);
    expect(() => policy.act([2, 2, -2])).toThrow(
      /^policy: .* is not in the action space: .*found NaN at element 0/,
    );
    expect(() => policy.sample([2, 2, -2], createGenerator(1))).toThrow(/^policy: /);
    expect(policy.act([0, 0, 0])).toEqual(Float32Array.of(0));
  });

  it.each(["logpi", "logpi/inference"])("throw where no action can be drawn any more, in %s", (which) => {
    const masked = createPolicy<unknown, unknown>(
      { observationSpace: spaces.observationSpace, actionSpace: discrete(3) as Space<unknown> },
      { architecture: { kind: "linear" }, masked: true, generator: createGenerator(1) },
    );
    const decoded = decodeSafetensors(masked.save());
    const data = new Float32Array(9).fill(3e38);
    const file = sealed(
      { ...decoded.tensors, "policy.linear.weight": { shape: [3, 3], data } },
      decoded.metadata,
    );
    const policy = which === "logpi" ? loadPolicy(file) : loadActing(file);
    // Logits are ∞ − ∞.
    expect(() => policy.sample([2, 2, -2], createGenerator(1), [1, 0, 1])).toThrow(
      /^policy: .*(not in the action space|log-probability).*too large to compute with$/,
    );
    expect(policy.sample([0, 0, 0], createGenerator(1), [0, 1, 0])).toEqual({ action: 1, logProb: 0 });
  });
});

describe("the checksum", () => {
  it("is the CRC-32 of zlib", () => {
    // The check value of the catalogue of CRC algorithms, CRC-32/ISO-HDLC.
    expect(crc32(new TextEncoder().encode("123456789")).toString(16)).toBe("cbf43926");
    expect(crc32(...["12", "", "3456", "789"].map((text) => new TextEncoder().encode(text)))).toBe(
      0xcbf43926,
    );
    expect(crc32(new Uint8Array(0))).toBe(0);
    const pieces = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 4 });
    fc.assert(fc.property(pieces, (each) => crc32(...each) === zlibCrc32(Buffer.concat(each))));
  });

  it("is computed with its own digits as zeros", () => {
    const text = Buffer.from(bytes).toString("latin1");
    const blank = text.replace(`"checksum":"${metadata.checksum}"`, '"checksum":"00000000"');
    expect(crc32(Buffer.from(blank, "latin1")).toString(16).padStart(8, "0")).toBe(metadata.checksum);
  });
});

describe("weights that are loaded", () => {
  it("are in a backend when a program first needs them, on whichever backend", () => {
    const backend = createBackend("wasm");
    const policy = loadPolicy(bytes, { backend });
    expect(policy.weights()["policy.0.weight"]!.data).toEqual(tensors["policy.0.weight"]!.data);
    expect(policy.save()).toEqual(bytes);
  });
});

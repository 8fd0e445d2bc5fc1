import { describe, expect, test, vi } from "vitest";
import { measuredBackends } from "../../benchmarks/backends.ts";
import { workloads } from "../../benchmarks/workloads/index.ts";
import { createWasmBackend } from "../../src/backends/index.ts";
import { explain } from "../../src/compiler/index.ts";

// Without PyTorch: what it computes, `npm run bench` compares before it times anything.
vi.stubEnv("PYTHON", "/no/such/python");
const { compare } = await import("../../benchmarks/compare.ts");

const [wasm] = measuredBackends();
const small = workloads.find(({ name }) => name === "mlp-forward-64")!;
const quick = { rounds: 1, milliseconds: 1 };

describe("workloads", () => {
  test.each(workloads)("$name counts the operations that its products and convolutions take", (workload) => {
    const { program } = workload.prepare(createWasmBackend());
    // The program does more beside them, and in instructions of its own: losses, activations, optimizers.
    const { operations } = explain(program, { runs: 0 }).total;
    // A large minibatch is split into shards, and the program run for each of them.
    const shards = Math.max(1, Math.round(workload.operations / operations));
    expect(workload.operations).toBeLessThanOrEqual(shards * operations);
    expect(workload.operations).toBeGreaterThan(0.85 * shards * operations);
  });

  test("have names of their own", () => {
    expect(new Set(workloads.map(({ name }) => name)).size).toBe(workloads.length);
  });
});

describe("a comparison", () => {
  test("without PyTorch says what is missing, and times the rest", async () => {
    const said = vi.spyOn(console, "error").mockImplementation(() => {});
    const [{ peers, backends }] = await compare([small], [wasm], quick);
    expect(said.mock.calls.join()).toMatch("/no/such/python has no PyTorch (apt-get install");
    expect(peers).toEqual([]);
    expect(backends[0].ratios).toEqual([]);
    expect(backends[0].microseconds).toBeGreaterThan(0);
  });

  test("of sides that do not compute the same is refused", async () => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    let prepared = 0;
    const drifting = {
      ...small,
      prepare(backend: ReturnType<typeof createWasmBackend>) {
        const error = prepared++ * 1e-3;
        const work = small.prepare(backend);
        return { ...work, read: () => work.read().map((value) => value + error) };
      },
    };
    await expect(compare([drifting], [wasm, wasm], quick)).rejects.toThrow("the results differ");
  });
});

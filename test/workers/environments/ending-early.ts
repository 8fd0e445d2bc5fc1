/*
 * Ends the worker that it is in, or throws in it: how, and in which step of a copy, is said by the address that this
 * module is imported from, `ending-early.js?WAY&STEP`. `load` in the place of a step is when this module is loaded. With
 * `&slow` behind it, the others take long: 500 steps of 10 ms.
 */
import { box, defineEnvironment, discrete, inModule } from "../../../src/environments/index.ts";

const [, way, lastStep, slow] = /\?(\w+)&(\d+|load)(&slow)?$/.exec(import.meta.url)!;

const node = globalThis.process?.getBuiltinModule?.("node:worker_threads");
const isWorker = node ? !node.isMainThread : typeof document === "undefined";

const clock = new Int32Array(new SharedArrayBuffer(4));
const wait = (milliseconds: number) => Atomics.wait(clock, 0, 0, milliseconds);

const throwing = (value: unknown) => () => {
  throw value;
};

/** An object whose properties all throw when they are read. */
const unreadable = () =>
  new Proxy(new Error("never read"), {
    get: throwing(new Error("get")),
    getPrototypeOf: throwing(new Error("getPrototypeOf")),
    has: throwing(new Error("has")),
  });

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

const cyclic: Record<string, unknown> = {};
cyclic.self = cyclic;

/** Ways to end a worker, or what is thrown in it. */
const ways: Record<string, () => unknown> = {
  objectAsMessage: throwing(Object.assign(new Error(), { message: { code: 5 } })),
  undefined: throwing(undefined),
  null: throwing(null),
  symbol: throwing(Symbol("a symbol")),
  bigint: throwing(7n),
  text: throwing("a text"),
  emptyText: throwing(""),
  function: throwing(() => 1),
  withoutPrototype: throwing(Object.create(null)),
  cyclic: throwing(cyclic),
  unreadable: throwing(unreadable()),
  revoked: throwing(revoked()),
  unreadableMessage: throwing(Object.defineProperty(new Error(), "message", { get: throwing(1) })),
  unreadableStack: throwing(
    Object.defineProperty(new Error("a message"), "stack", { get: throwing(undefined) }),
  ),
  withoutMessage: throwing(new RangeError()),
  longName: throwing(Object.assign(new Error("a message"), { name: "long".repeat(1e5) })),
  withCauses: throwing(new Error("outer", { cause: new TypeError("inner", { cause: undefined }) })),
  rejection: () => {
    Promise.reject(new Error("rejected, and nobody listened"));
  },
  timer: () => {
    setTimeout(throwing(new Error("thrown by a timer")));
  },
  exit: () => process.exit(3),
  silentExit: () => {
    process.removeAllListeners("exit");
    process.exit(3);
  },
  memory: () => {
    for (const lists: number[][] = []; ; ) lists.push(new Array(1000).fill(Math.random()));
  },
  close: () => globalThis.close(),
};

function die(): void {
  const files = globalThis.process?.getBuiltinModule?.("node:fs");
  files?.writeFileSync(new URL("./ended", import.meta.url), String(Date.now()));
  ways[way]();
}

if (isWorker && lastStep === "load") die();

export default inModule(import.meta.url, () => {
  let step = 0;
  return defineEnvironment({
    observationSpace: box({ low: 0, high: 1, shape: [1] }),
    actionSpace: discrete(2),
    reset: () => ({ observation: [0] }),
    step() {
      if (isWorker && step === Number(lastStep)) die();
      if (!isWorker && slow) wait(10);
      step++;
      return { observation: [0], reward: 1, terminated: step % (slow ? 500 : 10) === 0, truncated: false };
    },
  });
});

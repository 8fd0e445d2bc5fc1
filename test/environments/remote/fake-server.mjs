/**
 * A server for tests, in a thread of its own: it speaks OpenEnv's messages as its server does (`?mode=openenv`), or those of
 * python/serve_environment.py, and does wrong what the address asks for. Faults are counted in the messages of all
 * connections whose address has the same `id`:
 *
 *     drops=3,9     breaks the connection at these messages, in the place of an answer
 *     closes=3      answers, and closes then
 *     hangs=3       never answers this message
 *     replaces=3    answers with the text `with`
 *     extra=3       answers twice
 *     refuses=2     breaks so many connections off when they are opened, after the first
 *     capacity=1    holds so many connections at once
 *     masks=1       says which actions are legal
 */
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { parentPort } from "node:worker_threads";
import { cartPole } from "./cart-pole.mjs";

const counts = new Map();
const server = createServer((_, response) => response.writeHead(404).end());

server.on("upgrade", (request, socket) => {
  socket.on("error", () => {});
  const { pathname, searchParams } = new URL(request.url, "http://localhost");
  const id = searchParams.get("id") ?? "";
  if (!counts.has(id)) counts.set(id, { messages: 0, opened: 0, open: 0 });
  const count = counts.get(id);
  const numbers = (name) => (searchParams.get(name) ?? "").split(",").filter(Boolean).map(Number);
  count.opened += 1;
  const [refused = 0] = numbers("refuses");
  if (pathname !== "/ws" || (count.opened > 1 && count.opened <= 1 + refused)) return socket.destroy();
  const accept = createHash("sha1")
    .update(`${request.headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest("base64");
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  count.open += 1;
  socket.on("close", () => {
    count.open -= 1;
  });
  const [capacity = Infinity] = numbers("capacity");
  if (count.open > capacity) {
    const message = `Server at capacity: ${capacity}/${capacity} sessions active`;
    socket.write(
      frame(fail(message, "CAPACITY_REACHED", { active_sessions: capacity, max_sessions: capacity })),
    );
    return socket.end(closing);
  }
  const answer = sessions[searchParams.get("mode") ?? "many"]({ masks: searchParams.has("masks") });
  readFrames(socket, (text) => {
    if (text === undefined) return socket.end(closing);
    count.messages += 1;
    const isAt = (name) => numbers(name).includes(count.messages);
    if (isAt("drops")) return socket.destroy();
    if (isAt("hangs")) return;
    const answered = isAt("replaces") ? searchParams.get("with") : answer(text);
    if (answered === undefined) return socket.end(closing);
    socket.write(frame(answered));
    if (isAt("extra")) socket.write(frame(answered));
    if (isAt("closes")) socket.end(closing);
  });
});

const closing = Buffer.from([0x88, 2, 3, 0xe8]);
const fail = (message, code, more = {}) =>
  JSON.stringify({ type: "error", data: { message, code, ...more } });

/** What a connection answers: undefined to the message that closes it. */
const sessions = {
  openenv({ masks }) {
    const environment = cartPole();
    let steps = 0;
    const observed = (values, reward, done, fields = {}) =>
      JSON.stringify({
        type: "observation",
        data: {
          observation: { values, ...(masks && { legal_actions: environment.mask() }), ...fields },
          ...{ reward, done },
        },
      });
    return (text) => {
      const { type, data, ...others } = JSON.parse(text);
      if (Object.keys(others).length > 0) return fail("Invalid message", "VALIDATION_ERROR", { errors: [] });
      if (type === "reset") {
        steps = 0;
        return observed(environment.reset(data?.seed), null, false);
      }
      if (type === "step") {
        const problem = { type: "missing", loc: ["action_id"], msg: "Field required", input: data };
        if (data?.action_id === undefined)
          return fail("Invalid message", "VALIDATION_ERROR", { errors: [problem] });
        const { observation, reward, terminated, truncated } = environment.step(data.action_id);
        steps += 1;
        return observed(observation, reward, terminated || truncated, { time_is_up: truncated });
      }
      if (type === "state")
        return JSON.stringify({ type: "state", data: { episode_id: null, step_count: steps } });
      if (type === "close") return undefined;
      return fail(`Unknown message type: ${type}`, "UNKNOWN_TYPE");
    };
  },
  many({ masks }) {
    let copies = [];
    const bounds = [0, 0, 0, 0];
    const maskOf = (copy) => copies[copy].mask();
    const begin = (chosen, seeds) => ({
      observations: chosen.map((copy, at) => copies[copy].reset(seeds[at] ?? undefined)),
      ...(masks && { masks: chosen.map(maskOf) }),
    });
    return (text) => {
      const { type, data } = JSON.parse(text);
      const answer = (more) => JSON.stringify({ type, data: more });
      if (type === "copies") {
        copies = Array.from({ length: data.count }, cartPole);
        return answer({
          ...{ protocol: 1, count: data.count, name: "cart-pole", masks },
          observation_space: {
            ...{ kind: "box", shape: [4] },
            ...{ low: bounds.map(() => "-Infinity"), high: bounds.map(() => "Infinity") },
          },
          action_space: { kind: "discrete", n: 2, start: 0 },
        });
      }
      if (type === "reset_copies") return answer(begin(data.copies, data.seeds));
      if (type === "step_copies") {
        const results = data.copies.map((copy, at) => copies[copy].step(data.actions[at]));
        const column = (name) => results.map((result) => result[name]);
        const hasEnded = (_, at) => results[at].terminated || results[at].truncated;
        const ended = data.copies.filter(hasEnded);
        return answer({
          ...{ observations: column("observation"), rewards: column("reward") },
          ...{ terminated: column("terminated"), truncated: column("truncated") },
          ...(masks && { masks: data.copies.map((copy, at) => (hasEnded(copy, at) ? null : maskOf(copy))) }),
          ...(ended.length > 0 && { infos: ended.map(() => ({})), beginnings: begin(ended, []) }),
        });
      }
      return type === "close" ? undefined : fail(`Unknown message type: ${type}`, "UNKNOWN_TYPE");
    };
  },
};

/** A frame of text, not masked, as servers send them. */
function frame(text) {
  const body = Buffer.from(text);
  const head =
    body.length < 126
      ? Buffer.from([0x81, body.length])
      : body.length < 65536
        ? Buffer.from([0x81, 126, body.length >> 8, body.length & 255])
        : Buffer.concat([
            Buffer.from([0x81, 127, 0, 0, 0, 0]),
            Buffer.from(new Uint32Array([body.length]).buffer).swap32(),
          ]);
  return Buffer.concat([head, body]);
}

/** Calls back with each text, and with undefined when the client closes. Clients mask, and send short texts whole. */
function readFrames(socket, receive) {
  let rest = Buffer.alloc(0);
  socket.on("data", (data) => {
    rest = Buffer.concat([rest, data]);
    while (rest.length >= 6) {
      let length = rest[1] & 127;
      let at = 2;
      if (length === 126) [length, at] = [rest.readUInt16BE(2), 4];
      else if (length === 127) [length, at] = [Number(rest.readBigUInt64BE(2)), 10];
      if (rest.length < at + 4 + length) return;
      const mask = rest.subarray(at, at + 4);
      const body = rest.subarray(at + 4, at + 4 + length).map((byte, i) => byte ^ mask[i % 4]);
      const code = rest[0] & 15;
      rest = rest.subarray(at + 4 + length);
      if (code === 1) receive(body.toString());
      else if (code === 8) receive(undefined);
    }
  });
}

server.listen(0, "127.0.0.1", () => parentPort.postMessage(server.address().port));

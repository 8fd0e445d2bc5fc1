#!/usr/bin/env python3
"""Serves a Gymnasium environment over OpenEnv's WebSocket protocol, for logpi and for OpenEnv's own clients.

    python3 serve_environment.py CartPole-v1
    python3 serve_environment.py my_module:make_environment --port 9000 --argument difficulty=3

Needs Python 3.8 or later and its standard library; Gymnasium only where an environment is named by its id. Each connection
has environments of its own. Beside OpenEnv's messages (reset, step, state, close) it knows three more, by which one
connection holds many copies, each stepped by one message each way:

    copies        {"count": 64}                                 -> the spaces, and whether there are masks
    reset_copies  {"copies": [0, 1], "seeds": [7, null]}        -> observations (and masks)
    step_copies   {"copies": [0, 1], "actions": [1, 0]}         -> observations, rewards, terminated, truncated (and masks);
                                                                   copies that ended begin anew at once: "beginnings"

A server that is OpenEnv's own answers these with its error UNKNOWN_TYPE. docs/remote-environments.md of logpi says more.
"""

import argparse
import base64
import hashlib
import importlib
import json
import math
import os
import struct
import sys
import threading
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PROTOCOL = 1
MOST_BYTES = 64 * 1024 * 1024


class Refused(Exception):
    """What the server says instead of an answer."""

    def __init__(self, message, code):
        super().__init__(message)
        self.code = code


# Spaces and values


def number(value):
    value = float(value)
    return value if math.isfinite(value) else ("Infinity" if value > 0 else "-Infinity")


def flat(value):
    """The elements of an array, in row-major order."""
    if hasattr(value, "ravel"):
        return value.ravel().tolist()
    if not isinstance(value, (list, tuple)):
        return [value]
    return [element for part in value for element in flat(part)]


def plain(value):
    """A number of any library as one of Python's own."""
    return value.item() if hasattr(value, "item") else value


def describe_space(space):
    """A space as logpi writes it down. Spaces are known by the names of their classes, as Gymnasium need not be there."""
    names = {each.__name__ for each in type(space).__mro__}
    if "Discrete" in names:
        return {"kind": "discrete", "n": int(space.n), "start": int(getattr(space, "start", 0))}
    if "MultiDiscrete" in names:
        if any(flat(getattr(space, "start", [0]))):
            raise ValueError("a MultiDiscrete space must start at 0")
        return {"kind": "multi-discrete", "counts": [int(n) for n in flat(space.nvec)]}
    if "MultiBinary" in names:
        return {"kind": "multi-binary", "n": math.prod(int(n) for n in flat(space.n))}
    if "Box" in names:
        shape = [int(n) for n in space.shape] or [1]
        low, high = ([number(bound) for bound in flat(bounds)] for bounds in (space.low, space.high))
        return {"kind": "box", "shape": shape, "low": low, "high": high}
    if "Dict" in names:
        return {"kind": "dict", "spaces": {key: describe_space(inner) for key, inner in space.spaces.items()}}
    if "Tuple" in names:
        return {"kind": "tuple", "spaces": [describe_space(inner) for inner in space.spaces]}
    raise ValueError(f"a space of the class {type(space).__name__} cannot be served")


def encode(space, value):
    """A member of a described space as JSON."""
    kind = space["kind"]
    if kind == "dict":
        return {key: encode(inner, value[key]) for key, inner in space["spaces"].items()}
    if kind == "tuple":
        return [encode(inner, part) for inner, part in zip(space["spaces"], value)]
    return int(plain(value)) if kind == "discrete" else flat(value)


def decode(described, space, value):
    """The action that JSON stands for, as the environment takes it."""
    kind = described["kind"]
    if kind in ("dict", "tuple"):
        raise Refused(f"actions of a {kind} space cannot be served", "VALIDATION_ERROR")
    is_whole = kind != "box"
    values = [value] if kind == "discrete" else value
    size = {
        "discrete": lambda: 1,
        "box": lambda: math.prod(described["shape"]),
        "multi-discrete": lambda: len(described["counts"]),
        "multi-binary": lambda: described["n"],
    }[kind]()
    allowed = (int,) if is_whole else (int, float)
    if (
        not isinstance(values, list)
        or len(values) != size
        or not all(isinstance(each, allowed) and not isinstance(each, bool) for each in values)
    ):
        what = "an integer" if kind == "discrete" else f"a list of {size} {'integers' if is_whole else 'numbers'}"
        raise Refused(f"action: expected {what}, found {json.dumps(value)[:100]}", "VALIDATION_ERROR")
    if kind == "discrete":
        least = described["start"]
        if not least <= value < least + described["n"]:
            expected = f"an integer from {least} to {least + described['n'] - 1}"
            raise Refused(f"action: expected {expected}, found {value}", "VALIDATION_ERROR")
        return value
    dtype = getattr(space, "dtype", None)
    if dtype is None:
        return values
    import numpy  # where there is a dtype, there is NumPy

    return numpy.array(values, dtype=dtype).reshape(space.shape)


# Environments


class Copy:
    """One environment, and what of it goes over the connection."""

    def __init__(self, served):
        self.served = served
        self.environment = served.create()
        self.steps = 0
        self.ended = True

    def reset(self, seed=None, options=None):
        observation, info = self.environment.reset(seed=seed, options=options)
        self.steps = 0
        self.ended = False
        return encode(self.served.observation_space, observation), info

    def step(self, action):
        if self.ended:
            raise Refused("step: no episode is running; reset first, and after every end", "EXECUTION_ERROR")
        taken = decode(self.served.action_space, self.environment.action_space, action)
        observation, reward, terminated, truncated, info = self.environment.step(taken)
        self.steps += 1
        self.ended = bool(terminated) or bool(truncated)
        encoded = encode(self.served.observation_space, observation)
        return encoded, float(reward), bool(terminated), bool(truncated), info

    def mask(self, info):
        """Which actions are legal, as ones and zeros."""
        key = self.served.mask_key
        mask = find_masks(self.environment)() if key is None else info[key]
        return [int(bool(legal)) for legal in flat(mask)]

    def close(self):
        if hasattr(self.environment, "close"):
            self.environment.close()


def find_masks(environment):
    """The method `action_masks`, which sb3-contrib has made the custom, of the environment under its wrappers."""
    inner = getattr(environment, "unwrapped", environment)
    return getattr(inner, "action_masks", None)


class Served:
    """The environment that is served, and its spaces."""

    def __init__(self, name, create, mask_key):
        self.name = name
        self.create = create
        self.mask_key = mask_key
        probe = create()
        try:
            self.observation_space = describe_space(probe.observation_space)
            self.action_space = describe_space(probe.action_space)
            self.masked = mask_key is not None or find_masks(probe) is not None
        finally:
            if hasattr(probe, "close"):
                probe.close()

    def describe(self, count):
        return {
            "protocol": PROTOCOL,
            "count": count,
            "name": self.name,
            "observation_space": self.observation_space,
            "action_space": self.action_space,
            "masks": self.masked,
        }


def numbers_in(info):
    """What logpi averages over episodes."""
    values = {str(key): plain(value) for key, value in info.items() if not isinstance(value, (str, dict, list, tuple))
              and getattr(value, "size", 1) == 1}
    return {key: value for key, value in values.items()
            if isinstance(value, (bool, int)) or (isinstance(value, float) and math.isfinite(value))}


class Session:
    """The environments of one connection, and the answers to its messages."""

    def __init__(self, served, most_copies):
        self.served = served
        self.most_copies = most_copies
        self.copies = []

    def answer(self, text):
        """The answer as JSON; None to the message that closes."""
        try:
            try:
                message = json.loads(text)
            except ValueError as error:
                raise Refused(f"Invalid JSON: {error}", "INVALID_JSON")
            kind = message.get("type") if isinstance(message, dict) else None
            if kind == "close":
                return None
            method = getattr(self, f"on_{kind}", None) if isinstance(kind, str) else None
            if method is None:
                raise Refused(f"Unknown message type: {kind}", "UNKNOWN_TYPE")
            data = message.get("data", {})
            if not isinstance(data, dict):
                raise Refused("data: expected an object", "VALIDATION_ERROR")
            return self.dump(*method(data))
        except Refused as error:
            return self.dump("error", {"message": str(error), "code": error.code})
        except Exception as error:  # whatever the environment throws is told to who stepped it
            traceback.print_exc()
            message = f"{type(error).__name__}: {error}"
            return self.dump("error", {"message": message, "code": "EXECUTION_ERROR"})

    @staticmethod
    def dump(kind, data):
        try:
            return json.dumps({"type": kind, "data": data}, separators=(",", ":"), allow_nan=False)
        except ValueError:
            message = "the environment gave a number that is not finite, as observation or reward"
            return json.dumps({"type": "error", "data": {"message": message, "code": "EXECUTION_ERROR"}})

    # OpenEnv's messages: one environment

    def only(self):
        if not self.copies:
            self.copies = [Copy(self.served)]
        return self.copies[0]

    def on_reset(self, data):
        copy = self.only()
        observation, info = copy.reset(seed=require_seed(data.get("seed")), options=data.get("options"))
        return "observation", self.observed(copy, observation, None, False, False, info)

    def on_step(self, data):
        copy = self.only()
        if "action" not in data:
            raise Refused('step: expected {"action": ...}', "VALIDATION_ERROR")
        return "observation", self.observed(copy, *copy.step(data["action"]))

    def on_state(self, _):
        steps = self.copies[0].steps if self.copies else 0
        return "state", {"episode_id": None, "step_count": steps, "name": self.served.name}

    def observed(self, copy, observation, reward, terminated, truncated, info):
        fields = {"observation": observation, "terminated": terminated, "truncated": truncated,
                  "info": numbers_in(info)}
        if self.served.masked:
            fields["action_mask"] = copy.mask(info)
        return {"observation": fields, "reward": reward, "done": terminated or truncated}

    # Many copies

    def on_copies(self, data):
        count = data.get("count")
        if not isinstance(count, int) or isinstance(count, bool) or not 1 <= count <= self.most_copies:
            message = f"copies: count must be an integer from 1 to {self.most_copies} (--most-copies)"
            raise Refused(f"{message}, found {json.dumps(count)[:100]}", "VALIDATION_ERROR")
        self.close()
        while len(self.copies) < count:
            self.copies.append(Copy(self.served))
        return "copies", self.served.describe(count)

    def on_reset_copies(self, data):
        chosen = self.chosen(data)
        seeds = require_list(data, "seeds", len(chosen))
        begun = [self.named(index, lambda copy, seed=seed: copy.reset(seed=require_seed(seed)))
                 for index, seed in zip(chosen, seeds)]
        return "reset_copies", self.beginnings(chosen, begun)

    def on_step_copies(self, data):
        chosen = self.chosen(data)
        actions = require_list(data, "actions", len(chosen))
        results = [self.named(index, lambda copy, action=action: copy.step(action))
                   for index, action in zip(chosen, actions)]
        observations, rewards, terminated, truncated, infos = map(list, zip(*results)) if results else ([],) * 5
        answer = {"observations": observations, "rewards": rewards, "terminated": terminated, "truncated": truncated}
        if self.served.masked:
            # An episode that has ended has no legal actions to ask for.
            answer["masks"] = [None if self.copies[index].ended else self.copies[index].mask(info)
                               for index, info in zip(chosen, infos)]
        ended = [(index, info) for index, info in zip(chosen, infos) if self.copies[index].ended]
        if ended:
            anew = [index for index, _ in ended]
            answer["infos"] = [numbers_in(info) for _, info in ended]
            answer["beginnings"] = self.beginnings(
                anew, [self.named(index, lambda copy: copy.reset()) for index in anew])
        return "step_copies", answer

    def beginnings(self, chosen, begun):
        answer = {"observations": [observation for observation, _ in begun]}
        if self.served.masked:
            answer["masks"] = [self.copies[index].mask(info) for index, (_, info) in zip(chosen, begun)]
        return answer

    def chosen(self, data):
        chosen = require_list(data, "copies")
        for index in chosen:
            if not isinstance(index, int) or isinstance(index, bool) or not 0 <= index < len(self.copies):
                message = f"copies: expected numbers from 0 to {len(self.copies) - 1}, each once"
                raise Refused(f"{message}, found {json.dumps(index)[:100]}", "VALIDATION_ERROR")
        if len(set(chosen)) < len(chosen):
            raise Refused("copies: each may be named once", "VALIDATION_ERROR")
        return chosen

    def named(self, index, work):
        try:
            return work(self.copies[index])
        except Refused as error:
            raise Refused(f"copy {index}: {error}", error.code)
        except Exception as error:
            traceback.print_exc()
            raise Refused(f"copy {index}: {type(error).__name__}: {error}", "EXECUTION_ERROR")

    def close(self):
        for copy in self.copies:
            try:
                copy.close()
            except Exception:  # the others are closed all the same
                traceback.print_exc()
        self.copies = []


def require_list(data, key, length=None):
    value = data.get(key)
    if not isinstance(value, list) or (length is not None and len(value) != length):
        expected = "a list" if length is None else f"a list of {length}"
        raise Refused(f"{key}: expected {expected}, found {json.dumps(value)[:100]}", "VALIDATION_ERROR")
    return value


def require_seed(seed):
    if seed is None or (isinstance(seed, int) and not isinstance(seed, bool) and seed >= 0):
        return seed
    raise Refused(f"seed: expected an integer from 0 or null, found {json.dumps(seed)[:100]}", "VALIDATION_ERROR")


# WebSockets (RFC 6455), over the HTTP server of the standard library


class Closed(Exception):
    """The connection ended, or what came is no WebSocket frame."""


class WebSocket:
    TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10

    def __init__(self, reader, writer):
        self.reader = reader
        self.writer = writer

    def exactly(self, count):
        data = self.reader.read(count)
        if len(data) < count:
            raise Closed("the connection ended")
        return data

    def frame(self):
        first, second = self.exactly(2)
        final, code, masked, length = first & 0x80, first & 0x0F, second & 0x80, second & 0x7F
        if first & 0x70 or not masked:
            raise Closed("a frame has reserved bits, or no mask")
        if code >= 8 and (length > 125 or not final):
            raise Closed("a control frame is too long, or in parts")
        if length == 126:
            (length,) = struct.unpack("!H", self.exactly(2))
        elif length == 127:
            (length,) = struct.unpack("!Q", self.exactly(8))
        if length > MOST_BYTES:
            raise Closed(f"a message has more than {MOST_BYTES} bytes")
        mask = self.exactly(4)
        data = self.exactly(length)
        # As integers, the whole is masked at once.
        repeated = (mask * (length // 4 + 1))[:length]
        clear = int.from_bytes(data, "big") ^ int.from_bytes(repeated, "big")
        return final, code, clear.to_bytes(length, "big")

    def receive(self):
        """The next text, put together of its frames. @raises Closed when the other side closes"""
        parts = []
        while True:
            final, code, data = self.frame()
            if code == self.PING:
                self.send_frame(self.PONG, data)
            elif code == self.CLOSE:
                self.send_frame(self.CLOSE, data[:2])
                raise Closed("closed by the other side")
            elif code != self.PONG:
                if code not in (0, self.TEXT) or (code == 0) != bool(parts):
                    raise Closed("only texts are understood")
                parts.append(data)
                if sum(map(len, parts)) > MOST_BYTES:
                    raise Closed(f"a message has more than {MOST_BYTES} bytes")
                if final:
                    return b"".join(parts).decode("utf-8", "replace")

    def send(self, text):
        self.send_frame(self.TEXT, text.encode("utf-8"))

    def send_frame(self, code, data):
        length = len(data)
        if length < 126:
            head = struct.pack("!BB", 0x80 | code, length)
        elif length < 1 << 16:
            head = struct.pack("!BBH", 0x80 | code, 126, length)
        else:
            head = struct.pack("!BBQ", 0x80 | code, 127, length)
        self.writer.write(head + data)
        self.writer.flush()


def handler_of(served, most_connections, most_copies):
    free = threading.BoundedSemaphore(most_connections)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self):
            path = self.path.split("?")[0].rstrip("/")
            if self.headers.get("Origin") is not None:
                # Any page in a browser can reach a server on the same machine.
                return self.reply(403, {"message": "pages in browsers are not served"})
            if path == "/ws" and self.headers.get("Upgrade", "").lower() == "websocket":
                return self.upgrade()
            if path == "/health":
                return self.reply(200, {"status": "healthy"})
            if path == "/metadata":
                return self.reply(200, {"name": served.name, "description": f"{served.name}, by logpi"})
            if path == "/schema":
                return self.reply(200, schema_of(served))
            return self.reply(404, {"message": "there are /ws, /health, /metadata and /schema"})

        def reply(self, status, value):
            body = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def upgrade(self):
            self.close_connection = True
            key = self.headers.get("Sec-WebSocket-Key")
            if key is None or self.headers.get("Sec-WebSocket-Version") != "13":
                return self.reply(400, {"message": "expected a WebSocket of version 13"})
            digest = hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()
            self.send_response(101)
            self.send_header("Upgrade", "websocket")
            self.send_header("Connection", "Upgrade")
            self.send_header("Sec-WebSocket-Accept", base64.b64encode(digest).decode())
            self.end_headers()
            socket = WebSocket(self.rfile, self.wfile)
            if not free.acquire(blocking=False):
                message = f"there are {most_connections} connections already (--most-connections)"
                socket.send(Session.dump("error", {"message": message, "code": "CAPACITY_REACHED"}))
                return socket.send_frame(WebSocket.CLOSE, struct.pack("!H", 1013))
            session = Session(served, most_copies)
            try:
                while True:
                    answer = session.answer(socket.receive())
                    if answer is None:
                        socket.send_frame(WebSocket.CLOSE, struct.pack("!H", 1000))
                        break
                    socket.send(answer)
            except (Closed, OSError):
                pass
            finally:
                session.close()
                free.release()

        def log_message(self, *_):
            pass

    return Handler


def schema_of(served):
    """OpenEnv's /schema: JSON schemas, with the spaces beside them."""
    action = {"type": "object", "properties": {"action": {}}, "required": ["action"], "space": served.action_space}
    observation = {
        "type": "object",
        "properties": {"observation": {}, "terminated": {"type": "boolean"}, "truncated": {"type": "boolean"},
                       "info": {"type": "object"}},
        "space": served.observation_space,
    }
    state = {"type": "object", "properties": {"episode_id": {}, "step_count": {"type": "integer"}}}
    return {"action": action, "observation": observation, "state": state}


# The command


def maker_of(name, arguments):
    """What makes the environment: `module:callable`, or an id of Gymnasium."""
    module, colon, attribute = name.partition(":")
    if colon and "/" not in name:
        sys.path.insert(0, os.getcwd())
        create = getattr(importlib.import_module(module), attribute)
        return lambda: create(**arguments)
    try:
        import gymnasium
    except ImportError:
        raise SystemExit(
            f"{name}: Gymnasium is not installed (pip install gymnasium). An environment of your own is named "
            "module:callable, such as my_module:make_environment."
        )
    return lambda: gymnasium.make(name, disable_env_checker=True, **arguments)


def argument(text):
    key, equals, value = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f'"{text}" must be of the form name=value')
    try:
        return key, json.loads(value)
    except ValueError:
        return key, value


def from_one(text):
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f'"{text}" must be a whole number from 1 on')
    return int(text)


def main():
    parser = argparse.ArgumentParser(description="Serves a Gymnasium environment over OpenEnv's WebSocket protocol.")
    parser.add_argument("environment", help="an id of Gymnasium, or module:callable (found from the current folder too)")
    parser.add_argument("--host", default="127.0.0.1", help="default 127.0.0.1: this machine only. Nobody is asked for a "
                        "password: open it to other machines only in a network that you trust")
    parser.add_argument("--port", type=int, default=8000, help="default 8000; 0 for any that is free")
    parser.add_argument("--argument", type=argument, action="append", default=[], metavar="NAME=VALUE",
                        help="given to what makes the environment; the value is JSON, or else text")
    parser.add_argument("--mask-key", help="the entry of info that says which actions are legal, such as action_mask. "
                        "Default: the environment's method action_masks, if it has one")
    parser.add_argument("--most-copies", type=from_one, default=1024, help="in one connection; default 1024")
    parser.add_argument("--most-connections", type=from_one, default=64, help="at once; default 64")
    options = parser.parse_args()
    try:
        create = maker_of(options.environment, dict(options.argument))
        served = Served(options.environment, create, options.mask_key)
    except Exception as error:  # whatever the environment or its module raises is the answer
        raise SystemExit(f"{options.environment}: {type(error).__name__}: {error}") from None
    handler = handler_of(served, options.most_connections, options.most_copies)
    try:
        server = ThreadingHTTPServer((options.host, options.port), handler)
    except (OSError, OverflowError) as error:
        raise SystemExit(f"{options.host}:{options.port}: {error}") from None
    server.daemon_threads = True
    print(f"Serving {options.environment} at ws://{options.host}:{server.server_address[1]}", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()

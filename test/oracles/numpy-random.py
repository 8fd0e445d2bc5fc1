"""Writes test/random/numpy.json: what NumPy's Generator draws, for the tests of src/random.

Run with any NumPy from 1.19 on:  python3 test/oracles/numpy-random.py
Float64 values are written with 17 digits, so that they read back to the bit. Large integers are decimal text.
"""

import hashlib
import json
from pathlib import Path

import numpy as np

SEEDS = [0, 1, 2, 42, 12345, 2**31, 2**32 - 1, 2**32, 2**53 - 1, 2**64 + 7, 2**128 + 2**70 + 3, 2**200 + 1]
LISTS = [[0], [1, 2, 3], [2**32, 5], [2**64 + 1, 0, 9], list(range(10)), []]


def seed_text(seed):
    return [str(part) for part in seed] if isinstance(seed, list) else str(seed)


def sha256(values):
    return hashlib.sha256(np.asarray(values, dtype="<f8").tobytes()).hexdigest()


def seed_sequences():
    for seed in SEEDS + LISTS:
        sequence = np.random.SeedSequence(seed)
        children = sequence.spawn(2) + sequence.spawn(1)
        grandchild = children[2].spawn(3)[1]
        yield {
            "seed": seed_text(seed),
            "words": sequence.generate_state(9).tolist(),
            "children": [child.generate_state(4).tolist() for child in children],
            "grandchild": grandchild.generate_state(4).tolist(),
        }


def streams():
    for seed in SEEDS + LISTS:
        bits = np.random.PCG64(seed)
        state = bits.state["state"]
        entry = {"seed": seed_text(seed), "state": str(state["state"]), "increment": str(state["inc"])}
        entry["random"] = np.random.Generator(bits).random(8).tolist()
        entry["normal"] = np.random.default_rng(seed).standard_normal(12).tolist()
        entry["spawned"] = [
            np.random.default_rng(child).random() for child in np.random.SeedSequence(seed).spawn(3)
        ]
        yield entry


def integers():
    ranges = [
        (0, 1), (0, 2), (0, 3), (-5, 5), (0, 1000), (7, 8), (0, 2**31), (0, 3 * 2**30), (0, 2**32 - 1), (0, 2**32),
        (0, 2**32 + 1), (-(2**40), 2**40 + 3), (0, 2**53 - 1), (-(2**52), 2**52 - 1), (0, 5 * 2**50),
    ]  # fmt: skip
    for low, high in ranges:
        generator = np.random.default_rng([3, 5])
        draws = generator.integers(low, high, 13).tolist()
        endpoint = generator.integers(low, high, 3, endpoint=True).tolist()
        yield {"low": low, "high": high, "draws": draws, "endpoint": endpoint, "after": generator.random()}


def interleaving(seed, steps=300):
    """What one generator gives if all of its methods are called in an order that another one chooses."""
    order = np.random.default_rng([seed, 99])
    generator = np.random.default_rng(seed)
    p = [0.1, 0.0, 0.3, 0.15, 0.45]
    calls = {
        "random": lambda: generator.random(),
        "uniform": lambda: generator.uniform(-0.05, 0.05),
        "normal": lambda: generator.normal(2.0, 3.0),
        "integers": lambda: generator.integers(0, 10),
        "wideIntegers": lambda: generator.integers(-3, 2**40),
        "choice": lambda: generator.choice(7),
        "weightedChoice": lambda: generator.choice(5, p=p),
        "choices": lambda: generator.choice(9, 4),
        "weightedChoices": lambda: generator.choice(5, 3, p=p),
        "sample": lambda: generator.choice(30, 6, replace=False),
        "weightedSample": lambda: generator.choice(5, 3, replace=False, p=p),
        "permutation": lambda: generator.permutation(6),
    }
    names = list(calls)
    for _ in range(steps):
        name = names[order.integers(len(names))]
        yield [name, np.asarray(calls[name]()).tolist()]


def samples():
    for count, size in [(1, 1), (5, 5), (100, 1), (100, 60), (10_000, 300), (10_001, 200), (10_001, 201), (20_000, 1_000)]:
        generator = np.random.default_rng(11)
        indices = generator.choice(count, size, replace=False)
        yield {"count": count, "size": size, "sha256": sha256(indices), "after": generator.random()}


def long_streams():
    normals = np.random.default_rng(2024).standard_normal(400_000)
    return {
        "normal": {"seed": 2024, "count": normals.size, "sha256": sha256(normals), "beyondBase": int((abs(normals) > 3.6541528853610088).sum())},
        "random": {"seed": 7, "count": 100_000, "sha256": sha256(np.random.default_rng(7).random(100_000))},
        "integers": {"seed": 8, "count": 50_000, "high": 3_000_000_000, "sha256": sha256(np.random.default_rng(8).integers(0, 3_000_000_000, 50_000))},
        "shuffle": {"seed": 9, "count": 5_000, "sha256": sha256(np.random.default_rng(9).permutation(5_000))},
        "scaledNormal": {"seed": 10, "count": 20_000, "sha256": sha256(np.random.default_rng(10).normal(-1.5, 0.3, 20_000))},
    }  # fmt: skip


def half_kept():
    generator = np.random.default_rng(5)
    generator.integers(0, 10)
    state = generator.bit_generator.state
    assert state["has_uint32"] == 1
    return {
        "state": str(state["state"]["state"]),
        "increment": str(state["state"]["inc"]),
        "half": state["uinteger"],
        "next": generator.integers(0, 1000, 5).tolist(),
    }


fixture = {
    "numpy": np.__version__,
    "seedSequences": list(seed_sequences()),
    "streams": list(streams()),
    "integers": list(integers()),
    "interleavings": [{"seed": seed, "calls": list(interleaving(seed))} for seed in (0, 1, 77)],
    "samples": list(samples()),
    "long": long_streams(),
    "halfKept": half_kept(),
}
target = Path(__file__).parent.parent / "random" / "numpy.json"
target.write_text(json.dumps(fixture, separators=(",", ":")) + "\n")
print(f"{target}: {target.stat().st_size} bytes")

"""Inputs that nobody meant: samples of real ones, altered. The same seed gives the same inputs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from random import Random
from typing import Any, Final

from tests.torture.tally import tally

FUZZ: Final = "fuzz inputs"

LIES: Final = [b"\0", b"\xff", b"\x7f", b"\x80", b"\0\0", b"\xff\xff", b"\x7f\xff\xff\xff", b"\xff" * 4, b"\xff" * 8]
"""Lengths and counts that are wrong, put where real ones may be."""

WORDS: Final[tuple[Any, ...]] = (
    None,
    True,
    -1,
    0,
    1,
    2**31,
    2**63,
    10**400,
    1e308,
    float("nan"),
    float("inf"),
    "",
    "\0",
    "..",
    "../../x",
    "\x1b[2J",
    "\ud800",
    "x" * 10_000,
    [],
    [[[[]]]],
    {},
    {"": {}},
)


def judged(inputs: Iterator[Any], judge: Callable[[Any], None]) -> int:
    """Try inputs until they end; how many there were. What breaks the judge is told with the failure."""
    tried = held = 0
    one: Any = None
    try:
        for one in inputs:
            tried += 1
            judge(one)
            held += 1
    except BaseException as failure:
        failure.add_note(f"input: {one!r}"[:4000])
        raise
    finally:
        tally(FUZZ, tried, held)
    return tried


def altered_bytes(samples: Sequence[bytes], count: int, seed: int) -> Iterator[bytes]:
    """So many inputs, each a sample with a few things wrong, or noise."""
    random = Random(seed)  # noqa: S311 - nothing is kept secret with it
    for _ in range(count):
        if random.random() < 0.05:
            yield random.randbytes(random.choice([0, 1, 2, 3, 4, 7, 8, 9, 16, 64, 300]))
            continue
        data = bytearray(random.choice(samples))
        for _ in range(random.choice([1, 1, 1, 2, 3, 5])):
            _alter(data, random, samples)
        yield bytes(data)


def _alter(data: bytearray, random: Random, samples: Sequence[bytes]) -> None:
    at = random.randint(0, min(len(data), random.choice([8, 32, 256, len(data)])))
    match random.randrange(7):
        case 0:
            data[at : at + 1] = bytes([random.randrange(256)])
        case 1:
            lie = random.choice(LIES)
            data[at : at + len(lie)] = lie
        case 2:
            del data[at:]
        case 3:
            del data[at : at + random.randint(1, 16)]
        case 4:
            data[at:at] = random.randbytes(random.randint(1, 16))
        case 5:
            data[at:at] = random.choice(samples)[: random.randint(1, 128)]
        case _:
            if at < len(data):
                data[at] ^= 1 << random.randrange(8)


def altered_text(samples: Sequence[str], count: int, seed: int) -> Iterator[str]:
    """As :func:`altered_bytes`, of texts; among them what is no text to most: lone surrogates and controls."""
    random = Random(seed)  # noqa: S311 - nothing is kept secret with it
    for data in altered_bytes([sample.encode() for sample in samples], count, seed + 1):
        text = data.decode(errors=random.choice(["replace", "surrogateescape", "ignore"]))
        if random.random() < 0.05:
            odd = random.choice(
                ["\0", "\n", "\x1b[31m", "\u202e", "\ud800", "9" * 5000, "[" * 3000, '"' * 3, "/../", "\u0663"]
            )
            at = random.randint(0, len(text))
            text = text[:at] + odd + text[at:]
        yield text


def altered_json(samples: Sequence[Any], count: int, seed: int) -> Iterator[Any]:
    """Documents of which a few places hold something else, or nothing, or something of another place."""
    random = Random(seed)  # noqa: S311 - nothing is kept secret with it
    written = [json.dumps(sample) for sample in samples]
    for _ in range(count):
        document = json.loads(random.choice(written))
        for _ in range(random.choice([1, 1, 2, 4])):
            document = _replaced(document, random)
        yield document


def _replaced(document: Any, random: Random) -> Any:
    places = list(_places(document))
    if not places:
        return deepcopy(random.choice(WORDS))
    holder, key = random.choice(places)
    what = random.randrange(4)
    if what == 0:
        del holder[key]
    elif what == 1:
        other, there = random.choice(places)
        holder[key] = json.loads(json.dumps(other[there]))
    elif what == 2 and isinstance(holder, dict):
        holder[str(random.choice(WORDS))] = holder.pop(key)
    else:
        holder[key] = deepcopy(random.choice(WORDS))  # some are containers, which would come to hold themselves
    return document


def _places(document: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(document, dict | list):
        for key in list(document) if isinstance(document, dict) else range(len(document)):
            yield document, key
            yield from _places(document[key])

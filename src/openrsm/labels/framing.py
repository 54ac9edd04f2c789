"""How a head and its answer cross the pipe between the service and its worker: frames of a length and that many bytes.

A head is a byte for ``random`` and its blocks, each behind its length; an answer is JSON. Each side takes the other for
a stranger: lengths are bounded before anything is read.
"""

from __future__ import annotations

import json
import struct
from typing import Any, Final

from openrsm.labels.contract import BLOCKS, LIMIT, Examination, Head, LabelInfo, bounded, printable

LENGTH: Final = struct.Struct(">I")
ANSWER_LIMIT: Final = 1 << 16
PROBLEMS: Final = 32
"""Sentences in an answer; more of them say nothing new."""
_SENTENCE: Final = 256


def framed(payload: bytes) -> bytes:
    """The payload behind its length."""
    return LENGTH.pack(len(payload)) + payload


def packed_head(head: Head) -> bytes:
    """The head, cut to what a head may be."""
    blocks = (block[:LIMIT] for block in head.blocks[:BLOCKS])
    return bytes([head.random]) + b"".join(framed(block) for block in blocks)


def unpacked_head(payload: bytes) -> Head:
    """The head that was packed."""
    blocks: list[bytes] = []
    at = 1
    while at < len(payload):
        (length,) = LENGTH.unpack_from(payload, at)
        at += LENGTH.size
        blocks.append(payload[at : at + length])
        at += length
    return Head(blocks=tuple(blocks), random=bool(payload[0]))


def packed_answer(answer: Examination) -> bytes:
    """The answer as JSON, which fits in :data:`ANSWER_LIMIT`."""
    label = answer.label
    said = {
        "label": None if label is None else [label.type, label.id, label.info],
        "problems": [printable(problem, _SENTENCE) for problem in answer.problems[:PROBLEMS]],
    }
    return json.dumps(said, ensure_ascii=False).encode()


def unpacked_answer(payload: bytes) -> Examination:
    """The answer, bounded once more: what ran in the worker may have taken the worker over.

    Raises:
        ValueError: It is no answer.
    """
    try:
        said: Any = json.loads(payload)
        label = None if said["label"] is None else bounded(LabelInfo(**_named(said["label"])))
        problems = tuple(printable(problem, _SENTENCE) for problem in said["problems"][:PROBLEMS])
    except (TypeError, LookupError, RecursionError) as failure:
        raise ValueError("no answer of a worker") from failure
    return Examination(label=label, problems=problems)


def _named(fields: list[str]) -> dict[str, str]:
    return dict(zip(("type", "id", "info"), fields, strict=True))

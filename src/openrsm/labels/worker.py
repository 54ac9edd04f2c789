"""``python -m openrsm.labels.worker``: the process in which recognisers run, so that what they do stays there.

It reads heads from standard input and writes an answer to each to what was its standard output, until the input ends.
The kernel bounds it: memory, processor time for each head, no new files, no files written, no core.
"""

from __future__ import annotations

import math
import os
import resource
import sys
from collections.abc import Callable
from typing import BinaryIO, Final

from openrsm.labels.contract import BLOCKS, LIMIT, Examination, examine
from openrsm.labels.framing import LENGTH, framed, packed_answer, unpacked_head
from openrsm.labels.registry import Recognisers, recognisers

MEMORY: Final = 512 << 20
"""Bytes of address space: the interpreter, what recognisers import, and a head of a few megabytes."""
_HEAD_LIMIT: Final = 1 + BLOCKS * (LENGTH.size + LIMIT)


def main(seconds: int) -> None:
    """Answer until the input ends, spending at most so many ``seconds`` of processor time on each head."""
    answers = _own_output()
    _lower(resource.RLIMIT_AS, MEMORY)
    _lower(resource.RLIMIT_CORE, 0)
    _allow(seconds)
    known = recognisers()
    _lower(resource.RLIMIT_FSIZE, 0)
    _lower(resource.RLIMIT_NOFILE, 0)
    serve(sys.stdin.buffer, answers, known, lambda: _allow(seconds))


def serve(heads: BinaryIO, answers: BinaryIO, known: Recognisers, begin: Callable[[], None]) -> None:
    """Answer each head; the first answer also tells which recognisers could not be loaded."""
    problems = known.problems
    while payload := _frame(heads):
        begin()
        found = examine(unpacked_head(payload), known.all)
        answer = Examination(label=found.label, problems=problems + found.problems)
        answers.write(framed(packed_answer(answer)))
        answers.flush()
        problems = ()


def _frame(heads: BinaryIO) -> bytes:
    """The next frame; empty when the input ends."""
    prefix = heads.read(LENGTH.size)
    if len(prefix) < LENGTH.size:
        return b""
    (length,) = LENGTH.unpack(prefix)
    return heads.read(min(length, _HEAD_LIMIT))


def _own_output() -> BinaryIO:
    """Where answers go. Whatever a recogniser prints goes nowhere, not into the answers."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _lower(limit: int, value: int) -> None:
    """Set a limit for good, unless it is lower already."""
    hard = resource.getrlimit(limit)[1]
    low = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(limit, (low, low))


def _allow(seconds: int) -> None:
    """Let the kernel end this process (SIGXCPU) when it computes for so much longer."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = math.ceil(used.ru_utime + used.ru_stime)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    soft = spent + seconds if hard == resource.RLIM_INFINITY else min(spent + seconds, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


if __name__ == "__main__":
    main(int(sys.argv[1]))

"""Recognisers as a site might install them, at their worst: the first block says what to do."""

import ctypes
import os
import sys
from collections.abc import Callable

from openrsm.labels.contract import Head, LabelInfo

ANSWERS = 3
"""Where the worker writes its answers: the first number free when it begins."""


def labelled(label_id: str) -> LabelInfo:
    return LabelInfo(type="site", id=label_id)


def fail() -> LabelInfo:
    raise ZeroDivisionError


def loop() -> LabelInfo:
    while True:
        pass


def end() -> LabelInfo:
    os._exit(3)


def crash() -> LabelInfo:
    return labelled(str(ctypes.string_at(0)))


def exhaust() -> LabelInfo:
    return labelled(str(len(bytearray(4 << 30))))


def read() -> LabelInfo:
    with open("/etc/passwd", "rb"):  # noqa: PTH123 - the plainest way in
        return labelled("read")


def say() -> LabelInfo:
    print("OPENRSM" * 9)  # noqa: T201 - what is tested
    sys.stdout.flush()
    os.write(1, b"xxxxxxxx")
    return labelled("printed")


def environment() -> LabelInfo:
    return labelled(" ".join(sorted(name for name in os.environ if name.startswith(("OPENRSM_", "NOTIFY_")))) or "none")


def babble() -> LabelInfo:
    os.write(ANSWERS, b"\xff" * 8)
    return labelled("babbled")


def mislead() -> LabelInfo:
    os.write(ANSWERS, b"\x00\x00\x00\x02[]")
    return labelled("misled")


def go_on() -> LabelInfo:
    return LabelInfo(type="site", id="x" * (1 << 24), info="\n" * (1 << 24))


def tell() -> LabelInfo:
    return labelled(str(os.getpid()))


DONE: dict[bytes, Callable[[], LabelInfo]] = {
    b"fail": fail,
    b"loop": loop,
    b"end": end,
    b"crash": crash,
    b"exhaust": exhaust,
    b"read": read,
    b"say": say,
    b"environment": environment,
    b"babble": babble,
    b"mislead": mislead,
    b"go on": go_on,
    b"tell": tell,
}


def claim(head: Head) -> LabelInfo | None:
    done = DONE.get(head.block(0))
    return None if done is None else done()

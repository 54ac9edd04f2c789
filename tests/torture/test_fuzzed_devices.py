"""Whatever a library, a drive or a cartridge answers, it is read as far as it goes or refused with our own errors.

What comes out is never larger than what came in, so no lie about a length or a count costs memory or time.
"""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import pytest

from openrsm.domain import cartridge_memory
from openrsm.drivers.contract import ElementKind
from openrsm.drivers.scsi import cdb_changer, elements, faults, inquiry, logpages, modepages, sense, tapepages
from openrsm.errors import RsmError, StatusUnreadable
from openrsm.labels.contract import BLOCKS, LIMIT, Head, bounded, examine
from openrsm.labels.framing import packed_answer, packed_head, unpacked_answer, unpacked_head
from openrsm.labels.registry import BUILT_IN, OURS
from tests.lab.lab import refuse
from tests.lab.volumes import recorded
from tests.labels import published
from tests.torture.mutation import FUZZ, altered_bytes, judged
from tests.torture.tally import tallied

pytestmark = pytest.mark.torture

SHORT: Final = 6_000
LONG: Final = 60_000
MOVE: Final = cdb_changer.move_medium(robot=0, source=1, destination=2)

STATUS: Final = bytes.fromhex("0001 0003 00 000118") + b"".join(
    bytes([kind, 0xC0, 0, length, 0, 0, 0, length]) + bytes.fromhex("0001 09 00 0000 000000 81 0002") + tail
    for kind, tail in (
        (2, b"A00001L5".ljust(36)),
        (4, b"A00002L5".ljust(36) + bytes([2, 1, 0, 34]) + b"HP      ".ljust(34)),
    )
    for length in (12 + len(tail),)
)
INQUIRY: Final = bytes.fromhex("018005123d000002") + b"HP      Ultrium 5-SCSI  Z39W" + bytes(30)
DESIGNATORS: Final = (
    bytes.fromhex("0183004802010024") + b"IET     00010001".ljust(36, b"\0") + bytes.fromhex("010300083000000100000001")
)
SENSES: Final = [
    bytes.fromhex(text)
    for text in (
        "f000a0000002000a0000000000010000000000",
        "70000500000000 0a00000000240000c00004",
        "72053b0e00000018000a800000000000000000100206 0000c00004000402 0080",
    )
]
PAGES: Final = [
    bytes.fromhex("2e00000f0001400100001440010100404001 01"),
    bytes.fromhex("0200003400004004000000000001400400000011 0003400400000011 0005400800000001800000000006400400000001"),
    bytes.fromhex("000000040002032e"),
]
MODES: Final = [
    bytes.fromhex("170000001d120001000103e80008000a000201f400020000"),
    bytes.fromhex("170000001f120f070f0f0f0f000000000f0f0f0f00000000"),
    bytes.fromhex("0b009008580000000000000 0 1e020100".replace(" ", "")),
]
POSITIONS: Final = [bytes.fromhex("300000000000000500000005") + bytes(8), bytes.fromhex("30") + bytes(31)]
MEMORY: Final = bytes.fromhex("00000030") + b"".join(
    code.to_bytes(2) + b"\x80" + len(value).to_bytes(2) + value
    for code, value in ((0x0003, bytes(7) + b"\x09"), (0x0400, b"FUJIFILM"), (0x020A, b"HP      HU000001"))
)
DENSITIES: Final = (
    bytes.fromhex("0036 0000") + bytes([0x58, 0x58, 0xA0]) + bytes(21) + b"U-516   " + b"Ultrium 5/16T".ljust(20)
)


def read_elements(raw: bytes) -> None:
    report = elements.parse_elements(raw)
    assert 3 * len(report.described) <= len(raw)
    for each in report.described:
        assert (each.element.bar_code or "").isprintable()
        assert (each.element.drive_serial or "").isprintable()
        assert each.element.kind in ElementKind
    elements.with_access([each.element for each in report.described])


def read_identity(raw: bytes) -> None:
    with suppress(StatusUnreadable):
        told = inquiry.parse_inquiry(raw)
        assert (told.vendor + told.product + told.revision).isprintable()
    found = inquiry.parse_designators(raw)
    assert sum(len(each.text) for each in found) <= 2 * len(raw)
    assert inquiry.serial_of(inquiry.parse_serial(raw), found).isprintable()
    assert 8 * len(inquiry.parse_luns(raw)) <= len(raw)
    inquiry.parse_opcode_support(raw)


def read_sense(raw: bytes) -> None:
    said = sense.decode(raw)
    assert said.words.isprintable()
    assert faults.error_for(said, MOVE, "x").advice
    assert faults.attention_for(said, first=True).contents_suspect in {True, False}


def read_log(raw: bytes) -> None:
    for page in (logpages.TAPE_ALERT, logpages.WRITE_ERRORS, logpages.READ_ERRORS):
        with suppress(StatusUnreadable):
            assert sum(len(value) for value in logpages.parse_parameters(raw, page).values()) <= len(raw)
            logpages.parse_counters(raw, page)
    with suppress(StatusUnreadable):
        assert logpages.parse_alerts(raw) <= frozenset(range(1, 65))
    assert len(logpages.parse_supported(raw)) <= len(raw)


def read_mode(raw: bytes) -> None:
    for parse in (modepages.parse_mode_6, modepages.parse_mode_10):
        with suppress(StatusUnreadable):
            mode = parse(raw)
            assert sum(map(len, mode.pages.values())) <= len(raw)
            modepages.parse_rotates(mode)
            modepages.parse_capabilities(mode)
            modepages.parse_geometry(mode)


def read_position(raw: bytes) -> None:
    with suppress(StatusUnreadable):
        tapepages.parse_position_short(raw)
    with suppress(StatusUnreadable):
        tapepages.parse_position_long(raw)


def read_memory(raw: bytes) -> None:
    attributes = tapepages.parse_attributes(raw)
    assert sum(map(len, attributes.values())) <= len(raw)
    memory = cartridge_memory.decode(attributes)
    texts = (memory.manufacturer, memory.serial, memory.bar_code, *memory.drives)
    assert all(text.isprintable() for text in texts)
    assert all(number is None or 0 <= number < 2**63 for number in (memory.loads, memory.written, memory.read))


def read_densities(raw: bytes) -> None:
    assert 52 * len(tapepages.parse_densities(raw)) <= len(raw)


Judge = Callable[[bytes], None]

DEVICES: Final[Mapping[str, tuple[Judge, list[bytes]]]] = {
    "elements": (read_elements, [STATUS, STATUS[:40]]),
    "identity": (read_identity, [INQUIRY, DESIGNATORS, bytes.fromhex("00000010000000000000000000010000000000 00")]),
    "sense": (read_sense, SENSES),
    "log pages": (read_log, PAGES),
    "mode pages": (read_mode, MODES),
    "positions": (read_position, POSITIONS),
    "cartridge memory": (read_memory, [MEMORY]),
    "densities": (read_densities, [DENSITIES]),
}


def by_our_errors(judge: Judge) -> Judge:
    """The same, to which a refusal of ours is an answer."""

    def judge_one(raw: bytes) -> None:
        with suppress(RsmError):
            judge(raw)

    return judge_one


@pytest.mark.parametrize("name", DEVICES)
def test_whatever_a_device_answers_is_read_or_refused(name: str, thorough: bool) -> None:  # noqa: FBT001 - a fixture
    judge, samples = DEVICES[name]
    for sample in samples:
        judge(sample)  # the real ones are read
    judged(altered_bytes(samples, LONG if thorough else SHORT, seed=7), by_our_errors(judge))


SECTOR: Final = 2048
"""Bytes of a disc's sector (ECMA-119, ECMA-167)."""
HEADS: Final = [*(start for start, _ in recorded().values()), *published.heads().values()]


def look_at_label(raw: bytes) -> None:
    for head in (Head(blocks=(raw,)), Head(blocks=(raw[:80], b"", raw[80:])), Head(blocks=(raw,), random=True)):
        found = examine(head, (*OURS, *BUILT_IN))
        assert found.problems == ()
        assert found.label is None or bounded(found.label) == found.label
        assert unpacked_answer(packed_answer(found)) == found


def test_whatever_is_written_on_a_medium_is_a_label_or_none(thorough: bool) -> None:  # noqa: FBT001 - a fixture
    samples = [block for head in HEADS for block in head.blocks if 0 < len(block) <= 1 << 16]
    judged(altered_bytes(samples, 15_000 if thorough else 1_500, seed=11), look_at_label)


def described() -> Iterator[tuple[bytes, int]]:
    """Discs on which file systems were made, with each place at which these describe themselves."""
    for head in HEADS:
        [disc, *others] = head.blocks or (b"",)
        if head.random and not others:
            yield from ((disc, at) for at in range(0, len(disc), SECTOR) if any(disc[at : at + SECTOR]))


def test_whatever_a_file_system_says_of_itself_is_a_label_or_none(thorough: bool) -> None:  # noqa: FBT001 - a fixture
    """At the places where it is read: ISO 9660, UDF, btrfs and others begin far behind the start of a disc."""
    found = [*described()]
    assert max(at for _, at in found) >= 1 << 16
    for number, (disc, at) in enumerate(found):

        def look(sector: bytes, disc: bytes = disc, at: int = at) -> None:
            head = Head(blocks=(disc[:at] + sector + disc[at + SECTOR :],), random=True)
            told = examine(head, (*OURS, *BUILT_IN))
            assert told.problems == ()
            assert told.label is None or bounded(told.label) == told.label

        judged(altered_bytes([disc[at : at + SECTOR]], 60 if thorough else 6, seed=number), look)


def hear_worker(payload: bytes) -> None:
    with suppress(ValueError):
        answer = unpacked_answer(payload)
        assert all(problem.isprintable() for problem in answer.problems)
        assert answer.label is None or bounded(answer.label) == answer.label


def test_whatever_a_worker_answers_is_an_answer_or_refused(thorough: bool) -> None:  # noqa: FBT001 - a fixture
    samples = [packed_answer(examine(head, (*OURS, *BUILT_IN))) for head in HEADS]
    judged(altered_bytes([*samples, b"[" * 5000], LONG if thorough else SHORT, seed=13), hear_worker)


def take_head(payload: bytes) -> None:
    """What the worker gets comes from the service; should it ever not, no more is made of it than was sent."""
    try:
        head = unpacked_head(payload)
    except (struct.error, IndexError):  # cut in a length, or empty: the worker ends, and its service starts another
        return
    assert sum(map(len, head.blocks)) <= len(payload)


def test_no_head_makes_the_worker_take_more_than_it_was_sent(thorough: bool) -> None:  # noqa: FBT001 - a fixture
    samples = [packed_head(head)[:4096] for head in HEADS]
    judged(altered_bytes(samples, LONG if thorough else SHORT, seed=17), take_head)
    assert len(packed_head(Head(blocks=(bytes(LIMIT + 1),) * (BLOCKS + 1)))) <= 1 + BLOCKS * (4 + LIMIT)


READERS: Final[Mapping[str, tuple[Judge, list[bytes]]]] = {
    **{name: (by_our_errors(judge), samples) for name, (judge, samples) in DEVICES.items()},
    "labels": (look_at_label, [block[: 1 << 12] for head in HEADS for block in head.blocks if block]),
    "answers of the worker": (hear_worker, [packed_answer(examine(head, (*OURS, *BUILT_IN))) for head in HEADS]),
}


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", READERS)
def test_inputs_led_by_what_they_do_find_nothing_either(name: str, tmp_path: Path, thorough: bool) -> None:  # noqa: FBT001 - a fixture
    if find_spec("atheris") is None:
        refuse("atheris, which leads the inputs, cannot be installed here")
    runs = 10_000 if thorough else 500
    root = Path(__file__).parents[2]
    program = Path(__file__).with_name("programs") / "guided.py"
    with tallied(FUZZ, runs):
        done = subprocess.run(
            [sys.executable, str(program), name, str(runs), str(tmp_path)],
            cwd=root,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(root), os.environ.get("PYTHONPATH", "")])},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        assert done.returncode == 0, done.stdout.decode(errors="replace")[-6000:]

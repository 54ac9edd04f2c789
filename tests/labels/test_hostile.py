"""Whatever is written on a medium, no recogniser of ours raises, and what it says is bounded."""

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from openrsm.labels.contract import BLOCKS, Head, LabelInfo, Recogniser, bounded, examine
from openrsm.labels.framing import packed_answer, packed_head, unpacked_answer, unpacked_head
from openrsm.labels.registry import BUILT_IN, OURS
from tests.lab.volumes import recorded
from tests.labels import published

pytestmark = pytest.mark.torture

ALL: tuple[Recogniser, ...] = (*OURS, *BUILT_IN)
REAL = [*(start for start, _ in recorded().values()), *published.heads().values()]
INTERESTING = st.sampled_from([0, 1, 255, 4096, 32768, 32769, 65535, 65536, 65600, 131072, 524288, 1048575])

HEADS = st.builds(
    lambda blocks, random: Head(blocks=tuple(blocks), random=random),
    st.lists(st.binary(max_size=2048), max_size=BLOCKS),
    st.booleans(),
)


@st.composite
def mutated(draw: st.DrawFn) -> Head:
    """A real head with some bytes overwritten, and cut somewhere."""
    start = draw(st.sampled_from(REAL))
    blocks = [bytearray(block) for block in start.blocks]
    block = blocks[draw(st.integers(0, len(blocks) - 1))]
    for _ in range(draw(st.integers(0, 8))):
        at = draw(st.integers(0, min(len(block), 2048)) | st.integers(0, len(block)) | INTERESTING)
        patch = draw(st.binary(min_size=1, max_size=16) | st.sampled_from([b"\xff" * 4, bytes(8), b"\x7f\xff\xff\xff"]))
        block[at : at + len(patch)] = patch
    if draw(st.booleans()):
        del block[draw(st.integers(0, len(block))) :]
    return Head(blocks=tuple(map(bytes, blocks)), random=draw(st.sampled_from([start.random, True, False])))


def judge(head: Head) -> None:
    for recogniser in ALL:
        label = recogniser(head)  # nothing is raised
        if label is not None:
            assert label.type
            assert label.id
            assert bounded(label).type == label.type
    found = examine(head, ALL)
    assert found.problems == ()
    assert unpacked_answer(packed_answer(found)) == found


@given(HEADS)
@example(Head(blocks=(b"",) * BLOCKS))
@example(Head(blocks=(b"\xff" * (1 << 20),), random=True))
def test_random_bytes_do_no_harm(head: Head) -> None:
    judge(head)


@given(mutated())
@settings(max_examples=300)
def test_real_labels_with_altered_bytes_do_no_harm(head: Head) -> None:
    judge(head)


NAMED = [(head, label) for head in REAL if (label := examine(head, ALL).label) is not None]


@pytest.mark.parametrize("nothing", [b"\0", b"\1", b" ", b"\x80", b"\xff"])
@pytest.mark.parametrize(("head", "label"), NAMED, ids=lambda each: each.type if isinstance(each, LabelInfo) else "")
def test_a_label_that_names_nothing_is_none_or_known_by_its_digest(
    head: Head, label: LabelInfo, nothing: bytes
) -> None:
    for encoding in ("ascii", "cp037", "utf-16-le", "utf-16-be"):
        written = label.id.encode(encoding)
        judge(replace(head, blocks=tuple(block.replace(written, nothing * len(written)) for block in head.blocks)))


@given(HEADS)
def test_a_head_crosses_the_pipe_unaltered(head: Head) -> None:
    assert unpacked_head(packed_head(head)) == head


@given(
    st.binary(max_size=300) | st.recursive(st.none() | st.integers(), st.lists).map(lambda told: repr(told).encode())
)
def test_whatever_a_worker_answers_is_an_answer_or_refused(payload: bytes) -> None:
    try:
        answer = unpacked_answer(payload)
    except ValueError:
        return
    assert answer.label is None or bounded(answer.label) == answer.label

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openrsm.labels import free
from openrsm.labels.contract import Head, LabelInfo, recognise
from openrsm.labels.free import SIZE, free_label
from openrsm.labels.registry import recognisers

WHEN = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
GUID = UUID("6f0e8a54-9d1c-4b55-8b3b-0d9d55b0c1aa")
LABEL = free_label(name="A00001L9", guid=GUID, side=1, when=WHEN)


def test_a_free_label_is_recognised_before_all_others() -> None:
    assert recognisers().all[0].name == "openrsm-free"
    found = recognise(Head(blocks=(LABEL, b"")), recognisers().all)
    assert found == LabelInfo(type="openrsm-free", id=str(GUID), info="A00001L9")


def test_people_can_read_a_free_label() -> None:
    lines = LABEL.decode("ascii").splitlines()
    assert lines[0] == "OPENRSM-FREE 1"
    assert lines[1] == f'{{"id": "{GUID}", "name": "A00001L9", "side": 1, "when": "2026-11-23T01:00:00+00:00"}}'


@given(name=st.text(max_size=300), guid=st.uuids(), side=st.integers(min_value=0, max_value=2**31))
def test_whatever_a_medium_is_called_its_label_is_one_block_that_is_recognised(
    name: str, guid: UUID, side: int
) -> None:
    block = free_label(name=name, guid=guid, side=side, when=WHEN)
    assert len(block) == SIZE
    found = free.claim(Head(blocks=(block,)))
    assert found is not None
    assert found.id == str(guid)


def test_a_block_that_a_drive_gave_with_more_behind_it_is_recognised() -> None:
    assert free.claim(Head(blocks=(LABEL + b"\xff" * 3000,))) is not None


@given(at=st.integers(0, LABEL.rstrip().__len__() - 1), byte=st.integers(0, 255))
def test_a_free_label_with_one_byte_altered_is_not_ours(at: int, byte: int) -> None:
    altered = bytearray(LABEL)
    altered[at] = byte
    found = free.claim(Head(blocks=(bytes(altered),)))
    assert (found is not None) == (bytes(altered) == LABEL)


@pytest.mark.parametrize(
    "line", [b"", b"null", b"[]", b'{"id": 1, "name": "x"}', b'{"id": "x", "name": "x"}', b"[" * 900, b'"\xff"']
)
def test_a_valid_checksum_of_nonsense_is_not_a_label(line: bytes) -> None:
    body = b"OPENRSM-FREE 1\n" + line + b"\n"
    assert free.claim(Head(blocks=(body + free._checksum(body) + b"\n",))) is None  # noqa: SLF001 - a forger's way

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openrsm.labels.contract import (
    ID_LIMIT,
    INFO_LIMIT,
    TYPE_LIMIT,
    Head,
    LabelInfo,
    Recogniser,
    bounded,
    examine,
    identity,
    printable,
    recognise,
)
from openrsm.labels.registry import Named

HEAD = Head(blocks=(b"something",))


def saying(label: Any, name: Any = "third") -> Recogniser:
    return Named(name, lambda _: label)


def raising(failure: Exception) -> Recogniser:
    def claim(_: Head) -> LabelInfo | None:
        raise failure

    return Named("raising", claim)


MINE = saying(LabelInfo(type="mine", id="1"))
YOURS = saying(LabelInfo(type="yours", id="1"))


def test_the_first_claim_wins() -> None:
    assert recognise(HEAD, [saying(None), MINE, YOURS]) == LabelInfo(type="mine", id="1")
    assert recognise(HEAD, [YOURS, MINE]) == LabelInfo(type="yours", id="1")


def test_nobody_is_asked_about_a_blank_side() -> None:
    assert recognise(Head(), [MINE]) is None
    assert recognise(Head(blocks=(b"",)), [MINE]) is not None


def test_who_fails_is_passed_over_and_told_of() -> None:
    found = examine(HEAD, [raising(ValueError("x")), raising(RecursionError()), MINE])
    assert found.label == LabelInfo(type="mine", id="1")
    assert found.problems == ("raising failed with ValueError", "raising failed with RecursionError")


class Sly(LabelInfo):
    pass


class LongText(str):
    __slots__ = ()


NO_LABELS: list[Any] = [
    "mine",
    ("mine", "1", ""),
    Sly(type="mine", id="1"),
    LabelInfo(type="mine", id=LongText("1")),
    LabelInfo(type=None, id="1"),  # type: ignore[arg-type] # what a site's recogniser may do
    LabelInfo(type="mine", id=b"1"),  # type: ignore[arg-type] # likewise
    LabelInfo(type="", id="1"),
    LabelInfo(type="mine", id=" \n\u202e"),
]


@pytest.mark.parametrize("label", NO_LABELS)
def test_what_is_no_label_is_not_taken_for_one(label: Any) -> None:
    found = examine(HEAD, [saying(label), YOURS])
    assert found.label == LabelInfo(type="yours", id="1")
    assert len(found.problems) == 1


class Nameless:
    @property
    def name(self) -> str:
        raise RuntimeError

    def __call__(self, head: Head) -> LabelInfo | None:
        raise RuntimeError(head)


def test_even_a_recogniser_without_a_name_can_be_told_of() -> None:
    assert examine(HEAD, [Nameless()]).problems == ("a recogniser without a name failed with RuntimeError",)
    assert "third failed with TypeError" in examine(HEAD, [saying(1)]).problems
    assert examine(HEAD, [saying(1, name=None)]).problems == ("a recogniser without a name failed with TypeError",)


@given(type_=st.text(), id_=st.text(), info=st.text())
def test_what_anybody_reads_of_a_label_is_printable_and_bounded(type_: str, id_: str, info: str) -> None:
    found = recognise(HEAD, [saying(LabelInfo(type=type_ * 9, id=id_ * 30, info=info * 20))])
    if found is None:
        assert "" in {printable(type_ * 9, TYPE_LIMIT), printable(id_ * 30, ID_LIMIT)}
        return
    assert found == bounded(found)
    for field, limit in ((found.type, TYPE_LIMIT), (found.id, ID_LIMIT), (found.info, INFO_LIMIT)):
        assert field.isprintable()
        assert len(field) <= limit
    assert found.type
    assert found.id


LETTERS = st.characters(codec="ascii", categories=["L"])


@given(start=st.text(LETTERS, min_size=255), ends=st.sets(st.text(LETTERS, min_size=1), min_size=2))
def test_ids_that_differ_far_behind_their_beginning_stay_different(start: str, ends: set[str]) -> None:
    ids = {identity(f"{start} {end}") for end in ends}
    assert len(ids) == len(ends)
    assert all(len(one) <= ID_LIMIT and identity(one) == one for one in ids)


def test_an_id_that_fits_is_what_is_written() -> None:
    assert identity("x" * ID_LIMIT) == "x" * ID_LIMIT
    assert identity(" " * 5000) == ""


def test_control_characters_and_direction_marks_become_blanks() -> None:
    assert printable(" a\x1b[31m\n\nb\u202ec\ud800 ", 63) == "a [31m b c"


def test_a_block_that_was_not_read_is_empty() -> None:
    assert (HEAD.block(0), HEAD.block(1)) == (b"something", b"")

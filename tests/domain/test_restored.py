"""What is known of a side, by its state, its label and its cartridge."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from openrsm.domain.labels import FREE_LABEL
from openrsm.domain.restored import Known, known
from openrsm.domain.side import SideState
from openrsm.domain.values import BarCodeState
from tests.domain.builders import a_medium, a_side

_S = SideState
READ = datetime(2026, 3, 1, tzinfo=UTC)
LABELLED: dict[str, Any] = {"label_type": "ansi", "label_read": READ}
NEW: dict[str, Any] = {"label_type": FREE_LABEL, "label_read": READ}


@pytest.mark.parametrize(
    ("state", "values", "expected"),
    [
        (_S.ALLOCATED, LABELLED | {"mounts": 1}, Known.IN_USE),
        (_S.ALLOCATED, NEW, Known.IN_USE),
        (_S.ALLOCATED, LABELLED, Known.ADOPTED),
        (_S.COMPLETE, LABELLED, Known.ADOPTED),
        (_S.ALLOCATED, {}, Known.UNCONFIRMED),
        (_S.ALLOCATED, {"label_read": READ}, Known.UNLABELLED),
        (_S.ALLOCATED, {"label_read": READ, "mounts": 1}, Known.IN_USE),
        (_S.AVAILABLE, NEW, Known.FREE),
        (_S.AVAILABLE, NEW | {"label_doubted": True}, Known.DOUBTED),
        (_S.IMPORT, LABELLED, Known.UNCLAIMED),
        (_S.FOREIGN, {"label_read": READ}, Known.BLANK),
        (_S.FOREIGN, {}, Known.CODED),
        (_S.UNKNOWN, {}, Known.CODED),
        (_S.UNKNOWN, {"trouble": "it cannot be read"}, Known.UNREADABLE),
        (_S.IMPORT, LABELLED | {"trouble": "it cannot be read"}, Known.UNREADABLE),
        *((state, {}, Known.ASIDE) for state in (_S.UNPREPARED, _S.INCOMPATIBLE, _S.DECOMMISSIONED, _S.RESERVED)),
    ],
)
def test_a_side_is_known_by_its_state_and_what_was_read_on_it(
    state: SideState, values: dict[str, Any], expected: Known
) -> None:
    assert known(a_side(state=state, **values), a_medium()) is expected


@pytest.mark.parametrize("code", [{"bar_code": None}, {"bar_code_state": BarCodeState.UNREADABLE}])
def test_what_was_never_read_and_has_no_bar_code_is_not_known_at_all(code: dict[str, Any]) -> None:
    assert known(a_side(state=_S.FOREIGN), a_medium(**code)) is Known.NAMELESS


def test_every_word_for_what_is_known_is_one_of_a_kind() -> None:
    assert len({one.code for one in Known}) == len({one.what for one in Known}) == len(Known)

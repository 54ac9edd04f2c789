"""Which media types a library has, and which can be taken back."""

from __future__ import annotations

import pytest

from openrsm.domain.library_types import check_removal, types_of
from openrsm.errors import IndigenousType, NotEmpty
from tests.domain.builders import a_drive, a_library

LIBRARY = a_library(added_types=("DLT", "LTO-4"))
DRIVES = [a_drive(1, type_name="LTO-5"), a_drive(2, type_name="")]
TYPES = types_of(LIBRARY, DRIVES, {"LTO-5": 2, "QIC": 1})


def test_types_are_those_of_the_drives_those_added_and_those_of_the_media() -> None:
    told = {one.media_type: (one.native, one.added, one.media) for one in TYPES}
    assert told["LTO-5"] == (True, False, 2)
    assert told["LTO-4"] == (True, True, 0)
    assert told["DLT"] == (False, True, 0)
    assert told["QIC"] == (False, False, 1)
    assert [one.media_type for one in TYPES] == sorted(told)


def test_what_drives_take_or_media_have_stays() -> None:
    for name in ("DLT", "LTO-99"):
        check_removal(LIBRARY, TYPES, name)
    with pytest.raises(IndigenousType, match="LTO-4"):
        check_removal(LIBRARY, TYPES, "LTO-4")
    for name in ("LTO-5", "QIC"):
        with pytest.raises(NotEmpty, match=name):
            check_removal(LIBRARY, TYPES, name)

"""What becomes of a cartridge's record when it leaves its library."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pytest

from openrsm.domain.departure import Departure, on_departure
from openrsm.domain.values import PoolKind
from tests.domain.builders import a_computer

_K: Final = PoolKind
KEPT: Final = {
    (False, False): {_K.FREE, _K.APPLICATION},
    (True, False): {_K.APPLICATION},
    (False, True): {_K.FREE, _K.APPLICATION, _K.IMPORT},
    (True, True): {_K.APPLICATION, _K.IMPORT},
}
"""By NTMS_POOLPOLICY_PURGEOFFLINESCRATCH and NTMS_POOLPOLICY_KEEPOFFLINEIMPORT: the pools whose media stay known."""


@pytest.mark.parametrize("kind", PoolKind)
@pytest.mark.parametrize("policy", KEPT)
def test_a_medium_stays_known_by_its_pool_and_the_computers_policy(policy: tuple[bool, bool], kind: PoolKind) -> None:
    forget_free, keep_import = policy
    settings = replace(a_computer(), forget_free=forget_free, keep_import=keep_import)
    assert (on_departure(kind, settings) is Departure.KEEP) is (kind in KEPT[policy])


@pytest.mark.parametrize("kind", PoolKind)
def test_cleaners_and_what_no_drive_can_use_are_never_kept(kind: PoolKind) -> None:
    settings = replace(a_computer(), keep_import=True)
    assert on_departure(kind, settings, cleaner=True) is Departure.DELETE
    assert on_departure(kind, settings, incompatible=True) is Departure.DELETE

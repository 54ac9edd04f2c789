"""A slot for cleaning that was to be given up, when a cartridge was asked for in the meantime."""

import pytest

from openrsm.domain.equipment import Library
from openrsm.domain.work import WorkState
from openrsm.errors import Busy
from openrsm.service import cleaning
from openrsm.store.database import Transaction
from tests.conformance.surface_bench import LIBRARY, Build
from tests.conformance.surface_cleaning import WITHOUT, keep, shown
from tests.surface.conftest import build

__all__ = ["build"]


def test_what_contradicts_when_it_is_to_be_done_fails(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = build(WITHOUT)
    keep(bench, 3)
    inject = bench.manager.cleaning.inject(bench.session, LIBRARY)
    looks, look = [], cleaning.check_releasable

    def as_if_asked_before(tx: Transaction, library: Library) -> None:
        looks.append(library)
        if len(looks) > 1:
            look(tx, library)

    monkeypatch.setattr(cleaning, "check_releasable", as_if_asked_before)
    release = bench.done(bench.manager.cleaning.release(bench.session, LIBRARY))
    assert (release.item.state, release.item.error) == (WorkState.FAILED, Busy.code)
    assert shown(bench).cleaner_slot == 3
    bench.manager.work.stop(bench.session, str(inject.item.number))

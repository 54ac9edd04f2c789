"""Both commands where no service runs: they open the state themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from openrsm.changer.desk import Desk
from openrsm.changer.options import Options
from openrsm.daemon import StateLock, open_state
from openrsm.errors import StateLocked
from openrsm.surface.manager import Manager
from tests.changer.ours import Ours
from tests.cli.conftest import Rsm
from tests.conformance.surface_looks import moved_by_another_program

LIBRARY = "vlib"


@pytest.fixture
def rsm(tmp_path: Path) -> Iterator[Rsm]:
    """A state with a library, and nobody at work on it."""
    rsm = Rsm(tmp_path)
    rsm(f"library add {LIBRARY} 'virtual:{rsm.library}?drives=2&slots=6&ports=1&type=LTO-9&cartridges=4&doors=0'")
    yield rsm
    assert rsm("work list").splitlines()[1:] == []


@pytest.fixture
def ours(rsm: Rsm) -> Ours:
    return Ours(lambda: open_state(rsm.state, read_only=False).manager, state=rsm.state)


def test_what_is_loaded_by_one_command_is_unloaded_by_the_next(rsm: Rsm, ours: Ours, tmp_path: Path) -> None:
    assert ours.mtx(f"-f {LIBRARY} load 2 1").out == "Loading media from Storage Element 2 into drive 1...done\n"
    assert ours.changer(f"{LIBRARY} loaded 0 x 1").out == "2\n"
    assert ours.changer(f"{LIBRARY} unload 2 {tmp_path / 'archive'} 1").status == 0
    assert {cartridge.key for cartridge in rsm.hands.look().contents.values()} == {f"V0000{n}L9" for n in range(1, 5)}
    assert "Data Transfer Element 1:Empty" in ours.mtx(f"-f {LIBRARY} status").out


def test_the_library_is_asked_what_is_where(rsm: Rsm, ours: Ours) -> None:
    slots = rsm.json("library show vlib")["slots"]
    moved_by_another_program(rsm.library, slots[0]["slot"]["address"], slots[5]["slot"]["address"])
    shown = ours.mtx(f"-f {LIBRARY} status").out
    assert "Storage Element 1:Empty" in shown
    assert "Storage Element 6:Full :VolumeTag=V00001L9" in shown


def test_whoever_finds_another_process_at_work_sees_what_is_catalogued(rsm: Rsm) -> None:
    opened: list[bool] = []

    def opener(*, read_only: bool) -> Manager:
        opened.append(read_only)
        return open_state(rsm.state, read_only=read_only).manager

    lock = StateLock(rsm.state)
    try:
        options = Options(state=rsm.state, application="changer", device="", timeout=1)
        with Desk(opener, options) as desk:
            assert [slot.bar_code for slot in desk.show(LIBRARY).slots if slot.full] == [
                f"V0000{number}L9" for number in range(1, 5)
            ]
            with pytest.raises(StateLocked):
                desk.load(LIBRARY, 1, 0)
    finally:
        lock.release()
    assert opened == [False, True]

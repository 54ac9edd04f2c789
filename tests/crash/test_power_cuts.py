"""The power goes at every write and flush, and sectors that were not flushed are there or not, as the dice say."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Final

import pytest

from openrsm.store import sqlite
from openrsm.store.database import Store
from tests.crash.disk import Disk, lay_out
from tests.crash.nursery import Ended, Nursery, nursery
from tests.crash.record import SAID, Deed, deeds, watching
from tests.service.invariants import Picture, structure
from tests.service.world import temporary_folder
from tests.torture.tally import tallied

pytestmark = [pytest.mark.torture, pytest.mark.slow, pytest.mark.long, pytest.mark.timeout(1800)]

REPLACED: Final = frozenset({"an export", "an import"})
"""Requests that the copy of the catalogue which they concern knows nothing of."""
USER: Final = "root"


@dataclass
class Played:
    """A play that was recorded, on its stage."""

    player: Nursery
    ended: Ended
    record: list[Deed]

    def cuts(self, first: int, every: int) -> Iterator[Cut]:
        """The power goes after one deed in so many that left something unsettled."""
        self.player.set_up()
        cut = Cut(disk=Disk(sure=[self.player.folder / "vtl"]))
        cut.disk.begin(self.player.folder)
        for deed in self.record:
            cut.hear(deed)
            cut.disk.do(deed)
            if deed.what != SAID and deed.name.startswith(f"{self.player.folder}/state"):
                first -= 1
                if first == 0:
                    first = every
                    yield cut

    def lay_out(self, files: dict[str, bytes]) -> None:
        """The stage is as the power left it."""
        self.player.set_up()
        for path in self.player.folder.rglob("*"):
            if path.is_file() and not path.is_symlink():
                path.unlink()
        lay_out(files)


@dataclass
class Cut:
    """The moment at which the power goes, and what had been acknowledged by then."""

    disk: Disk
    acknowledged: set[str] = field(default_factory=set)
    scene: int = 0

    def hear(self, deed: Deed) -> None:
        if deed.what == SAID:
            self.scene = deed.said.get("scene", self.scene)
            self.acknowledged |= {deed.said["acknowledged"]} if "acknowledged" in deed.said else set()


@pytest.fixture(scope="module")
def played() -> Iterator[Played]:
    with temporary_folder() as made:
        record = Path(made) / "record"
        with nursery(environment=lambda folder: watching(folder, record)) as player:
            player.set_up()
            record.unlink(missing_ok=True)  # what the preparation did
            ended = player.play()
            yield Played(player, ended, list(deeds(record)))


def check(state: Path, acknowledged: set[str]) -> None:
    """The catalogue opens, is whole, has lost nothing, and contradicts itself nowhere."""
    with closing(Store.open(state, clock=lambda: datetime.now(UTC))) as store:
        with closing(sqlite3.connect(state / sqlite.FILE)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert list(store.read(lambda tx: structure(Picture.read(tx)))) == []
        known = store.read(lambda tx: {key for key in acknowledged if tx.calls.find(USER, key) is not None})
        assert acknowledged - known <= REPLACED


def test_at_whatever_write_the_power_goes_the_catalogue_is_whole_and_has_lost_nothing(
    played: Played, *, thorough: bool
) -> None:
    dice, tried = Random("power"), 0  # noqa: S311 - a play
    for cut in played.cuts(1, 1 if thorough else 53):
        for _ in range(2):
            played.lay_out(cut.disk.lose_power(dice))
            with tallied("power cuts"):
                check(played.player.folder / "state", cut.acknowledged)
            tried += 1
    assert tried


def test_when_the_power_is_back_the_play_comes_to_the_same_end(played: Played, *, thorough: bool) -> None:
    dice = Random("again")  # noqa: S311 - a play
    for cut in played.cuts(11, 53 if thorough else 997):
        played.lay_out(cut.disk.lose_power(dice))
        with tallied("power cuts, played on"):
            assert played.player.play(scene=cut.scene).outcome == played.ended.outcome

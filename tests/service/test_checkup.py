"""Every kind of finding: true by its real cause or by damage done by hand, found, and put right if that is safe."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from openrsm.domain import troubles
from openrsm.domain.troubles import Trouble
from tests.conformance.surface_bench import LIBRARY, Bench, Build, eventually
from tests.conformance.surface_checkup import codes, spoil
from tests.surface.conftest import build

__all__ = ["build"]

pytestmark = pytest.mark.torture

FIRST: Final = "(SELECT id FROM media WHERE name = 'V00001L9')"
NOTHING: Final = "'00000000000000000000000000000000'"
HELD: Final = """holder_application = 'backup', holder_user = 'ann', holder_computer = 'box',
    held_since = '2026-01-01 00:00:00.000000+00:00'"""


def filled(statement: str) -> str:
    """A statement with what its names in braces stand for."""
    return statement.format(FIRST=FIRST, NOTHING=NOTHING, HELD=HELD)


@dataclass(frozen=True)
class Damage:
    """What makes a finding true.

    Attributes:
        trouble: What is found.
        statements: What somebody does to the catalogue by hand.
        prepare: What happens before.
    """

    trouble: Trouble
    statements: tuple[str, ...]
    prepare: Callable[[Bench], object] = lambda _: None


def mounted(bench: Bench) -> None:
    bench.mount(bench.lmid())
    bench.manager.settle()


def waiting(bench: Bench) -> None:
    """Both drives are taken, and a third mount waits."""
    bench.mount(*bench.lmids(2))
    bench.queue(bench.lmid())


def relabelled(bench: Bench) -> None:
    """Somebody has stuck another cartridge's bar code on one, and the library was looked at since."""
    bench.hands.relabel("V00001L9", "V00002L9")
    bench.inventory()


def asked(bench: Bench) -> None:
    """An operator is asked for a cartridge that is gone."""
    lmid = bench.lmid()
    bench.hands.take(bench.medium(lmid).medium.name)
    bench.inventory()
    bench.queue(lmid)


DAMAGES: Final = (
    Damage(troubles.PLACE_UNKNOWN, ("UPDATE media SET place_id = {NOTHING} WHERE name = 'V00001L9'",)),
    Damage(
        troubles.PLACE_UNKNOWN,
        ("UPDATE media SET place_kind = 'drive', place_id = {NOTHING} WHERE name = 'V00001L9'",),
    ),
    Damage(troubles.CONTENT_WRONG, ("UPDATE slots SET state = 'empty' WHERE number = 1",)),
    Damage(troubles.CONTENT_WRONG, ("UPDATE ports SET content = 'full' WHERE number = 1",)),
    Damage(troubles.DRIVE_WRONG, ("UPDATE drives SET medium_id = {FIRST} WHERE number = 1",)),
    Damage(troubles.DRIVE_WRONG, ("UPDATE drives SET medium_id = NULL WHERE medium_id IS NOT NULL",), mounted),
    Damage(
        troubles.HOME_SHARED,
        ("UPDATE media SET home_slot_id = (SELECT home_slot_id FROM media WHERE name = 'V00001L9')",),
    ),
    Damage(troubles.HELD_BY_NOBODY, ("UPDATE drives SET {HELD} WHERE number = 1",)),
    Damage(troubles.MEDIUM_WAITS, ("UPDATE media SET state = 'in_use' WHERE name = 'V00001L9'",)),
    Damage(troubles.MEDIUM_WAITS, ("UPDATE media SET state = 'loaded' WHERE name = 'V00001L9'",)),
    Damage(
        troubles.SIDE_WRONG,
        ("UPDATE sides SET state = 'allocated', logical_id = {NOTHING} WHERE medium_id = {FIRST}",),
    ),
    Damage(
        troubles.LMID_WRONG,
        ("UPDATE sides SET logical_id = NULL, state = 'available' WHERE state = 'allocated'",),
        mounted,
    ),
    Damage(
        troubles.LMID_WRONG,
        ("UPDATE logical SET side_id = (SELECT id FROM sides WHERE state = 'available' LIMIT 1)",),
        mounted,
    ),
    Damage(
        troubles.POOLS_DIFFER,
        ("UPDATE logical SET pool_id = (SELECT id FROM pools WHERE path = 'Free/LTO-9')",),
        mounted,
    ),
    Damage(troubles.CODE_SHARED, (), relabelled),
    Damage(
        troubles.CODE_SHARED,
        ("UPDATE media SET bar_code = 'V00002L9', bar_code_key = 'V00002L9' WHERE name = 'V00001L9'",),
    ),
    Damage(troubles.WORK_LOST, ("UPDATE work SET medium_id = {NOTHING} WHERE state = 'waiting'",), waiting),
    Damage(troubles.WORK_LOST, ("UPDATE work SET drive_id = {NOTHING} WHERE state = 'waiting'",), waiting),
    Damage(troubles.REQUEST_LOST, ("UPDATE operators SET work_id = {NOTHING}",), asked),
    Damage(
        troubles.MOTION_OPEN,
        ("UPDATE moves SET closed_at = NULL, outcome = NULL WHERE closed_at IS NOT NULL",),
        mounted,
    ),
    Damage(
        troubles.EXCHANGED,
        ("UPDATE drives SET serial = 'ANOTHER' WHERE number = 1",),
    ),
    Damage(
        troubles.ABSENT,
        ("UPDATE drives SET address = 99 WHERE number = 1",),
    ),
)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: f"{damage.trouble.code}")
def test_damage_done_by_hand_is_found_and_put_right_where_that_is_safe(build: Build, damage: Damage) -> None:
    bench = build()
    damage.prepare(bench)
    for statement in damage.statements:
        spoil(bench, filled(statement))
    found = bench.manager.database.check(bench.session)
    assert damage.trouble.code in codes(found)
    told = next(one for one in found.findings if one.code == damage.trouble.code)
    assert told.what
    assert told.repairable is damage.trouble.repairable
    left = bench.manager.database.repair(bench.session)
    assert (damage.trouble.code in codes(left)) is not damage.trouble.repairable
    if damage.trouble.repairable:
        eventually(lambda: codes(bench.manager.database.check(bench.session)) == [])
        assert bench.agrees()


# --- Real causes ------------------------------------------------------------------------------------------------------


def test_what_people_did_at_the_library_is_found(build: Build) -> None:
    bench = build()
    bench.hands.swap("slot:1", "slot:8")
    bench.hands.take("V00002L9")
    bench.hands.insert("N00001L9", "slot:7")
    bench.hands.label("V00003L9", readable=False)
    found = bench.manager.database.check(bench.session)
    assert {one.code: one.subject for one in found.findings} == {
        troubles.ELSEWHERE.code: "V00001L9",
        troubles.MISSING.code: "V00002L9",
        troubles.STRANGER.code: "N00001L9",
        troubles.CODE_DIFFERS.code: "V00003L9",
    }
    assert codes(bench.manager.database.repair(bench.session)) == []
    assert bench.agrees()


def test_a_magazine_that_was_taken_out_empty_is_found(build: Build) -> None:
    bench = build("drives=1&slots=8&ports=0&cartridges=2&type=LTO-9&doors=0")
    bench.hands.magazine(5, 8, out=True)
    found = bench.manager.database.check(bench.session)
    assert set(codes(found)) == {troubles.CONTENT_DIFFERS.code}
    assert codes(bench.manager.database.repair(bench.session)) == []


def test_a_library_that_does_not_answer_is_not_compared(build: Build) -> None:
    bench = build()
    bench.hands.add_fault("status", "vanish")
    bench.manager.libraries.inventory(bench.session, LIBRARY)
    eventually(lambda: codes(bench.manager.database.check(bench.session)) == [troubles.SILENT.code])
    assert bench.manager.database.check(bench.session).compared == []


def test_the_offline_library_has_nothing_to_be_compared_with(build: Build) -> None:
    bench = build()
    found = bench.manager.database.check(bench.session, "offline")
    assert (codes(found), found.compared) == ([], [])


def test_a_library_that_moves_is_not_compared(build: Build) -> None:
    bench = build()
    bench.hands.add_fault("move", "slow:1")
    bench.mount(bench.lmid(), nowait=True)
    eventually(lambda: bench.manager.work.list(bench.session)[0].item.drive_id)
    assert codes(bench.manager.database.check(bench.session)) in ([], [troubles.MOVES.code])
    bench.manager.settle()
    assert codes(bench.manager.database.check(bench.session)) == []


def test_a_file_that_is_damaged_is_told_and_nothing_is_written_to_it(build: Build) -> None:
    bench = build()
    file = Path(bench.manager.database.show(bench.session).file)
    with closing(sqlite3.connect(file)) as connection:
        [page] = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'ix_media_name'").fetchone()
        connection.execute("UPDATE counters SET value = value")
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with file.open("r+b") as written:  # an index loses its entries
        written.seek((page - 1) * 4096 + 3)
        written.write(b"\0\0")
    found = bench.manager.database.check(bench.session)
    assert (set(codes(found)), found.compared) == ({troubles.DAMAGED.code}, [])
    assert codes(bench.manager.database.repair(bench.session)) == codes(found)
    assert bench.manager.objects.audit(bench.session, action="catalogue_repaired") == []


def test_rows_that_refer_to_nothing_are_told(build: Build) -> None:
    bench = build()
    spoil(bench, filled("UPDATE media SET home_slot_id = {NOTHING} WHERE name = 'V00001L9'"))
    found = bench.manager.database.check(bench.session)
    assert codes(found) == [troubles.DANGLING.code]
    assert "media" in found.findings[0].what


def test_a_controller_that_has_died_is_told(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = build()
    monkeypatch.setattr("openrsm.service.controllers.Controllers.stopped", lambda _: ["it has ended"])
    assert troubles.UNATTENDED.code in codes(bench.manager.database.check(bench.session))

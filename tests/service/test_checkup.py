"""Every kind of finding: true by its real cause or by damage done by hand, found, and put right if that is safe."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from structlog.testing import capture_logs

from openrsm.domain import troubles
from openrsm.domain.troubles import Trouble
from openrsm.domain.work import WorkState
from openrsm.service import books, controllers
from openrsm.service.manager import LocalManager
from tests.conformance.surface_bench import LIBRARY, Bench, Build, eventually
from tests.conformance.surface_checkup import codes, spoil
from tests.surface.conftest import build

__all__ = ["build"]

pytestmark = pytest.mark.torture

FIRST: Final = "(SELECT id FROM media WHERE name = 'V00001L9')"
NOTHING: Final = "'00000000000000000000000000000000'"
HELD: Final = """holder_application = 'backup', holder_user = 'ann', holder_computer = 'box',
    held_since = '2026-01-01 00:00:00.000000+00:00'"""

BEGUN: Final = "UPDATE work SET state = 'in_process', reason = '' WHERE state = 'waiting'"
BEGUN_ONE: Final = (
    "UPDATE work SET state = 'in_process', reason = '' WHERE id = (SELECT min(id) FROM work WHERE state = 'waiting')"
)
GIVEN: Final = "UPDATE work SET drive_id = (SELECT id FROM drives WHERE number = 1) WHERE state = 'in_process'"


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


def released(bench: Bench) -> None:
    """A cartridge waits in its drive for whoever wants it next."""
    lmid = bench.lmid()
    bench.mount(lmid)
    bench.dismount(lmid, deferred=True)
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
    Damage(troubles.HELD_SINCE, ("UPDATE drives SET held_since = NULL WHERE holder_user IS NOT NULL",), mounted),
    Damage(troubles.HELD_SINCE, ("UPDATE drives SET held_since = '2026-01-01 00:00:00.000000+00:00'",)),
    Damage(troubles.HELD_SINCE, ("UPDATE drives SET ownerless_since = '2026-01-01 00:00:00.000000+00:00'",)),
    Damage(troubles.STATES_DIFFER, ("UPDATE media SET state = 'unloaded' WHERE state = 'loaded'",), mounted),
    Damage(troubles.STATES_DIFFER, ("UPDATE media SET state = 'idle' WHERE state = 'loaded'",), mounted),
    Damage(troubles.STATES_DIFFER, ("UPDATE media SET state = 'loaded' WHERE place_kind = 'drive'",), released),
    Damage(troubles.ASKED_THOUGH_THERE, ("UPDATE media SET state = 'operator' WHERE state = 'in_use'",), waiting),
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
    Damage(troubles.RESERVED_WRONG, ("UPDATE sides SET state = 'reserved' WHERE medium_id = {FIRST}",)),
    Damage(troubles.CODE_SHARED, (), relabelled),
    Damage(
        troubles.CODE_SHARED,
        ("UPDATE media SET bar_code = 'V00002L9', bar_code_key = 'V00002L9' WHERE name = 'V00001L9'",),
    ),
    Damage(troubles.WORK_LOST, ("UPDATE work SET medium_id = {NOTHING} WHERE state = 'waiting'",), waiting),
    Damage(troubles.WORK_LOST, ("UPDATE work SET drive_id = {NOTHING} WHERE state = 'waiting'",), waiting),
    Damage(
        troubles.WORK_ASTRAY, ("UPDATE work SET state = 'in_process', reason = '' WHERE state = 'waiting'",), waiting
    ),
    Damage(
        troubles.WORK_ASTRAY,
        (BEGUN, GIVEN, "UPDATE drives SET holder_application = 'archive' WHERE number = 1"),
        waiting,
    ),
    Damage(troubles.UNREASONED, ("UPDATE work SET reason = '' WHERE state = 'waiting'",), waiting),
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


def test_work_that_does_not_say_why_it_waits_is_queued_again_though_nobody_decides(build: Build) -> None:
    bench = build()
    waiting(bench)
    assert isinstance(bench.manager, LocalManager)
    bench.manager.controllers.close()
    spoil(bench, "UPDATE work SET reason = '' WHERE state = 'waiting'")
    store = bench.manager._context.store  # noqa: SLF001 - no surface
    libraries = [view.library.id for view in bench.manager.libraries.list(bench.session)]
    [found] = store.write(lambda tx: books.put_right(tx, (), libraries))
    assert found.trouble is troubles.UNREASONED
    assert [view.item.state for view in bench.manager.work.list(bench.session)] == [WorkState.QUEUED]


# --- What a repair leaves as it is ------------------------------------------------------------------------------------


def test_a_mount_whose_medium_contradicts_its_drive_stays_and_can_be_given_back(build: Build) -> None:
    bench = build()
    lmid = bench.lmid()
    bench.mount(lmid)
    spoil(bench, "UPDATE media SET state = 'idle' WHERE state = 'loaded'")
    repaired = bench.manager.database.repair(bench.session)
    assert [one.code for one in repaired.repaired] == [troubles.STATES_DIFFER.code]
    assert "backup" in bench.holders()
    bench.dismount(lmid)
    assert bench.agrees()


def test_who_waits_for_what_is_there_gets_it_and_operators_are_not_asked_for_it(build: Build) -> None:
    bench = build()
    held = bench.lmids(2)
    bench.mount(*held)
    [view] = bench.queue(bench.lmid())
    spoil(bench, "UPDATE media SET state = 'operator' WHERE state = 'in_use'")
    bench.manager.database.repair(bench.session)
    bench.dismount(held[0])
    assert bench.done(view).item.state is WorkState.PASSED
    assert bench.requests() == []


def test_a_whole_set_ends_with_the_one_that_has_lost_its_drive(build: Build) -> None:
    bench = build()
    held = bench.lmid()
    bench.mount(held)
    views = bench.queue(*bench.lmids(2))
    spoil(bench, BEGUN_ONE)
    bench.manager.database.repair(bench.session)
    assert {bench.item(view).item.state for view in views} == {WorkState.CANCELLED}


def test_a_queue_that_contradicts_itself_is_told_of_once_and_keeps_no_processor_busy(build: Build) -> None:
    bench = build()
    held = bench.lmid()
    bench.mount(held)
    numbers = {view.item.number for view in bench.queue(*bench.lmids(2))}
    with capture_logs() as logged:
        spoil(bench, BEGUN_ONE)
        bench.manager.database.check(bench.session)
        bench.manager.database.check(bench.session)
    [told] = [entry for entry in logged if entry["action"] == "decided_nothing"]
    assert set(told["items"]) <= numbers
    bench.manager.database.repair(bench.session)
    bench.dismount(held)
    bench.mount(bench.lmid())
    assert bench.agrees()


def test_a_side_is_kept_for_an_owner_who_has_lost_the_other(build: Build) -> None:
    """What its owner wrote may be on it: only a person can say what belongs together."""
    bench = build("drives=1&slots=4&ports=1&cartridges=2&type=MO-5-RW&doors=0")
    bench.lmid(new=True)
    spoil(bench, "UPDATE sides SET logical_id = NULL, state = 'available' WHERE state = 'allocated'")
    left = bench.manager.database.repair(bench.session)
    assert codes(left) == [troubles.LMID_WRONG.code]
    assert left.repaired == []


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


def test_of_an_exchanged_drive_is_catalogued_all_that_it_says_of_itself(build: Build) -> None:
    bench = build()
    before = bench.drive(1).drive
    spoil(
        bench, "UPDATE drives SET serial = 'ANOTHER', device_path = '/dev/nst9', type_name = 'LTO-5' WHERE number = 1"
    )
    repaired = bench.manager.database.repair(bench.session)
    assert [one.code for one in repaired.repaired] == [troubles.EXCHANGED.code]
    after = bench.drive(1).drive
    assert (after.serial, after.device_path, after.type_name) == (before.serial, before.device_path, before.type_name)


def test_a_drive_whose_content_is_corrected_vouches_for_nothing(build: Build) -> None:
    bench = build()
    mounted(bench)
    spoil(bench, "UPDATE drives SET medium_id = NULL WHERE medium_id IS NOT NULL")
    assert [one.drive.vouched_id is not None for one in bench.manager.drives.list(bench.session)] == [True, False]
    bench.manager.database.repair(bench.session)
    assert [one.drive.vouched_id for one in bench.manager.drives.list(bench.session)] == [None, None]


def test_nobody_waits_for_a_controller_that_does_not_hear(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = build()
    assert isinstance(bench.manager, LocalManager)
    bench.manager.controllers.close()
    waited: list[object] = []
    monkeypatch.setattr(controllers, "wait", lambda *asked: waited.append(asked))
    for view in bench.manager.libraries.list(bench.session):
        bench.manager.controllers.reopen(view.library.id, 30.0)
    assert waited == []

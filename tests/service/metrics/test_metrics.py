"""The metrics say what happened to a real (virtual) library."""

import re
from pathlib import Path
from typing import Final

import pytest

from openrsm.errors import DeviceFault, InvalidMedia
from openrsm.service.metrics.drive_time import ACTIVITIES
from openrsm.service.metrics.families import FAMILIES, Family, Kind
from tests.conformance.surface_bench import LIBRARY, SMALL, Bench, Build, eventually, given
from tests.conformance.surface_bench import ROOT as ADMINISTRATOR
from tests.service.observed import Scrape, scrape
from tests.surface.conftest import opened

ROOT: Final = Path(__file__).resolve().parents[3]
PAGE: Final = ROOT / "docs" / "reference" / "metrics.md"
PARTS: Final = re.compile(r"_(?:bucket|sum|count)$")


@pytest.fixture
def bench(build: Build) -> Bench:
    return build()


def mounts(seen: Scrape, cartridge: str) -> float:
    return seen("openrsm_mounts_total", library=LIBRARY, cartridge=cartridge)


def ended(seen: Scrape, operation: str, state: str, code: str = "none") -> float:
    return seen("openrsm_work_items_ended_total", library=LIBRARY, operation=operation, state=state, code=code)


def queued(seen: Scrape, operation: str, state: str) -> float:
    return seen("openrsm_work_items", library=LIBRARY, operation=operation, state=state)


def test_a_mount_that_the_robot_made_counts_as_carried(bench: Bench) -> None:
    bench.mount(bench.lmid())
    seen = scrape(bench)
    assert (mounts(seen, "carried"), mounts(seen, "in_drive")) == (1, 0)
    assert seen("openrsm_robot_moves_total", library=LIBRARY, outcome="done") == 1
    assert seen("openrsm_robot_move_seconds_count", library=LIBRARY) == 1
    assert ended(seen, "mount", "passed") == 1


def test_a_remount_after_a_deferred_dismount_is_a_hit(bench: Bench) -> None:
    lmid = bench.lmid()
    bench.mount(lmid)
    bench.dismount(lmid, deferred=True)
    bench.mount(lmid)
    seen = scrape(bench)
    assert (mounts(seen, "carried"), mounts(seen, "in_drive")) == (1, 1)
    assert seen("openrsm_mount_motion_seconds_count", library=LIBRARY, cartridge="in_drive") == 1


def test_a_mount_that_evicts_a_released_cartridge_is_no_hit(build: Build) -> None:
    bench = build("drives=1&slots=8&ports=1&cartridges=6&type=LTO-9&doors=0")
    first, second = bench.lmids(2)
    bench.mount(first)
    bench.dismount(first, deferred=True)
    bench.mount(second)
    seen = scrape(bench)
    assert (mounts(seen, "carried"), mounts(seen, "in_drive")) == (2, 0)


def test_a_restart_restarts_the_counters_and_a_cartridge_that_stayed_is_a_hit(build: Build, tmp_path: Path) -> None:
    bench = build()
    lmid = bench.lmid()
    bench.mount(lmid)
    bench.manager.close()
    again = opened(tmp_path / "state", bench.clock)
    bench.manager, bench.session = again, again.sessions.open("backup", ADMINISTRATOR)
    assert mounts(scrape(bench), "carried") == 0
    bench.dismount(lmid, deferred=True)
    bench.mount(lmid)
    assert (mounts(scrape(bench), "carried"), mounts(scrape(bench), "in_drive")) == (0, 1)


def test_waiting_and_moving_are_told_apart(bench: Bench) -> None:
    holder, other, waiting = bench.lmids(3)
    bench.mount(holder)
    bench.mount(other)
    bench.queue(waiting)
    bench.clock.move(100)
    bench.dismount(holder)
    seen = scrape(bench)
    assert seen("openrsm_mount_wait_seconds_bucket", library=LIBRARY, le="60.0") == 2
    assert seen("openrsm_mount_wait_seconds_bucket", library=LIBRARY, le="120.0") == 3
    assert seen("openrsm_mount_motion_seconds_bucket", library=LIBRARY, cartridge="carried", le="60.0") == 3


def test_the_queue_shows_how_many_wait_and_since_when(bench: Bench) -> None:
    lmids = bench.lmids(4)
    for lmid in lmids[:2]:
        bench.mount(lmid)
    bench.queue(lmids[2])
    bench.clock.move(50)
    bench.queue(lmids[3])
    seen = scrape(bench)
    assert (queued(seen, "mount", "waiting"), queued(seen, "mount", "queued")) == (2, 0)
    labels = {"library": LIBRARY, "operation": "mount", "state": "waiting"}
    assert 50 <= seen("openrsm_work_item_oldest_age_seconds", **labels) < 80


def test_a_failed_mount_is_counted_with_its_error(bench: Bench) -> None:
    lmid = bench.lmid()
    bench.hands.add_fault("load", "UnableToLoad", where=bench.medium(lmid).medium.name)
    with pytest.raises(DeviceFault) as failure:
        bench.mount(lmid)
    seen = scrape(bench)
    assert ended(seen, "mount", "failed", failure.value.code) == 1
    assert seen("openrsm_call_errors_total", code=failure.value.code, acts=failure.value.acts) == 1
    assert (mounts(seen, "carried"), mounts(seen, "in_drive")) == (0, 0)


def test_tape_alerts_are_counted_by_drive_and_flag(bench: Bench) -> None:
    lmid = bench.lmid()
    bench.hands.add_fault("load", "alert:30")
    bench.mount(lmid, drives=[f"{LIBRARY}/drive2"])
    bench.dismount(lmid)
    labels = {"library": LIBRARY, "drive": f"{LIBRARY}/drive2", "flag": "30", "alert": "hardware A"}
    assert scrape(bench)("openrsm_tape_alerts_total", **labels) == 1


def test_a_refused_call_is_counted_by_its_code(bench: Bench) -> None:
    for _ in range(2):
        with pytest.raises(InvalidMedia):
            bench.mount("nobody")
    assert scrape(bench)("openrsm_call_errors_total", code=InvalidMedia.code, acts="caller") == 2


def test_an_operator_request_is_seen_while_it_stands(bench: Bench) -> None:
    lmid = bench.lmid()
    bench.take_out(bench.medium(lmid).medium.name)
    [waiting] = bench.queue(lmid)
    bench.clock.move(30)
    seen = scrape(bench)
    assert seen("openrsm_operator_requests", kind="move_media") == 1
    assert seen("openrsm_operator_request_oldest_age_seconds", kind="move_media") >= 30
    bench.manager.work.cancel(bench.session, str(waiting.item.id))
    assert scrape(bench)("openrsm_operator_requests", kind="move_media") == 0


def test_a_drive_s_time_goes_to_what_it_does(bench: Bench) -> None:
    before = scrape(bench)
    number = given(bench.mount(bench.lmid())[0].drive).number
    after = scrape(bench)
    labels = {"library": LIBRARY, "drive": f"{LIBRARY}/drive{number}"}
    spent = {doing: after("openrsm_drive_activity_seconds_total", **labels, activity=doing) for doing in ACTIVITIES}
    empty = before("openrsm_drive_activity_seconds_total", **labels, activity="empty")
    assert spent["moving"] > 0
    assert spent["in_use"] > 0
    assert spent["empty"] >= empty
    assert (spent["dismountable"], spent["out_of_service"]) == (0, 0)


def test_states_are_one_where_they_hold_and_zero_elsewhere(bench: Bench) -> None:
    number = given(bench.mount(bench.lmid())[0].drive).number
    seen = scrape(bench)
    drive = {"library": LIBRARY, "drive": f"{LIBRARY}/drive{number}"}
    assert seen("openrsm_drive_state", **drive, state="loaded") == 1
    assert seen("openrsm_drive_state", **drive, state="dismounted") == 0
    assert seen("openrsm_drive_up", **drive) == 1
    assert seen("openrsm_library_up", library=LIBRARY) == 1
    assert seen("openrsm_library_operational", library=LIBRARY, state="ready") == 1
    assert seen("openrsm_library_cartridges", library=LIBRARY) == 6
    assert seen("openrsm_pool_available_sides", pool="Free/LTO-9") == 5


def test_a_disabled_library_is_not_up(bench: Bench) -> None:
    bench.done(bench.manager.libraries.disable(bench.session, LIBRARY))
    seen = scrape(bench)
    assert (seen("openrsm_library_up", library=LIBRARY), seen("openrsm_library_enabled", library=LIBRARY)) == (0, 0)


def test_an_open_door_is_seen(build: Build) -> None:
    bench = build(SMALL.replace("doors=0", "doors=1"))
    bench.hands.open()
    bench.manager.libraries.inventory(bench.session, LIBRARY)
    assert eventually(lambda: scrape(bench)("openrsm_library_door_open", library=LIBRARY))


def test_commits_sessions_and_events_are_counted(bench: Bench) -> None:
    before = scrape(bench)
    other = bench.manager.sessions.open("reports", ADMINISTRATOR)
    bench.lmid()
    after = scrape(bench)
    assert after("openrsm_database_commits_total", outcome="done") > before(
        "openrsm_database_commits_total", outcome="done"
    )
    assert after("openrsm_database_commit_seconds_count") == after("openrsm_database_commits_total", outcome="done")
    assert after("openrsm_database_commit_works_sum") >= after("openrsm_database_commit_works_count")
    assert after("openrsm_events_last_id") > before("openrsm_events_last_id")
    assert after("openrsm_sessions") == before("openrsm_sessions") + 1
    bench.manager.sessions.close(other)


def test_a_catalogue_that_cannot_be_read_leaves_what_was_counted(bench: Bench) -> None:
    bench.mount(bench.lmid())
    bench.manager.close()
    seen = scrape(bench)
    assert seen("openrsm_database_up") == 0
    assert mounts(seen, "carried") == 1
    assert not seen.has("openrsm_library_up", library=LIBRARY)


def test_two_managers_count_for_themselves(build: Build, tmp_path: Path) -> None:
    bench = build()
    other = opened(tmp_path / "other", bench.clock)
    bench.mount(bench.lmid())
    assert not Scrape(other.metrics()).has("openrsm_mounts_total", library=LIBRARY, cartridge="carried")
    other.close()


# The reference.


def test_the_text_has_the_metrics_of_the_table_and_those_of_the_process(bench: Bench) -> None:
    told = {family.name: family.type for family in scrape(bench).families}
    ours = {family.name.removesuffix("_total"): family.kind.value for family in FAMILIES}
    assert {name: kind for name, kind in told.items() if not name.startswith("process_")} == ours
    assert "process_start_time_seconds" in told


def test_no_sample_has_labels_that_the_table_does_not_name(bench: Bench) -> None:
    bench.mount(bench.lmid())
    known = {family.name: {*family.labels} for family in FAMILIES}
    for name, labels in scrape(bench).samples:
        if not name.startswith("process_"):
            assert {key for key, _ in labels} - {"le"} == known[PARTS.sub("", name)], name


def test_no_label_names_a_volume(bench: Bench) -> None:
    lmid = bench.lmid()
    bench.mount(lmid)
    name = bench.medium(lmid).medium.name
    assert all(name not in value for _, labels in scrape(bench).samples for _, value in labels)


def line(family: Family) -> str:
    labels = ", ".join(f"`{label}`" for label in family.labels)
    return f"| `{family.name}` | {family.kind.value} | {labels} | {family.help} |"


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_the_reference_names_every_metric_as_it_is(family: Family) -> None:
    assert line(family) in PAGE.read_text(encoding="utf-8").splitlines()


def test_the_reference_names_no_metric_that_is_not() -> None:
    named = set(re.findall(r"^\| `(openrsm_\w+)`", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    assert named == {family.name for family in FAMILIES}


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_names_follow_the_conventions_of_prometheus(family: Family) -> None:
    assert (family.kind is Kind.COUNTER) == family.name.endswith("_total")
    assert re.fullmatch(r"openrsm_[a-z][a-z_]*[a-z]", family.name)
    assert family.help.endswith(".")

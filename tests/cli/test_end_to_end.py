"""The command on a real catalogue and a virtual library."""

from pathlib import Path

import pytest

from openrsm.cli.app import execute
from openrsm.cli.arguments import type_names
from openrsm.daemon import open_state
from openrsm.domain.records import AuditEntry
from openrsm.surface.views import (
    DriveView,
    LibraryDetail,
    LibraryView,
    MediumView,
    ObjectName,
    PoolView,
    Status,
    WorkView,
)
from openrsm.wire.decoding import decode, decode_items
from tests.cli.conftest import Rsm
from tests.conformance.surface_bench import eventually

pytestmark = pytest.mark.slow


def test_adding_a_library_says_what_it_has(bare: Rsm) -> None:
    added = bare.json(f"library add vlib 'virtual:{bare.library}?drives=3&slots=9&ports=2&cartridges=5'")
    assert (added["drives"], added["slots"], added["ports"], added["media"]) == (3, 9, 2, 5)


def test_looking_at_a_state_that_does_not_exist_makes_none(bare: Rsm) -> None:
    assert bare.try_("media list").status == 1
    assert not bare.state.exists()


def test_an_allocation_prints_the_lmid_and_nothing_else(rsm: Rsm) -> None:
    lmid = rsm("allocate --pool backups/daily")
    assert lmid == rsm.items("media list --pool backups/daily")[0]["logical"][0]["id"] + "\n"


def test_a_mount_prints_a_device_a_line(rsm: Rsm) -> None:
    one, two = rsm.allocated(), rsm.allocated()
    devices = rsm(f"mount {two} {one} --write").splitlines()
    drives = {view["medium"]["id"]: view["drive"]["device_path"] for view in rsm.items("drive list")}
    media = {view["logical"][0]["id"]: view["medium"]["id"] for view in rsm.items("media list --pool backups/daily")}
    assert devices == [drives[media[two]], drives[media[one]]]


def test_what_is_written_is_there_after_a_dismount(rsm: Rsm) -> None:
    lmid = rsm.allocated()
    Path(rsm(f"mount {lmid} --write").strip()).write_bytes(b"data")
    rsm(f"dismount {lmid} --wait")
    assert Path(rsm(f"mount {lmid} --read").strip()).read_bytes() == b"data"


def test_a_deferred_dismount_spares_the_next_mount_its_motion(rsm: Rsm) -> None:
    lmid = rsm.allocated()
    rsm(f"mount {lmid}")
    rsm(f"dismount {lmid} --deferred")
    moves = len(rsm.json(f"media show {lmid}")["moves"])
    rsm(f"mount {lmid}")
    assert len(rsm.json(f"media show {lmid}")["moves"]) == moves == 1


def test_a_dismount_prints_its_work_items(rsm: Rsm) -> None:
    lmid = rsm.allocated()
    rsm(f"mount {lmid}")
    [item] = rsm.items(f"dismount {lmid} --wait")
    assert (item["item"]["operation"], item["item"]["state"]) == ("dismount", "passed")
    assert rsm.json(f"media show {lmid}")["where"].startswith("slot")


def test_a_command_finishes_the_work_that_it_queued(rsm: Rsm) -> None:
    lmid = rsm.allocated()
    rsm(f"mount {lmid} --nowait")
    assert rsm.json(f"media show {lmid}")["medium"]["state"] == "loaded"


def test_a_mount_that_is_not_waited_for_prints_its_work_item(rsm: Rsm) -> None:
    assert "mount" in rsm(f"mount {rsm.allocated()} --nowait")


def test_a_mount_that_waits_in_vain_says_why_it_waited(rsm: Rsm) -> None:
    mounted = [rsm.allocated(), rsm.allocated()]
    rsm(f"mount {mounted[0]} {mounted[1]} --application backup")
    ended = rsm.try_(f"mount {rsm.allocated()} --timeout 1s")
    assert (ended.status, ended.out) == (1, "")
    *reasons, error = ended.err.splitlines()
    assert any("waits for a drive" in line and "in use by backup" in line for line in reasons)
    assert error.startswith("error TIMEOUT (1460): ")


def test_progress_is_no_business_of_machines(rsm: Rsm) -> None:
    rsm(f"mount {rsm.allocated()} {rsm.allocated()}")
    assert rsm.refused(f"mount {rsm.allocated()} --timeout 1s") == "TIMEOUT"


def waiting_mount(rsm: Rsm) -> int:
    """The number of a mount that waits for a drive."""
    rsm(f"mount {rsm.allocated()} {rsm.allocated()}")
    [queued] = rsm.items(f"mount {rsm.allocated()} --nowait")
    number: int = queued["work"]["item"]["number"]
    return number


def test_the_queue_says_what_an_item_waits_for(rsm: Rsm) -> None:
    number = waiting_mount(rsm)
    assert "waits for a drive" in rsm("work list")
    assert "waits for a drive" in rsm(f"work show {number}")
    assert "waits for a drive" in rsm("status")


def test_waiting_ends_with_the_patience(rsm: Rsm) -> None:
    ended = rsm.try_(f"work wait {waiting_mount(rsm)} --timeout 0")
    assert (ended.status, "waits for a drive" in ended.out) == (1, True)
    assert "error TIMEOUT (1460): Work item" in ended.err


def test_a_waiting_mount_is_reordered(rsm: Rsm) -> None:
    assert rsm.json(f"work order {waiting_mount(rsm)} 1")["order"] == 1


def test_waiting_for_a_cancelled_item_fails(rsm: Rsm) -> None:
    number = waiting_mount(rsm)
    assert rsm.json(f"work cancel {number}")["item"]["state"] == "cancelled"
    ended = rsm.try_(f"work wait {number}")
    assert (ended.status, "error CANCELLED (1223): " in ended.err) == (1, True)


def test_what_has_ended_is_forgotten_on_request(rsm: Rsm) -> None:
    ended = len(rsm.items("work list --ended"))
    assert rsm.json("work purge") == {"purged": ended}
    assert rsm("work purge") == "no items purged\n"


def test_an_inventory_says_what_it_found(rsm: Rsm) -> None:
    rsm.hands.take("V00001L9")
    assert rsm("library inventory vlib --method slot").startswith("vlib: ")
    assert rsm.json("media show V00001L9")["where"] == "offline"


def test_an_operator_s_refusal_ends_what_waited(rsm: Rsm) -> None:
    lmid = rsm.allocated()
    name = rsm.json(f"media show {lmid}")["medium"]["name"]
    rsm.hands.take(name)
    rsm("library inventory vlib --method slot")
    [queued] = rsm.items(f"mount {lmid} --nowait")
    assert name in rsm("operator list")
    [request] = rsm.items("operator list")
    assert rsm.json(f"operator refuse {request['request']['number']}")["request"]["state"] == "refused"
    ended = rsm.try_(f"work wait {queued['work']['item']['number']}")
    assert (ended.status, "error REQUEST_REFUSED (4320): " in ended.err) == (1, True)


def test_an_operator_s_work_lets_the_mount_go_on(rsm: Rsm) -> None:
    lmid = rsm.allocated()
    name = rsm.json(f"media show {lmid}")["medium"]["name"]
    rsm.hands.take(name)
    rsm("library inventory vlib --method slot")
    rsm(f"mount {lmid} --nowait")
    [request] = rsm.items("operator list")
    rsm.hands.insert(name, "slot:6")
    said = rsm.try_(f"operator satisfy {request['request']['number']}")
    assert said.status == 0 or "is complete already" in said.err  # who looks may have seen it before it is said
    eventually(lambda: rsm.json(f"media show {lmid}")["medium"]["state"] == "loaded")


def test_a_disabled_library_can_be_removed(rsm: Rsm) -> None:
    assert rsm.refused("library remove vlib") == "INVALID_STATE"
    rsm("library disable vlib")
    assert rsm("library remove vlib") == "vlib is removed\n"
    assert [view["library"]["kind"] for view in rsm.items("library list")] == ["offline"]


def test_a_disabled_library_returns_to_service(rsm: Rsm) -> None:
    rsm("library disable vlib")
    assert "disabled" in rsm("library list")
    rsm("library enable vlib")
    assert rsm.json("library show vlib")["summary"]["library"]["enabled"] is True


def test_drives_are_set_up_emptied_and_taken_out_of_service(rsm: Rsm) -> None:
    assert rsm.json("drive delay vlib/drive1 5m")["drive"]["dismount_delay"] == 300
    rsm(f"mount {rsm.allocated()} --drive vlib/drive1")
    rsm("drive dismount vlib/drive1")
    assert rsm.json("drive show vlib/drive1")["medium"] is None
    rsm("drive disable vlib/drive1")
    assert "disabled" in rsm("drive list --library vlib")
    rsm("drive enable vlib/drive1")
    assert rsm.json("drive show vlib/drive1")["drive"]["enabled"] is True


def test_media_are_taken_out_of_service_and_retired(rsm: Rsm) -> None:
    rsm("media disable V00001L9")
    assert "disabled" in rsm("media show V00001L9")
    rsm("media enable V00001L9")
    assert rsm.json("media decommission V00001L9")["sides"][0]["state"] == "decommissioned"


def test_media_are_completed_and_given_back(rsm: Rsm) -> None:
    lmid = rsm.allocated()
    assert rsm.json(f"complete {lmid}")["sides"][0]["state"] == "complete"
    assert rsm.refused(f"mount {lmid} --write") == "WRITE_PROTECT"
    assert rsm.json(f"deallocate {lmid}")["pool"] == "Free/LTO-9"


def test_a_pool_is_deleted_when_it_is_empty(rsm: Rsm) -> None:
    assert rsm.refused("pool delete backups") == "NOT_EMPTY"
    assert rsm("pool delete backups/daily") == "backups/daily is deleted\n"
    assert "backups/daily" not in rsm("pool list")


def test_a_refusal_names_the_object_and_says_what_to_do(shown: Rsm) -> None:
    ended = shown.try_("media show nonsense")
    assert (ended.status, ended.out) == (1, "")
    assert ended.err.startswith("error INVALID_MEDIA (4300): ")
    assert "nonsense" in ended.err


def test_every_type_can_be_viewed(shown: Rsm) -> None:
    for name in type_names():
        assert shown(f"view {name}")
        decode_items(ObjectName, shown.json(f"view {name}"))


def test_a_container_that_cannot_hold_a_type_is_refused(shown: Rsm) -> None:
    assert shown.refused("view library --in V00001L9") == "INVALID_PARAMETER"


@pytest.mark.parametrize(
    ("looks", "sets"),
    [
        ("media show NOPE", "media location NOPE vault"),
        ("media show NOPE", "media set NOPE --name any"),
        ("library show NOPE", "library set NOPE --name any"),
        ("pool show NOPE", "pool set NOPE --name any"),
        ("object show drive NOPE", "object set drive NOPE --description any"),
    ],
)
def test_what_is_not_there_is_refused_alike_whatever_is_wanted_of_it(shown: Rsm, looks: str, sets: str) -> None:
    assert shown.refused(sets) == shown.refused(looks)


def test_a_view_of_a_container_shows_what_is_in_it(shown: Rsm) -> None:
    assert [line.split()[0] for line in shown("view drive --in vlib").splitlines()] == ["vlib/drive1", "vlib/drive2"]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("status", Status),
        ("library show vlib", LibraryDetail),
        ("drive show vlib/drive1", DriveView),
        ("pool show backups/daily", PoolView),
        ("media show V00001L9", MediumView),
        ("work show 1", WorkView),
    ],
)
def test_what_machines_read_is_a_view_again(shown: Rsm, line: str, kind: type) -> None:
    decode(kind, shown.json(line))
    assert shown(line)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("library list", LibraryView),
        ("drive list", DriveView),
        ("pool list", PoolView),
        ("media list", MediumView),
        ("work list --ended", WorkView),
        ("audit", AuditEntry),
    ],
)
def test_lists_for_machines_are_views_again(shown: Rsm, line: str, kind: type) -> None:
    assert decode_items(kind, shown.json(line))
    assert shown(line)


def test_the_audit_trail_ends_with_what_was_done_last(rsm: Rsm) -> None:
    rsm("pool delete backups/daily")
    assert rsm("audit").splitlines()[-1].split()[-1] == "backups/daily"
    assert len(rsm.items("audit --limit 2")) == 2


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("rsm library show v", ["vlib"]),
        ("rsm drive show vlib/", ["vlib/drive1", "vlib/drive2"]),
        ("rsm pool show backups/", ["backups/daily"]),
        ("rsm media show V0000", ["V00001L9", "V00002L9", "V00003L9", "V00004L9"]),
        ("rsm view logical", ["logical-media"]),
    ],
)
def test_the_shell_completes_names(
    shown: Rsm, typed: str, offered: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OPENRSM_STATE", str(shown.state))
    monkeypatch.setenv("_RSM_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", typed)
    monkeypatch.setenv("COMP_CWORD", str(len(typed.split()) - 1))
    with pytest.raises(SystemExit):
        execute(open_state, [])
    assert capsys.readouterr().out.split() == offered

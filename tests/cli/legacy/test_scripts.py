"""What scripts for the original do with it."""

from __future__ import annotations

from pathlib import Path
from typing import Final
from uuid import UUID

import pytest

from openrsm.drivers.virtual.human import Hands
from tests.cli.conftest import Ended, Rsm
from tests.cli.pages import steps

POOL: Final = "/mbackups\\daily"
PAGE: Final = "port-rsm-scripts.md"

pytestmark = pytest.mark.slow


class Legacy:
    """``rsm legacy``."""

    def __init__(self, rsm: Rsm) -> None:
        self.rsm = rsm

    def __call__(self, line: str) -> list[str]:
        return self.rsm(f"legacy {line}").splitlines()

    def ended(self, line: str) -> Ended:
        return self.rsm.try_(f"legacy {line}")


@pytest.fixture
def legacy(rsm: Rsm) -> Legacy:
    return Legacy(rsm)


def test_a_nightly_script_allocates_mounts_dismounts_and_ejects(legacy: Legacy) -> None:
    [lmid] = legacy(f"allocate '{POOL}' /oerrunavail /lnNightly /ld'every night' /b")
    assert len(lmid) == 32
    [path] = legacy("mount /lfNightly /oread /owrite /rhigh")
    assert path.endswith(("/drive1", "/drive2"))
    assert legacy(f"dismount /lg{lmid} /odeferred") == []
    assert legacy("refresh /lfvlib") == []
    assert legacy(f"dismount /lg{lmid}") == []
    medium = legacy.rsm.json(f"media show {lmid}")["medium"]["name"]
    [operation] = legacy(f"eject /pf{medium} /astart /b")
    legacy.rsm.hands.take(medium)
    assert legacy.rsm.json(f"work show {operation}")["item"]["operation"] == "eject"
    assert legacy("inventory /lfvlib /afast") == []
    assert legacy.rsm.json(f"media show {medium}")["where"] == "offline"


def test_objects_are_listed_one_a_line_and_inside_one_another(legacy: Legacy) -> None:
    assert legacy("view /tlibrary") == ["vlib", "offline"] or legacy("view /tlibrary") == ["offline", "vlib"]
    listed = dict(line.split() for line in legacy("view /tlibrary /guiddisplay"))
    media = legacy(f"view /tphysical_media /cg{listed['vlib']} /guiddisplay /b")
    assert len(media) == 4
    assert all(len(one) == 32 for one in media)
    [side] = legacy(f"view /tpartition /cg{media[0]} /guiddisplay /b")
    assert len(side) == 32


def test_pools_are_made_and_deleted(legacy: Legacy) -> None:
    assert legacy("createpool '/mnew\\pool' /anew /tfLTO-9 /d /r") == ["new/pool"]
    assert legacy("createpool /mnew/pool /aalways /tfLTO-9") == ["new/pool"]
    assert legacy("createpool /mnew/pool /aexisting") == ["new/pool"]
    assert legacy.ended("createpool /mnew/pool /anew /tfLTO-9").status == 3
    assert legacy("deletepool /mnew/pool") == []


def test_what_was_allocated_becomes_free_again(legacy: Legacy) -> None:
    [lmid] = legacy("allocate /mbackups/daily /b")
    assert legacy(f"deallocate /lg{lmid}") == []
    [other] = legacy("allocate /mbackups/daily /onew /b")
    assert legacy(f"freemedia /lg{other}") == []
    assert legacy.rsm.items("media list --pool backups/daily") == []


def test_a_medium_is_freed_when_its_label_is_written_and_not_otherwise(legacy: Legacy) -> None:
    legacy.rsm("library labels vlib write")
    assert legacy("freemedia /pfV00004L9") == []
    [lmid] = legacy("allocate /mbackups/daily /onew /b")
    legacy.rsm.hands.add_fault("load", "UnableToLoad", times=0)
    ended = legacy.ended(f"freemedia /lg{lmid}")
    assert (ended.status, ended.out) == (3, "")
    assert "rsm work list --ended" in ended.err


def test_what_an_erased_medium_held_cannot_be_read_any_more(legacy: Legacy) -> None:
    legacy.rsm("library labels vlib write")
    [lmid] = legacy("allocate /mbackups/daily /onew /b")
    [path] = legacy(f"mount /lg{lmid} /owrite")
    Path(path).write_bytes(b"secret" * 100)
    legacy(f"dismount /lg{lmid}")
    medium = legacy.rsm.json(f"media show {lmid}")["medium"]["name"]
    assert legacy(f"erase /pf{medium} /b /r1 /t600000") == []
    shown = legacy.rsm.json(f"media show {medium}")
    assert (shown["pool"], shown["sides"][0]["label_type"]) == ("Free/LTO-9", "openrsm-free")
    assert b"secret" not in (legacy.rsm.library / "cartridges" / medium).read_bytes()
    never_labelled = "V00003L9"
    assert f"{never_labelled} is free, and nothing was written on it" in legacy.ended(f"erase /pf{never_labelled}").err


def discs(legacy: Legacy, media_type: str) -> list[str]:
    """The LMIDs of both sides of the only disc of a library."""
    folder = legacy.rsm.library.with_name("discs")
    legacy.rsm(f"library add discs 'virtual:{folder}?drives=1&slots=2&ports=0&cartridges=0&type={media_type}&doors=0'")
    Hands(folder).insert("DISC1", "slot:1")
    legacy.rsm("library inventory discs")
    legacy.rsm(f"media move DISC1 Free/{media_type}")
    legacy.rsm("library labels discs write")
    legacy.rsm(f"pool create discs --type {media_type} --draw-from-free")
    [first] = legacy("allocate /mdiscs /onew /b")
    [second] = legacy(f"allocate /mdiscs /onext /lg{first} /ln2nd /b")
    return [first, second]


@pytest.mark.parametrize("subcommand", ["erase", "freemedia"])
def test_a_side_is_not_freed_while_the_other_is_somebody_elses(legacy: Legacy, subcommand: str) -> None:
    first, second = discs(legacy, "MO-5-RW")
    legacy.rsm(f"complete {second}")
    sides = [one["id"] for one in legacy.rsm.json("media show DISC1")["sides"]]
    for named in (f"g{sides[0]}", f"g{first}", "f2nd", "fDISC1"):
        ended = legacy.ended(f"{subcommand} /p{named}")
        assert (ended.status, ended.out) == (3, "")
        assert "is somebody's, and not named" in ended.err
    shown = legacy.rsm.json("media show DISC1")
    assert (shown["pool"], len(shown["logical"])) == ("discs", 2)
    legacy(f"deallocate /lg{first}")
    assert legacy(f"{subcommand} /pg{sides[1]}") == []
    shown = legacy.rsm.json("media show DISC1")
    assert (shown["pool"], shown["logical"]) == ("Free/MO-5-RW", [])
    assert {one["label_type"] for one in shown["sides"]} == {"openrsm-free"}


def test_what_can_be_written_once_is_not_erased_and_stays_whose_it_is(legacy: Legacy) -> None:
    first, second = discs(legacy, "MO-5-WO")
    legacy(f"deallocate /lg{second}")
    ended = legacy.ended(f"erase /pg{first}")
    assert (ended.status, ended.out) == (3, "")
    assert "DISC1 cannot be written on again" in ended.err
    assert [one["id"] for one in legacy.rsm.json("media show DISC1")["logical"]] == [str(UUID(first))]


def test_what_only_an_old_copy_calls_free_is_not_taken_for_erased(legacy: Legacy) -> None:
    legacy.rsm("library labels vlib write")
    legacy.rsm("database export")
    legacy.rsm("database import")
    assert "first run: rsm media identify V00001L9" in legacy.ended("erase /pfV00001L9").err
    legacy.rsm("media identify V00001L9")
    assert "move it to another pool" in legacy.ended("erase /pfV00001L9").err


def test_a_drive_is_named_in_vain_for_a_free_label(legacy: Legacy) -> None:
    ended = legacy.ended("freemedia /pfV00004L9 /dfvlib/drive1")
    assert (ended.status, ended.out, ended.err) == (0, "", "/d changes nothing: the service chooses the drive\n")
    assert legacy.rsm.json("media show V00004L9")["pool"] == "Free/LTO-9"


def test_types_go_by_the_guids_that_are_listed(legacy: Legacy) -> None:
    listed = dict(line.rsplit(maxsplit=1) for line in legacy("view /tmedia_type /guiddisplay"))
    assert all(len(guid) == 32 for guid in listed.values())
    assert legacy(f"createpool /mnew/pool /anew /tg{listed['LTO-9']}") == ["new/pool"]
    assert legacy.rsm.json("pool show new/pool")["pool"]["media_type"] == "LTO-9"


def test_every_drive_that_could_hold_such_media_is_looked_at(legacy: Legacy) -> None:
    lone = legacy.rsm.library.with_name("lone")
    legacy.rsm(f"library add lone 'standalone:virtual:{lone}?type=LTO-9'")
    [lto] = [line.split()[-1] for line in legacy("view /tmedia_type /guiddisplay") if line.startswith("LTO-9 ")]
    before = legacy.rsm.items("work list --ended")
    assert legacy("refresh /tfDDS-4mm") == []
    assert legacy.rsm.items("work list --ended") == before
    assert legacy(f"refresh /tg{lto}") == []
    looked = [one for one in legacy.rsm.items("work list --ended") if one not in before]
    assert [one["library"] for one in looked] == ["lone"]


def test_an_eject_is_queued_and_stopped(legacy: Legacy) -> None:
    [told] = legacy("eject /s1 /lfvlib".replace("/s1", "/sf1"))
    name, operation = told.split()
    assert name == "V00001L9"
    assert legacy(f"eject /o{operation} /astop") == []


def test_objects_are_renamed_and_described(legacy: Legacy) -> None:
    assert legacy("rename /tphysical_media /fV00001L9 /nMonday /d'every week'") == []
    assert legacy.rsm.json("media show Monday")["medium"]["description"] == "every week"
    [slot, *_] = legacy("view /tstorageslot /guiddisplay /b")
    assert legacy(f"rename /tstorageslot /g{slot} /d'beside the window'") == []
    assert legacy.rsm.json(f"object show slot {slot}")["description"] == "beside the window"
    [lto] = [line.split()[-1] for line in legacy("view /tmedia_type /guiddisplay") if line.startswith("LTO-9 ")]
    assert legacy(f"rename /tmedia_type /g{lto} /d'eighteen terabytes'") == []
    assert legacy.rsm.json("object show media-type LTO-9")["description"] == "eighteen terabytes"
    for kind, shown in (("drive_type", "drive-type"), ("changer_type", "changer-type")):
        [(name, guid), *_] = [line.rsplit(maxsplit=1) for line in legacy(f"view /t{kind} /guiddisplay")]
        assert legacy(f"rename /t{kind} /g{guid} /d'by its GUID'") == []
        assert legacy(f"rename /t{kind} '/f{name}' /d'by its name'") == []
        assert legacy.rsm.json(f"object show {shown} '{name}'")["description"] == "by its name"
    assert legacy("rename /tmedia_pool '/fbackups\\daily' /nweekly") == []
    assert legacy.rsm.json("pool show backups/weekly")["pool"]["name"] == "weekly"


def test_a_slot_of_a_changer_is_mounted_and_freed(legacy: Legacy) -> None:
    [changer] = legacy("view /tchanger")
    [path] = legacy(f"mount /sf2 /cf{changer} /oread")
    assert path.endswith(("/drive1", "/drive2"))
    [lying] = [one for one in legacy.rsm.items("media list") if one["where"].startswith("drive")]
    assert lying["medium"]["name"] == "V00002L9"
    assert legacy("dismount /pfV00002L9") == []
    assert legacy(f"freemedia /sf2 /cf{changer}") == []


def test_computers_are_named_that_show_requests(legacy: Legacy) -> None:
    lists = "operator destination list --of vlib"
    assert legacy("ui /aadd /terror /lfvlib /ndesk1") == []
    assert legacy("ui /aadd /ndesk2") == []
    assert [one["names"] for one in legacy.rsm.items(lists)] == [[], [], ["desk1"]]
    assert [one["names"] for one in legacy.rsm.items("operator destination list")] == [[], ["desk2"], []]
    assert legacy("ui /adelete /terror /lfvlib /ndesk1") == []
    assert legacy("ui /aclear") == []
    assert not any(one["names"] for one in legacy.rsm.items("operator destination list"))


@pytest.mark.parametrize(
    ("line", "status", "says"),
    [
        ("bogus", 1, "is no subcommand"),
        ("mount /lfNOPE /oread", 3, "error INVALID_MEDIA (4300)"),
        ("mount /lfNOPE /obogus", 1, "rsm legacy mount [/l{f|g}LMID]"),
        ("view /tbogus", 1, "is no type of objects"),
        ("ui /aadd", 1, "/n is missing"),
        ("ui /aclear /ndesk1", 1, "takes no /n"),
        ("rename /tpool /fbackups /nstore", 1, "is no type of objects"),
        ("rename /tlibrary /fvlib", 1, "/n or /d is missing"),
        ("mount /s1 /cfvlib /oread", 1, "/s1 is unknown"),
        ("mount /sf1 /oread", 1, "/s needs /c"),
        ("mount /sf1 /cfnowhere /oread", 3, "error OBJECT_NOT_FOUND (4312): there is no changer nowhere"),
        ("mount /sf99 /cfvlib/changer1 /oread", 3, "error OBJECT_NOT_FOUND (4312): library vlib has no slot 99"),
        ("mount /sf6 /cfvlib/changer1 /oread", 3, "error EMPTY (4306): slot 6 of library vlib is empty"),
        ("freemedia /sf6 /cfvlib/changer1", 3, "error EMPTY (4306): slot 6 of library vlib is empty"),
        ("eject /sf6 /lfvlib", 3, "error EMPTY (4306): slot 6 of library vlib is empty"),
        ("eject /sf99 /lfvlib", 3, "error OBJECT_NOT_FOUND (4312): library vlib has no slot 99"),
        ("eject /df2 /lfvlib", 3, "error EMPTY (4306): drive 2 of library vlib is empty"),
        ("eject /dfnone /lfvlib", 3, "error OBJECT_NOT_FOUND (4312): library vlib has no drive none"),
        ("eject /lfvlib", 1, "/s or /d is missing"),
        ("ejectatapi /n1", 1, "name the library: rsm legacy eject /lfLIBRARY"),
        ("rename /tdrive_type /g00000000000000000000000000000001 /dnone", 3, "00000000-0000-0000-0000-000000000001"),
        ("erase /pfV00001L9", 3, "nothing of V00001L9 would be erased"),
        ("refresh /tfFLOPPY", 1, "there is no media type FLOPPY"),
        ("createpool /mnew/pool /anew /tg00000000000000000000000000000001", 1, "there is no media type"),
        ("allocate /mbackups/daily /tsoon", 1, "no number of milliseconds"),
    ],
)
def test_what_goes_wrong_ends_with_its_status_and_is_told(legacy: Legacy, line: str, status: int, says: str) -> None:
    ended = legacy.ended(line)
    assert (ended.status, ended.out) == (status, "")
    assert says in ended.err


def test_help_shows_every_line(legacy: Legacy) -> None:
    told = "\n".join(legacy("help"))
    assert "rsm legacy eject [/p{f|g}PMID]" in told
    assert legacy("deletepool /?") == ["rsm legacy deletepool /mPOOL"]


def test_the_how_to_page_runs_as_it_stands(legacy: Legacy) -> None:
    for line, shown in steps(PAGE):
        printed = legacy.rsm(line).splitlines()
        assert not shown or len(printed) == len(shown), line

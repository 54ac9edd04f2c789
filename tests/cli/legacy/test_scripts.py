"""What scripts for the original do with it."""

from __future__ import annotations

from typing import Final

import pytest

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
    assert legacy("freemedia /pfV00004L9 /dfvlib/drive1") == []
    [lmid] = legacy("allocate /mbackups/daily /onew /b")
    legacy.rsm.hands.add_fault("load", "UnableToLoad", times=0)
    ended = legacy.ended(f"freemedia /lg{lmid}")
    assert (ended.status, ended.out) == (3, "")
    assert "rsm work list --ended" in ended.err


def test_an_eject_is_queued_and_stopped(legacy: Legacy) -> None:
    [told] = legacy("eject /s1 /lfvlib".replace("/s1", "/sf1"))
    name, operation = told.split()
    assert name == "V00001L9"
    assert legacy(f"eject /o{operation} /astop") == []


def test_objects_are_renamed_and_described(legacy: Legacy) -> None:
    assert legacy("rename /tphysical_media /fV00001L9 /nMonday /d'every week'") == []
    assert legacy.rsm.json("media show Monday")["medium"]["description"] == "every week"
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
        ("mount /sf1 /cfnowhere /oread", 1, "there is no changer nowhere"),
        ("mount /sf99 /cfvlib/changer1 /oread", 1, "nothing lies there"),
        ("erase /fV00001L9", 1, "when they become free: rsm legacy freemedia"),
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

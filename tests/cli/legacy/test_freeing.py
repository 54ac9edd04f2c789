"""What ``rsm legacy freemedia`` and ``erase`` refuse before anything is given away."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Ended, Rsm

pytestmark = pytest.mark.slow

DATA = b"precious" * 100


@pytest.fixture
def labelled(rsm: Rsm) -> Rsm:
    """The library's labels are written."""
    rsm("library labels vlib write")
    return rsm


def written(rsm: Rsm, options: str = "") -> tuple[str, str]:
    """An LMID that is mounted and has been written, and the name of its medium."""
    lmid = rsm.allocated()
    [path] = rsm(f"mount {lmid} --write {options}").split()[-1:]
    Path(path).write_bytes(DATA)
    return lmid, rsm.json(f"media show {lmid}")["medium"]["name"]


def owners(rsm: Rsm, medium: str) -> list[str]:
    return [one["id"] for one in rsm.json(f"media show {medium}")["logical"]]


def refused(rsm: Rsm, line: str) -> str:
    """What is said on stderr."""
    ended: Ended = rsm.try_(f"legacy {line}")
    assert (ended.status, ended.out) == (3, "")
    return ended.err


@pytest.mark.parametrize("subcommand", ["erase", "freemedia"])
def test_what_is_mounted_keeps_its_owner_and_its_data(labelled: Rsm, subcommand: str) -> None:
    lmid, medium = written(labelled)
    assert f"error BUSY (170): an operation is under way with {medium}" in refused(
        labelled, f"{subcommand} /pf{medium}"
    )
    assert owners(labelled, medium) == [lmid]
    labelled(f"dismount {lmid}")
    assert DATA in (labelled.library / "cartridges" / medium).read_bytes()
    assert labelled(f"legacy {subcommand} /pf{medium}") == ""
    assert labelled.json(f"media show {medium}")["pool"] == "Free/LTO-9"


@pytest.mark.parametrize("subcommand", ["erase", "freemedia"])
def test_what_is_queued_to_leave_keeps_its_owner(labelled: Rsm, subcommand: str) -> None:
    lmid = labelled.allocated()
    medium = labelled.json(f"media show {lmid}")["medium"]["name"]
    labelled(f"legacy eject /pf{medium} /aqueue")
    assert "error BUSY (170)" in refused(labelled, f"{subcommand} /pf{medium}")
    assert owners(labelled, medium) == [lmid]


def test_what_is_offline_and_would_need_a_label_keeps_its_owner(labelled: Rsm) -> None:
    lmid = labelled.allocated()
    medium = labelled.json(f"media show {lmid}")["medium"]["name"]
    labelled(f"eject {medium}")
    labelled.hands.take(medium)
    labelled("library inventory vlib")
    assert "error MEDIA_OFFLINE (4304)" in refused(labelled, f"freemedia /pf{medium}")
    assert owners(labelled, medium) == [lmid]

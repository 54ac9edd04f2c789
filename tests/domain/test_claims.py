"""What keeps a volume of another tool from being claimed, one by one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from openrsm.domain.claims import Claiming, Held, KnownVolume, Misfit, Plan, VolumeUse, path_for, plan
from openrsm.domain.medium import MediumState
from openrsm.domain.side import SideState
from openrsm.domain.values import Place, PlaceKind, PoolKind
from tests.domain.builders import a_medium, a_pool, a_side, a_system_pool

HOW = Claiming(owner="bacula", prefix="bacula", pools={"Full": "backups/full"})
VOLUME = KnownVolume(name="A00001L5", pool="Full")


def held(sides: int = 1, side: SideState = SideState.IMPORT, **values: Any) -> Held:
    """A cartridge that nobody has claimed."""
    medium = a_medium(bar_code="A00001L5", **values)
    its = [a_side(medium, number, state=side) for number in range(sides)]
    return Held(medium=medium, sides=its, pool=a_system_pool(PoolKind.IMPORT), slot=1, owner="", seen=True)


def planned(one: Held, volume: KnownVolume = VOLUME, *others: Held) -> Plan:
    return plan([volume], [one, *others], {"backups/full": a_pool("backups/full", media_type="LTO-5")}, HOW)


@pytest.mark.parametrize(
    ("one", "what"),
    [
        (held(cleaner=True), "it is a cleaning cartridge here"),
        (held(sides=2), "it has several sides; allocate them by hand"),
        (held(enabled=False), "it is disabled; see: rsm media enable"),
        (held(side=SideState.DECOMMISSIONED), "its state does not allow it"),
        (held(side=SideState.UNPREPARED), "its state does not allow it"),
        (held(media_type="LTO-6"), "the pool backups/full is not for applications' media of type LTO-6"),
    ],
)
def test_what_does_not_fit_is_left_as_it_is(one: Held, what: str) -> None:
    found = planned(one)
    assert (found.claims, found.misfits) == ([], [Misfit(name="A00001L5", what=what)])


@pytest.mark.parametrize("state", set(MediumState) - {MediumState.IDLE, MediumState.ERROR})
def test_what_is_in_use_is_left_for_later(state: MediumState) -> None:
    assert "in use" in planned(held(state=state)).misfits[0].what


def test_a_name_of_several_cartridges_is_nobody_s() -> None:
    other = held()
    found = planned(held(), VOLUME, other)
    assert (found.claims, "several cartridges" in found.misfits[0].what) == ([], True)


@pytest.mark.parametrize(("kind", "where"), [(PlaceKind.SLOT, "slot 1"), (PlaceKind.PORT, "an I/E element")])
def test_a_cartridge_that_is_elsewhere_is_told(kind: PlaceKind, where: str) -> None:
    [misfit] = planned(held(place=Place(kind=kind)), replace(VOLUME, slot=3)).misfits
    assert misfit.what == f"it is in {where}, not in 3"


def test_both_spellings_of_a_name_are_one_cartridge() -> None:
    found = plan([VOLUME, KnownVolume(name="a00001")], [held()], {}, HOW)
    assert [one.what for one in found.misfits] == ["the file has it 2 times"] * 2


def test_a_volume_that_is_not_called_by_its_bar_code_is_found_by_its_label() -> None:
    one = held()
    labelled = replace(one, sides=[replace(one.sides[0], label_info="Weekly-1")])
    [claim] = planned(labelled, KnownVolume(name="Weekly-1", pool="Full")).claims
    assert claim.held == labelled
    assert planned(labelled, KnownVolume(name="Weekly-2")).claims == []


def test_what_the_owner_has_already_is_settled_though_it_is_in_use() -> None:
    mine = replace(held(side=SideState.ALLOCATED, state=MediumState.LOADED), owner="bacula")
    assert planned(mine).settled == 1
    assert "in use" in planned(mine, replace(VOLUME, use=VolumeUse.FULL)).misfits[0].what


def test_what_may_not_be_seen_is_told_as_if_it_were_not_there() -> None:
    hidden = replace(held(side=SideState.ALLOCATED), owner="secret", seen=False)
    assert planned(hidden).misfits == [Misfit(name="A00001L5", what="it is not in the library")]
    assert plan([], [hidden], {}, HOW).misfits == []


def test_a_cleaning_cartridge_that_both_know_is_settled() -> None:
    found = planned(held(cleaner=True), KnownVolume(name="A00001L5", use=VolumeUse.CLEANING))
    assert (found.claims, found.misfits, found.settled) == ([], [], 1)


@pytest.mark.parametrize(
    ("pool", "path"),
    [("Full", "backups/full"), ("Diff", "bacula/Diff/LTO-5"), ("", "bacula/LTO-5"), ("a/b\\c", "bacula/a-b-c/LTO-5")],
)
def test_a_pool_of_the_tool_s_becomes_one_a_media_type(pool: str, path: str) -> None:
    assert path_for(KnownVolume(name="A00001L5", pool=pool), "LTO-5", HOW) == path

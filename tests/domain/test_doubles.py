"""Which cartridge a record is that was made for a bar code of another library's."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import pytest

from openrsm.domain.doubles import Newcomer, is_busy, is_held, judge, may_be_asked
from openrsm.domain.inventory import Catalogue, Seen, reconcile
from openrsm.domain.library import LibraryKind, Operational
from openrsm.domain.matching import Spot, match
from openrsm.domain.medium import MediumState
from openrsm.domain.side import SideState
from openrsm.domain.values import OFFLINE, LibraryId, LogicalId, Medium, Place, PlaceKind, Side
from tests.domain.builders import a_drive, a_library, a_medium, a_port, a_side, a_slot, an_id, place_of

CODE: Final = "A00001L5"
ORIGIN: Final = LibraryId(an_id("where it was"))
HERE: Final = LibraryId(an_id("where its code was seen"))
NOWHERE: Final = LibraryId(an_id("offline"))
IN_SLOT, IN_PORT, IN_DRIVE = place_of(a_slot(7)), place_of(a_port(8)), place_of(a_drive(9))
IN_HAND: Final = Place(kind=PlaceKind.ROBOT, element_id=an_id("robot"))

THERE: Final = a_medium(CODE, library_id=ORIGIN, place=IN_SLOT)
MISSED: Final = replace(THERE, library_id=NOWHERE, place=OFFLINE, last_library_id=ORIGIN)
NEW: Final = a_medium(f"{CODE} (duplicate 2)", bar_code=CODE, library_id=HERE, place=IN_SLOT, last_library_id=ORIGIN)


def sides(medium: Medium, **values: Any) -> list[Side]:
    return [a_side(medium, **({"state": SideState.UNKNOWN} | values))]


def judged(*alike: Medium, looked: LibraryId = ORIGIN, busy: bool = False, **values: Any) -> Newcomer:
    """What the newcomer is whose side has these ``values``."""
    known = [(one, sides(one, state=SideState.ALLOCATED, label_type="LTFS", label_id="1")) for one in alike]
    return judge(NEW, sides(NEW, **values), known, looked=looked, is_busy=busy)


# --- Whose a medium is -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [each for each in Operational if each is not Operational.NOT_PRESENT])
@pytest.mark.parametrize("place", [IN_SLOT, IN_PORT, IN_DRIVE, IN_HAND])
@pytest.mark.parametrize("enabled", [True, False])
def test_a_library_that_answers_holds_whatever_is_catalogued_in_it(
    state: Operational,
    place: Place,
    enabled: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    library = a_library(operational=state, enabled=enabled)
    assert is_held(replace(THERE, place=place), library, is_carried=False)


@pytest.mark.parametrize("place", [IN_SLOT, IN_PORT])
@pytest.mark.parametrize("state", [MediumState.IDLE, MediumState.ERROR])
def test_a_library_that_is_away_does_not_hold_what_was_at_rest_in_it(place: Place, state: MediumState) -> None:
    away = a_library(operational=Operational.NOT_PRESENT)
    assert not is_held(replace(THERE, place=place, state=state), away, is_carried=False)
    assert is_held(replace(THERE, place=place, state=state), away, is_carried=True)


@pytest.mark.parametrize("place", [IN_DRIVE, IN_HAND])
def test_a_library_that_is_away_holds_what_was_in_its_devices(place: Place) -> None:
    assert is_held(replace(THERE, place=place), a_library(operational=Operational.NOT_PRESENT), is_carried=False)


@pytest.mark.parametrize("state", [MediumState.IN_USE, MediumState.UNLOADED, MediumState.OPERATOR])
def test_a_library_that_is_away_holds_what_somebody_wants(state: MediumState) -> None:
    away = a_library(operational=Operational.NOT_PRESENT)
    assert is_held(replace(THERE, state=state), away, is_carried=False)


def test_what_is_offline_is_nobodys() -> None:
    offline = a_library(kind=LibraryKind.OFFLINE, operational=Operational.READY)
    assert not is_held(MISSED, offline, is_carried=False)


def test_a_library_that_is_disabled_or_away_is_not_asked() -> None:
    assert may_be_asked(a_library(operational=Operational.READY))
    assert not may_be_asked(a_library(operational=Operational.READY, enabled=False))
    assert not may_be_asked(a_library(operational=Operational.NOT_PRESENT))


# --- What a library shows ---------------------------------------------------------------------------------------------


def test_what_another_library_holds_stays_there_and_what_is_seen_is_new_and_told() -> None:
    held = replace(THERE, place=place_of(a_slot(77)))
    shown = [Seen(address=7, kind=PlaceKind.SLOT, full=True, bar_code=CODE)]
    findings = reconcile(shown, Catalogue(library=a_library(), slots=[a_slot(7)], held=[held]))
    assert (findings.arrived_known, findings.missing) == ((), ())
    [new] = findings.new
    assert (new.duplicate, new.origin, new.home_slot_id) == (True, ORIGIN, a_slot(7).id)
    [conflict] = findings.conflicts
    assert (conflict.is_held, conflict.media, conflict.places) == (True, (held.id,), (IN_SLOT,))


@pytest.mark.parametrize("others", [{"held": 2}, {"held": 1, "elsewhere": 1}, {"held": 1, "media": 1}])
def test_one_that_could_be_several_media_comes_from_nowhere(others: dict[str, int]) -> None:
    alike: dict[str, Any] = {
        kind: [a_medium(f"{kind} {n}", bar_code=CODE, place=OFFLINE) for n in range(k)] for kind, k in others.items()
    }
    shown = [Seen(address=7, kind=PlaceKind.SLOT, full=True, bar_code=CODE)]
    findings = reconcile(shown, Catalogue(library=a_library(), slots=[a_slot(7)], **alike))
    assert [new.origin for new in findings.new] == [None]
    assert findings.arrived_known == ()


def test_two_cartridges_with_the_code_of_a_medium_elsewhere_come_from_nowhere() -> None:
    shown = [Seen(address=address, kind=PlaceKind.SLOT, full=True, bar_code=CODE) for address in (7, 8)]
    findings = reconcile(shown, Catalogue(library=a_library(), slots=[a_slot(7), a_slot(8)], held=[THERE]))
    assert [new.origin for new in findings.new] == [None, None]


def test_a_medium_that_is_held_makes_ambiguous_what_its_code_tells_of_one_that_is_not() -> None:
    matching = match([Spot(place=IN_SLOT, bar_code=CODE)], [MISSED], [replace(THERE, id=NEW.id)])
    assert matching.pairs == ()


# --- What a newcomer is -----------------------------------------------------------------------------------------------


def test_it_is_the_medium_that_the_other_library_misses() -> None:
    assert judged(MISSED) is Newcomer.SAME
    assert judged(MISSED, looked=HERE) is Newcomer.SAME


def test_it_is_another_once_the_other_library_shows_its_own() -> None:
    assert judged(THERE) is Newcomer.ANOTHER


def test_it_stays_open_until_the_other_library_was_looked_at() -> None:
    assert judged(THERE, looked=HERE) is Newcomer.OPEN


def test_it_stays_open_while_it_is_busy() -> None:
    assert judged(MISSED, busy=True) is Newcomer.OPEN


def test_it_is_another_where_several_are_missed_or_none() -> None:
    assert judged() is Newcomer.ANOTHER
    assert judged(MISSED, replace(MISSED, id=a_medium("second").id)) is Newcomer.ANOTHER
    assert judged(replace(MISSED, last_library_id=NOWHERE)) is Newcomer.ANOTHER


@pytest.mark.parametrize("state", set(SideState) - {SideState.UNKNOWN, SideState.FOREIGN, SideState.IMPORT})
def test_what_somebody_has_made_use_of_is_another(state: SideState) -> None:
    assert judged(MISSED, state=state) is Newcomer.ANOTHER


def test_what_somebody_was_given_is_another() -> None:
    assert judged(MISSED, logical_id=LogicalId(an_id("lmid"))) is Newcomer.ANOTHER
    assert judged(MISSED, allocations=1) is Newcomer.ANOTHER


def test_a_label_that_was_read_must_be_the_one_that_is_known() -> None:
    read = a_library().created.replace(year=2026)
    assert judged(MISSED, label_read=read, label_type="LTFS", label_id="1") is Newcomer.SAME
    assert judged(MISSED, label_read=read, label_type="LTFS", label_id="2") is Newcomer.ANOTHER
    assert judged(MISSED, label_read=read) is Newcomer.ANOTHER


def test_a_label_that_an_application_may_have_written_since_tells_nothing() -> None:
    read = a_library().created.replace(year=2026)
    known = [(MISSED, sides(MISSED, label_type="LTFS", label_id="1", label_stale=True))]
    newcomer = sides(NEW, label_read=read, label_type="tar", label_id="2")
    assert judge(NEW, newcomer, known, looked=ORIGIN, is_busy=False) is Newcomer.SAME


@pytest.mark.parametrize(("ours", "its", "told"), [("1", "2", Newcomer.ANOTHER), ("", "2", Newcomer.SAME)])
def test_the_number_in_its_memory_must_not_be_anothers(ours: str, its: str, told: Newcomer) -> None:
    missed, newcomer = replace(MISSED, serial=ours), replace(NEW, serial=its)
    assert judge(newcomer, sides(NEW), [(missed, sides(MISSED))], looked=ORIGIN, is_busy=False) is told


def test_what_moves_or_is_in_use_is_busy() -> None:
    assert not is_busy(NEW, [], is_carried=False)
    assert is_busy(NEW, [], is_carried=True)
    assert is_busy(replace(NEW, state=MediumState.LOADED), [], is_carried=False)

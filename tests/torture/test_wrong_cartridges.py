"""Whatever people do to cartridges and bar codes, an application gets its own or none, and none is overwritten.

What each cartridge really is, its file in the virtual library tells: neither its place nor its bar code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from enum import Enum
from itertools import product
from typing import Final

import pytest

from openrsm.domain.library import InventoryMethod, LabelUse
from openrsm.errors import RsmError
from openrsm.surface.media import ToldLabel
from tests.conformance.surface_bench import LIBRARY, Bench, Build
from tests.surface.conftest import build
from tests.torture.ownership import (
    Owned,
    Standing,
    again_and_again,
    allocated,
    file_of,
    files,
    handed_out,
    made_free,
    owned,
    without_memory,
)
from tests.torture.people import (
    AT,
    DEEDS,
    ELSEWHERE,
    FORGED,
    NOTICED,
    OTHER,
    OURS,
    REPLACED,
    STRANGER,
    UNNOTICED,
    Deed,
    by_hand,
    content,
    insert,
    put_one_without_a_code_in_its_place,
    swap_bar_codes,
)
from tests.torture.tally import tallied

__all__ = ["build"]  # a fixture that this file's tests ask for by name

pytestmark = [pytest.mark.torture, pytest.mark.slow]


# --- What is tried ------------------------------------------------------------------------------------------------


class Between(Enum):
    """What happens between what people do and what is asked for then."""

    NOTHING = "nothing"
    INVENTORY = "an ordinary inventory"
    IDENTIFIED = "an inventory that reads every label"


class Wish(Enum):
    """What is asked for."""

    MOUNT = "it is mounted, if need be allocated before"
    FREE = "it is given back if need be, and gets a free label"


@dataclass(frozen=True)
class Site:
    """What the cells of one test have in common."""

    standing: Standing
    query: str
    remembers: bool

    def __str__(self) -> str:
        """As a test is called."""
        door = "seen" if self.query == NOTICED else "unseen"
        return f"{self.standing.name.lower()}-{door}-{'memory' if self.remembers else 'no_memory'}"


@dataclass(frozen=True)
class Cell:
    """One wrong cartridge."""

    deed: Deed
    between: Between
    wish: Wish


KINDS: Final = ((UNNOTICED, False), (UNNOTICED, True), (NOTICED, False))
SITES: Final = [Site(standing, query, remembers) for standing in Standing for query, remembers in KINDS]
WAYS: Final = list(product(Between, Wish))


def most_ways(site: Site, number: int) -> Sequence[tuple[Between, Wish]]:
    """What is tried of a deed in the long form: half of it, at each next site, and of each next deed, the other half.

    Exchanged bar codes, which deceive the most, are tried every way.
    """
    if DEEDS[number] is swap_bar_codes:
        return WAYS
    turn = number + SITES.index(site)
    return [way for place, way in enumerate(WAYS) if (place + place // len(Wish) + turn) % 2 == 0]


def ways(site: Site, number: int) -> Sequence[tuple[Between, Wish]]:
    """What is tried of a deed in the short form: at each standing one way at one kind of site, each time another.

    Exchanged bar codes, which deceive the most, are tried every way where least tells of them.
    """
    standing, kind = divmod(SITES.index(site), len(KINDS))
    if kind == 0 and DEEDS[number] is swap_bar_codes:
        return WAYS
    return [WAYS[(number // len(KINDS) + standing) % len(WAYS)]] if (number + standing + kind) % len(KINDS) == 0 else []


def cells(site: Site, *, thorough: bool, everything: bool) -> Iterator[Cell]:
    """What is tried at a site; not what nothing tells there."""
    for number, deed in enumerate(DEEDS):
        some = most_ways(site, number) if thorough else ways(site, number)
        for between, wish in WAYS if everything else some:
            cell = Cell(deed, between, wish)
            if is_told(site, cell):
                yield cell


def is_told(site: Site, cell: Cell) -> bool:
    """Whether anything tells that it is another cartridge.

    Nothing does of one that is not catalogued, under the bar code of one of which no label is known, or none relied
    upon, in a drive that reads no memory. As long as it was not identified, only what is blank is written on for blank.
    """
    believed = {Standing.STALE}
    if cell.wish is Wish.MOUNT or cell.between is Between.IDENTIFIED:
        believed.add(Standing.BLANK)
    return site.remembers or cell.deed not in REPLACED or site.standing not in believed


# --- What must hold -----------------------------------------------------------------------------------------------


def look(bench: Bench, between: Between) -> None:
    if between is not Between.NOTHING:
        method = InventoryMethod.FULL if between is Between.IDENTIFIED else InventoryMethod.DEFAULT
        bench.done(bench.manager.libraries.inventory(bench.session, LIBRARY, method))
        bench.manager.settle()


def asked_for(bench: Bench, lmid: str | None) -> str | None:
    """Like :func:`handed_out`; what is nobody's is allocated first, if that is not refused."""
    try:
        return handed_out(bench, lmid or allocated(bench, OURS))
    except RsmError:
        return None


def check(bench: Bench, ours: str, lmid: str | None) -> None:
    """It is asked for, and once more when what is asked for after a refusal was done."""
    before = files(bench)
    for _ in range(2):
        assert asked_for(bench, lmid) in {ours, None}
        after = files(bench)
        assert {file: after[file] for file in before} == before
        bench.pass_time(3600)


def check_free(bench: Bench, ours: str, lmid: str | None) -> None:
    before = files(bench)
    made_free(bench, lmid)
    after = files(bench)
    assert {file for file in before if after[file] != before[file]} <= {ours}


def try_it(site: Owned, cell: Cell) -> None:
    bench = site.bench
    ours = file_of(bench, OURS)
    by_hand(bench, cell.deed)
    look(bench, cell.between)
    {Wish.MOUNT: check, Wish.FREE: check_free}[cell.wish](bench, ours, site.lmid)


def wrong(anew: Callable[[], Owned], cell: Cell) -> Iterator[str]:
    """What is wrong in a cell, if anything is."""
    with tallied("wrong cartridges tried") as trial:
        try:
            try_it(anew(), cell)
        except AssertionError as error:
            trial.held = False
            yield f"{cell}: {error}"


@pytest.mark.timeout(600)
@pytest.mark.parametrize("site", SITES, ids=str)
def test_where_labels_are_checked_nobody_gets_a_wrong_cartridge_and_none_is_overwritten(
    site: Site, *, thorough: bool, everything: bool
) -> None:
    memory = nullcontext() if site.remembers else without_memory()
    with memory, again_and_again(site.query, site.standing) as anew:
        found = [what for cell in cells(site, thorough=thorough, everything=everything) for what in wrong(anew, cell)]
    assert not found, "\n\n".join(found)


@pytest.mark.parametrize("standing", [Standing.KNOWN, Standing.BLANK, Standing.STALE])
@pytest.mark.parametrize("query", [UNNOTICED, NOTICED])
def test_what_nobody_touched_is_handed_out_and_gets_its_free_label(
    build: Build, query: str, standing: Standing
) -> None:
    bench = build(query)
    lmid = owned(bench, LabelUse.CHECK, standing)
    ours, before = file_of(bench, OURS), files(bench)
    assert handed_out(bench, lmid) == ours
    bench.dismount(lmid)
    made_free(bench, lmid)
    assert {file for file, held in files(bench).items() if before[file] != held} == {ours}


@pytest.mark.parametrize("remembers", [False, True])
def test_where_labels_are_ignored_bar_codes_and_memories_tell(*, remembers: bool) -> None:
    """Where a bar code lies, and drives read no memory, nothing tells."""
    with nullcontext() if remembers else without_memory(), again_and_again(UNNOTICED, labels=LabelUse.IGNORE) as anew:
        told = [deed for deed in DEEDS if remembers or deed not in FORGED]
        found = [what for deed in told for what in wrong(anew, Cell(deed, Between.NOTHING, Wish.MOUNT))]
    assert not found, "\n\n".join(found)


def test_an_application_that_copied_anothers_label_gets_its_own_where_its_memory_says_so(build: Build) -> None:
    bench = build(UNNOTICED)
    lmid, ours = owned(bench, LabelUse.CHECK, Standing.STALE), file_of(bench, OURS)
    (bench.place / "cartridges" / ours).write_bytes(content(OTHER))
    with without_memory():
        assert handed_out(bench, lmid) is None
    assert handed_out(bench, lmid) == ours


def test_without_a_memory_the_owner_of_a_copied_label_says_so(build: Build) -> None:
    with without_memory():
        bench = build(UNNOTICED)
        lmid, ours = owned(bench, LabelUse.CHECK, Standing.STALE), file_of(bench, OURS)
        (bench.place / "cartridges" / ours).write_bytes(content(OTHER))
        [view] = bench.queue(lmid)
        assert f"rsm label set {lmid}" in bench.item(view).item.error_text
        bench.manager.media.set_label(bench.session, lmid, ToldLabel(content=content(OTHER)))
        assert handed_out(bench, lmid) == ours


def test_what_may_have_been_written_on_is_still_told_from_one_without_a_readable_bar_code(build: Build) -> None:
    """Its label may be another since it was mounted; only its bar code says that it is the same cartridge."""
    bench = build(UNNOTICED)
    lmid = owned(bench, LabelUse.CHECK)
    ours = handed_out(bench, lmid)
    bench.hands.add_fault("read", "MediumError")  # the label cannot be read when the cartridge leaves its drive
    bench.dismount(lmid)
    assert ours == file_of(bench, OURS)
    assert bench.medium(OURS).sides[0].label_stale
    by_hand(bench, put_one_without_a_code_in_its_place)
    with tallied("wrong cartridges tried"):
        assert handed_out(bench, lmid) is None


@pytest.mark.parametrize("place", [AT[OTHER], ELSEWHERE])
@pytest.mark.parametrize("labels", [LabelUse.CHECK, LabelUse.IGNORE])
def test_what_was_exchanged_in_a_drive_where_it_waited_is_not_handed_out_for_it(
    build: Build, labels: LabelUse, place: str
) -> None:
    bench = build(UNNOTICED)
    lmid = owned(bench, labels)
    ours = handed_out(bench, lmid)
    bench.dismount(lmid, deferred=True)
    if place == ELSEWHERE:
        insert(bench, STRANGER, ELSEWHERE, STRANGER)
    bench.hands.push_button()
    bench.hands.swap("drive:1", place)
    with tallied("wrong cartridges tried"):
        assert handed_out(bench, lmid) in {ours, None}

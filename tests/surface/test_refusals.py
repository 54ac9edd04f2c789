"""Every refusal that the original documents comes back as its own class with its number, and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest

from openrsm.errors import Refusal, RsmError, SystemFault
from tests.conformance.surface_bench import LIBRARY, POOL, Bench, Build
from tests.surface import plights, test_dismount_table
from tests.surface.calls import CALLS
from tests.surface.catalogue import HISTORY, TRAIL, damaged, dump, file_of, without_row
from tests.surface.impossible import CANNOT_HAPPEN
from tests.surface.plights import Outcomes
from tests.surface.refusals import PROVOKED, Provoke, after_closing, by_stranger
from tests.surface.spec import Case, refusals, returns, win32

pytestmark = [pytest.mark.slow, pytest.mark.torture]

DOCUMENTED: Final = [case for case in refusals() if case[0] != test_dismount_table.OPERATION]
"""DismountNtmsMedia has a table of its own."""

EVERYWHERE: Final[dict[str, Callable[[str], Provoke]]] = {
    "ERROR_ACCESS_DENIED": by_stranger,
    "ERROR_INVALID_HANDLE": after_closing,
}
"""What every operation refuses in the same way."""

MACHINE: Final = ("ERROR_DATABASE_FAILURE", "ERROR_DATABASE_FULL", "ERROR_NOT_ENOUGH_MEMORY")

ROWS: Final[dict[Case, tuple[str, str, str]]] = {
    ("MountNtmsMedia", "ERROR_INVALID_LIBRARY"): ("libraries", "name", LIBRARY),
    ("DismountNtmsDrive", "ERROR_INVALID_LIBRARY"): ("libraries", "name", LIBRARY),
    ("DecommissionNtmsMedia", "ERROR_INVALID_MEDIA_POOL"): ("pools", "path", "Free/LTO-9"),
    ("SetNtmsMediaComplete", "ERROR_INVALID_MEDIA_POOL"): ("pools", "path", POOL),
}
"""What is refused where somebody deleted a row by hand."""


def documented(error: str) -> list[str]:
    return [name for name, other in DOCUMENTED if other == error and (name, other) not in CANNOT_HAPPEN]


def provocations() -> dict[Case, Provoke]:
    general = {(name, error): make(name) for error, make in EVERYWHERE.items() for name in documented(error)}
    return {**general, **PROVOKED}


def below(root: type[RsmError]) -> list[type[RsmError]]:
    """All classes below one."""
    return [each for child in root.__subclasses__() for each in (child, *below(child))]


def check(error: RsmError, documented_as: str) -> None:
    assert (f"ERROR_{error.code}", error.win32) == (documented_as, win32(documented_as))
    same_code = {one for one in (*below(Refusal), *below(SystemFault)) if one.code == error.code}
    assert type(error) in same_code
    assert same_code <= {*type(error).__mro__, *below(type(error))}, "a code means one thing"
    assert error.what


@pytest.fixture
def bench(build: Build) -> Bench:
    return build()


@pytest.mark.parametrize(("operation", "error"), provocations())
def test_a_documented_refusal_is_an_error_of_its_own_that_names_the_object_and_changes_nothing(
    bench: Bench, operation: str, error: str
) -> None:
    provoked = provocations()[operation, error](bench)
    bench.manager.settle()
    denied = TRAIL if error == "ERROR_ACCESS_DENIED" else frozenset()
    history = HISTORY if provoked.accepted else denied
    before = dump(file_of(bench), without=history)
    with pytest.raises(RsmError) as raised:
        provoked.do()
    check(raised.value, error)
    assert provoked.names in raised.value.what
    bench.manager.settle()
    assert dump(file_of(bench), without=history) == before
    assert bench.manager.work.list(bench.session) == [] or not provoked.accepted


@pytest.mark.parametrize("case", ROWS)
def test_what_refers_to_nothing_is_refused(bench: Bench, case: Case) -> None:
    call = CALLS[case[0]](bench)
    bench.manager.settle()
    with without_row(file_of(bench), *ROWS[case]):
        before = dump(file_of(bench))
        with pytest.raises(RsmError) as raised:
            call.do(bench.session, call.ref)
        check(raised.value, case[1])
        assert dump(file_of(bench)) == before
    call.do(bench.session, call.ref)


@pytest.mark.parametrize("operation", documented("ERROR_DATABASE_FAILURE"))
def test_a_damaged_catalogue_fails_the_call_and_nothing_else(bench: Bench, operation: str) -> None:
    call = CALLS[operation](bench)
    bench.manager.settle()
    before = dump(file_of(bench))
    with damaged(file_of(bench)), pytest.raises(RsmError) as raised:
        call.do(bench.session, call.ref)
    check(raised.value, "ERROR_DATABASE_FAILURE")
    assert dump(file_of(bench)) == before
    call.do(bench.session, call.ref)


@pytest.fixture(scope="session")
def full_disk(tmp_path_factory: pytest.TempPathFactory) -> Outcomes:
    return plights.full(tmp_path_factory.mktemp("full"), documented("ERROR_DATABASE_FULL"))


@pytest.fixture(scope="session")
def little_memory(tmp_path_factory: pytest.TempPathFactory) -> Outcomes:
    return plights.short_of_memory(tmp_path_factory.mktemp("memory"), documented("ERROR_NOT_ENOUGH_MEMORY"))


@pytest.mark.system
@pytest.mark.parametrize("operation", documented("ERROR_DATABASE_FULL"))
def test_a_full_disk_fails_the_call_and_nothing_else(full_disk: Outcomes, operation: str) -> None:
    assert full_disk[operation] == {"got": f"DATABASE_FULL {win32('ERROR_DATABASE_FULL')}", **plights.WELL}


@pytest.mark.system
@pytest.mark.parametrize("operation", documented("ERROR_NOT_ENOUGH_MEMORY"))
def test_refused_memory_fails_the_call_and_nothing_else(little_memory: Outcomes, operation: str) -> None:
    assert little_memory[operation] == {
        "got": f"NOT_ENOUGH_MEMORY {win32('ERROR_NOT_ENOUGH_MEMORY')}",
        **plights.WELL,
    }


def test_every_documented_refusal_is_provoked_or_says_why_it_cannot_be(
    record_property: Callable[[str, object], None],
) -> None:
    machine = {case for case in DOCUMENTED if case[1] in MACHINE}
    shown = set(provocations()) | set(ROWS) | machine
    assert shown | set(CANNOT_HAPPEN) == set(DOCUMENTED)
    assert shown & set(CANNOT_HAPPEN) == set()
    assert set(returns()) == set(CALLS)
    record_property("documented refusals provoked", f"{len(shown)} of {len(DOCUMENTED)}")

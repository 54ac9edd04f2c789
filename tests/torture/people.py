"""What people do to cartridges and bar codes, so that a cartridge seems to be another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tests.conformance.surface_bench import Bench

UNNOTICED: Final = "drives=1&slots=8&ports=0&cartridges=0&type=LTO-9&doors=0"
"""People reach in, and the library does not see it."""

NOTICED: Final = UNNOTICED.replace("doors=0", "doors=1")
"""People open the door, and the library scans itself when they close it."""

OURS: Final = "V00001L9"
OTHER: Final = "V00002L9"
STRANGER: Final = "X00009L9"
AT: Final = {OURS: "slot:1", OTHER: "slot:2"}
ELSEWHERE: Final = "slot:8"


def content(name: str) -> bytes:
    """What an application has on the cartridge of that name: an ANSI label (X3.27)."""
    return f"VOL1{name[:6]:6}".encode().ljust(79) + b"4"


def insert(bench: Bench, code: str | None, at: str, holds: str) -> None:
    """Put a new cartridge with that bar code in, and this on it."""
    file = bench.place.parent / "content"
    file.write_bytes(content(holds))
    bench.hands.insert(code, at, file=file)


def fill_both(bench: Bench) -> None:
    """Put both cartridges in."""
    for name, at in AT.items():
        insert(bench, name, at, name)


# --- What people do -----------------------------------------------------------------------------------------------


def swap_places(bench: Bench) -> None:
    bench.hands.swap(AT[OURS], AT[OTHER])


def swap_bar_codes(bench: Bench) -> None:
    bench.hands.relabel(AT[OURS], OTHER)
    bench.hands.relabel(AT[OTHER], OURS)


def swap_both(bench: Bench) -> None:
    swap_places(bench)
    swap_bar_codes(bench)


def duplicate_its_code(bench: Bench) -> None:
    bench.hands.relabel(AT[OTHER], OURS)


def give_it_the_code_of_the_other(bench: Bench) -> None:
    bench.hands.relabel(AT[OURS], OTHER)


def peel_off_the_bar_code(bench: Bench) -> None:
    bench.hands.label(AT[OURS], readable=False)


def peel_off_both_and_swap(bench: Bench) -> None:
    for place in AT.values():
        bench.hands.label(place, readable=False)
    swap_places(bench)


def put_it_back_elsewhere(bench: Bench) -> None:
    bench.hands.swap(AT[OURS], ELSEWHERE)


def put_another_in_its_place(bench: Bench) -> None:
    bench.hands.take(AT[OURS])
    insert(bench, STRANGER, AT[OURS], STRANGER)


def put_one_without_a_code_in_its_place(bench: Bench) -> None:
    bench.hands.take(AT[OURS])
    insert(bench, None, AT[OURS], STRANGER)


def move_it_and_put_one_without_a_code_in_its_place(bench: Bench) -> None:
    put_it_back_elsewhere(bench)
    insert(bench, None, AT[OURS], STRANGER)


def put_one_with_its_code_in_its_place(bench: Bench) -> None:
    bench.hands.take(AT[OURS])
    insert(bench, OURS, AT[OURS], STRANGER)


def put_one_with_its_code_elsewhere_and_take_it(bench: Bench) -> None:
    bench.hands.take(AT[OURS])
    insert(bench, OURS, ELSEWHERE, STRANGER)


def put_one_with_its_code_beside_it(bench: Bench) -> None:
    insert(bench, OURS, ELSEWHERE, STRANGER)


def take_it_out(bench: Bench) -> None:
    bench.hands.take(AT[OURS])


Deed = Callable[[Bench], None]

DEEDS: Final[tuple[Deed, ...]] = (
    swap_places,
    swap_bar_codes,
    swap_both,
    duplicate_its_code,
    give_it_the_code_of_the_other,
    peel_off_the_bar_code,
    peel_off_both_and_swap,
    put_it_back_elsewhere,
    put_another_in_its_place,
    put_one_without_a_code_in_its_place,
    move_it_and_put_one_without_a_code_in_its_place,
    put_one_with_its_code_in_its_place,
    put_one_with_its_code_elsewhere_and_take_it,
    put_one_with_its_code_beside_it,
    take_it_out,
)

FORGED: Final = frozenset(
    {
        swap_bar_codes,
        swap_both,
        duplicate_its_code,
        give_it_the_code_of_the_other,
        put_one_with_its_code_in_its_place,
        put_one_with_its_code_elsewhere_and_take_it,
        put_one_with_its_code_beside_it,
    }
)
"""Deeds after which a bar code lies: only the label tells, or the cartridge's memory."""

REPLACED: Final = frozenset({put_one_with_its_code_in_its_place, put_one_with_its_code_elsewhere_and_take_it})
"""Those of them after which it is one that is not catalogued, so that its label is nobody else's."""


def by_hand(bench: Bench, deed: Deed) -> None:
    """Do it, through the door if there is one."""
    has_door = bool(bench.hands.look().made_from.doors)
    if has_door:
        bench.hands.open()
    deed(bench)
    if has_door:
        bench.hands.close()

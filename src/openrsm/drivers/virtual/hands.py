"""``rsm-virtual FOLDER ...``: what a person does at a virtual library, as commands.

For tests and programs the same is :class:`Hands`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.table import Table

from openrsm.drivers.contract import ElementKind
from openrsm.drivers.virtual.faults import FORMS, OPERATIONS
from openrsm.drivers.virtual.human import Hands
from openrsm.drivers.virtual.loading import words
from openrsm.drivers.virtual.model import Library
from openrsm.drivers.virtual.places import elements, kind_at, place_name
from openrsm.errors import RsmError

__all__ = ["Hands", "app", "main"]

SHOWN: Final = 100
"""How many full slots ``show`` lists unless asked for all."""

app = typer.Typer(help="What a person does at a virtual library.", no_args_is_help=True, add_completion=False)
fault = typer.Typer(help="What is scripted to go wrong.", no_args_is_help=True)
app.add_typer(fault, name="fault")

What = Annotated[str, typer.Argument(help="slot:N, port:N, drive:N, or a bar code")]
OnOff = Annotated[str, typer.Argument(help="on or off")]


@app.callback()
def choose(context: typer.Context, folder: Annotated[Path, typer.Argument(help="the library's folder")]) -> None:
    """What a person does at a virtual library."""
    context.obj = Hands(folder)


@app.command()
def show(
    context: typer.Context,
    *,
    every: Annotated[bool, typer.Option("--all", help="every element, the empty ones too")] = False,
) -> None:
    """Show drives, ports, cartridges and the shelf."""
    library = _hands(context).look()
    console = Console()
    console.print(headline(library))
    console.print(table(library, every=every))


@app.command("open")
def open_door(context: typer.Context) -> None:
    """Open the door."""
    _hands(context).open()


@app.command("close")
def close_door(context: typer.Context) -> None:
    """Close the door."""
    _hands(context).close()


@app.command()
def insert(
    context: typer.Context,
    bar_code: Annotated[str, typer.Argument(metavar="BARCODE", help="the label, or the key of one on the shelf")],
    *,
    at: Annotated[str | None, typer.Option(help="slot:N or port:N; the first empty port if not given")] = None,
    type_name: Annotated[str | None, typer.Option("--type", help="media type of a new cartridge")] = None,
    blank: Annotated[bool, typer.Option("--blank", help="a new cartridge, whatever lies on the shelf")] = False,
    file: Annotated[Path | None, typer.Option(help="a new cartridge with a copy of this file", exists=True)] = None,
    worm: Annotated[bool, typer.Option("--worm", help="a new cartridge that is written once")] = False,
) -> None:
    """Put in a cartridge: from the shelf, or a new one."""
    Console().print(_hands(context).insert(bar_code, at, type_name=type_name, blank=blank, file=file, worm=worm))


@app.command()
def take(context: typer.Context, what: What) -> None:
    """Take a cartridge out, onto the shelf."""
    Console().print(_hands(context).take(what))


@app.command("push-button")
def push_button(context: typer.Context, drive: Annotated[str, typer.Argument(help="drive:N")] = "drive:1") -> None:
    """Have a drive let its cartridge go."""
    _hands(context).push_button(drive)


@app.command()
def swap(context: typer.Context, one: str, other: str) -> None:
    """Change what is in two places for each other."""
    _hands(context).swap(one, other)


@app.command()
def magazine(
    context: typer.Context,
    first: Annotated[int, typer.Argument(help="its first slot")],
    last: Annotated[int, typer.Argument(help="its last slot")],
    state: Annotated[str, typer.Argument(help="out or in")],
) -> None:
    """Take a magazine out, with what lies in it, or put it back."""
    if state not in {"out", "in"}:
        raise typer.BadParameter(f"{state!r} is neither out nor in")
    _hands(context).magazine(first, last, out=state == "out")


@app.command("write-protect")
def write_protect(context: typer.Context, what: What, state: OnOff) -> None:
    """Set or release the write-protection tab."""
    _hands(context).write_protect(what, on=_is_on(state))


@app.command("label")
def label(context: typer.Context, what: What, state: OnOff) -> None:
    """Make a bar code readable (on) or unreadable (off)."""
    _hands(context).label(what, readable=_is_on(state))


@fault.command("add")
def fault_add(
    context: typer.Context,
    on: Annotated[str, typer.Argument(help=f"any, {', '.join(OPERATIONS)}")],
    do: Annotated[str, typer.Argument(help=FORMS)],
    *,
    nth: Annotated[int, typer.Option(help="from the nth matching operation on")] = 1,
    times: Annotated[int, typer.Option(help="how often; 0 for ever")] = 1,
    where: Annotated[str, typer.Option("--at", help="only at this place, or for this bar code")] = "",
    probability: Annotated[float, typer.Option(help="how likely each time")] = 1.0,
    seed: Annotated[int, typer.Option(help="the same seed gives the same run")] = 0,
) -> None:
    """Script a fault; prints its number."""
    added = _hands(context).add_fault(on, do, nth=nth, times=times, where=where, probability=probability, seed=seed)
    Console().print(added.number)


@fault.command("list")
def fault_list(context: typer.Context) -> None:
    """Show the scripted faults and how often each came true."""
    shown = Table("Number", "On", "Do", "From", "Times", "At", "Probability", "Seen", "Fired")
    for each in _hands(context).faults():
        times = str(each.times) if each.times else "for ever"
        numbers = (str(each.probability), str(each.seen), str(each.fired))
        shown.add_row(str(each.number), each.on, each.do, str(each.nth), times, each.where or "anywhere", *numbers)
    Console().print(shown)


@fault.command("clear")
def fault_clear(
    context: typer.Context,
    number: Annotated[int | None, typer.Argument(help="which one; all if not given")] = None,
) -> None:
    """Forget a fault, or all; a library that vanished is back."""
    _hands(context).clear_faults(number)


def main() -> None:
    """Run the command; refusals are one line on stderr and exit status 1."""
    try:
        app()
    except RsmError as refused:
        Console(stderr=True, soft_wrap=True, highlight=False).print(refused.headline(), markup=False)
        sys.exit(1)


def headline(library: Library) -> str:
    """The library in one line."""
    made = library.made_from
    door = f", door {'open' if library.door_open else 'closed'}" if made.doors else ""
    extra = "".join(text for text, so in ((", locked", library.locked), (", gone", library.gone)) if so)
    return (
        f"{library.serial}: {made.type}, {made.drives} drives, {made.slots} slots, {made.ports} ports, "
        f"{len(library.contents)} cartridges{door}{extra}"
    )


def table(library: Library, *, every: bool = False) -> Table:
    """Its elements and the shelf, as people read them."""
    shown = Table("Place", "Address", "Cartridge", "Bar code", "Remarks")
    rows = list(_rows(library, every=every))
    kept = rows if every else rows[: SHOWN + library.made_from.drives + library.made_from.ports + 1]
    for row in kept:
        shown.add_row(*row)
    if len(kept) < len(rows):
        shown.add_row("...", "", f"{len(rows) - len(kept)} more", "", "see them with --all")
    return shown


def _rows(library: Library, *, every: bool) -> Iterator[tuple[str, str, str, str, str]]:
    for each in elements(library):
        place = "robot" if each.kind is ElementKind.ROBOT else place_name(library, each.address)
        cartridge = library.contents.get(each.address)
        if cartridge:
            yield place, str(each.address), cartridge.key, each.bar_code or "not read", _remarks(library, each.address)
        elif every or each.kind is not ElementKind.SLOT:
            yield place, str(each.address), "", "", _remarks(library, each.address)
    for cartridge in library.shelf.values():
        yield "shelf", "", cartridge.key, cartridge.bar_code or "none", ""


def _remarks(library: Library, address: int) -> str:
    remarks = []
    if kind_at(library, address) is ElementKind.DRIVE:
        remarks.append(words(library.drive(address)))
    if cartridge := library.contents.get(address):
        remarks += [text for text, so in (("write-protected", cartridge.protected), ("WORM", cartridge.worm)) if so]
        remarks += [f"cleans {cartridge.passes} more times"] if cartridge.passes is not None else []
    return ", ".join(remarks)


def _hands(context: typer.Context) -> Hands:
    hands = context.obj
    if not isinstance(hands, Hands):
        raise TypeError("commands come after the folder")
    return hands


def _is_on(text: str) -> bool:
    if text not in {"on", "off"}:
        raise typer.BadParameter(f"{text!r} is neither on nor off")
    return text == "on"


if __name__ == "__main__":
    main()

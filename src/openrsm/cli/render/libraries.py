"""Libraries, their drives and their elements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from openrsm.cli.durations import say_duration
from openrsm.cli.render.page import Cell, Page, Section, Table, Tone, facts, row
from openrsm.cli.render.words import drive_state, library_state, medium_state, moment, state, yes
from openrsm.domain.equipment import Changer, Drive, Library
from openrsm.domain.library_types import LibraryType
from openrsm.domain.machine import word
from openrsm.domain.slot import PortPosition
from openrsm.domain.values import Medium
from openrsm.surface.views import DriveView, LibraryDetail, LibraryView, PortView, SlotView

NO_LIBRARIES: Final = "none; rsm library add NAME URL adds one"


def libraries_table(views: Sequence[LibraryView]) -> Table:
    """A library a line."""
    return Table(
        ("Library", "State", "Drives", "Slots", "Ports", "Media", "Work", "Model", "Trouble"),
        [_library_row(view) for view in views],
        frozenset({"Trouble"}),
    )


def _library_row(view: LibraryView) -> Sequence[Cell]:
    library = view.library
    counts = (view.drives, view.slots, view.ports, view.media, view.open_work)
    return row(library.name, library_state(library), *counts, model(library), Cell(library.trouble, Tone.BAD))


def libraries_page(views: Sequence[LibraryView]) -> Page:
    """Libraries alone."""
    return [Section(libraries_table(views), nothing=NO_LIBRARIES)]


def types_page(types: Sequence[LibraryType]) -> Page:
    """A media type a line, and why it is one."""
    headings = ("Type", "Drives take it", "Added", "Media")
    rows = [row(one.media_type, yes(one.native), yes(one.added), one.media) for one in types]
    return [Section(Table(headings, rows), nothing="no media types")]


def drives_table(views: Sequence[DriveView]) -> Table:
    """A drive a line, with who has it."""
    return Table(
        ("Drive", "Type", "State", "Cartridge", "Use"),
        [
            row(view.drive.name, view.drive.type_name, drive_state(view.drive), named(view.medium), _use(view))
            for view in views
        ],
        frozenset({"Use"}),
    )


def drives_page(views: Sequence[DriveView]) -> Page:
    """Drives alone."""
    return [Section(drives_table(views), nothing="no drives")]


def drive_page(view: DriveView) -> Page:
    """Everything about one drive."""
    drive = view.drive
    return [
        Section(
            facts(
                ("name", drive.name),
                ("library", view.library),
                ("state", drive_state(drive)),
                ("cartridge", named(view.medium)),
                ("use", _use(view)),
                ("device", drive.device_path),
                ("type", drive.type_name),
                ("model", model(drive)),
                ("serial number", drive.serial),
                ("firmware", drive.revision),
                ("element", f"{drive.address}"),
                ("dismount delay", say_duration(drive.dismount_delay)),
                ("mounts", f"{drive.mounts}"),
                ("cleaned", _cleaned(drive)),
                ("description", drive.description),
                ("GUID", str(drive.id)),
            )
        )
    ]


def _cleaned(drive: Drive) -> str:
    last = moment(drive.cleaned_at) if drive.cleaned_at else "never"
    return f"{last}; it asks to be cleaned" if drive.wants_cleaning else last


def library_page(detail: LibraryDetail) -> Page:
    """A library with everything in it; kinds of elements that it lacks are left out."""
    changers = _changers_table(detail.changers)
    drives = drives_table(detail.drives)
    sections = [Section(table, title) for title, table in (("Changers", changers), ("Drives", drives)) if table.rows]
    return [Section(_library_facts(detail)), *sections, *_elements(detail)]


def _library_facts(detail: LibraryDetail) -> Table:
    library = detail.summary.library
    return facts(
        ("name", library.name),
        ("state", library_state(library)),
        ("trouble", Cell(library.trouble, Tone.BAD)),
        ("address", library.url),
        ("model", model(library)),
        ("serial number", library.serial),
        ("firmware", library.revision),
        ("cartridges", f"{detail.summary.media}"),
        ("media types", ", ".join(detail.media_types)),
        ("type without suffix", library.default_type or ""),
        ("bar codes", yes(library.has_bar_codes)),
        ("inventory", word(library.inventory_method)),
        ("labels", library.labels.value),
        ("cleaning", _cleaning(detail)),
        ("doors", ", ".join(f"door {door.number} {word(door.state)}" for door in detail.doors)),
        ("open work", f"{detail.summary.open_work}"),
        ("added", moment(library.created)),
        ("GUID", str(library.id)),
    )


def _cleaning(detail: LibraryDetail) -> str:
    """``CLNU01L1 in slot 60, 12 uses left``; empty where no slot is kept for it."""
    if detail.cleaner_slot is None:
        return ""
    uses = detail.summary.library.cleaner_uses
    left = "" if uses is None else f", {uses} {'use' if uses == 1 else 'uses'} left"
    return f"{detail.cleaner or 'no cartridge'} in slot {detail.cleaner_slot}{left}"


def _elements(detail: LibraryDetail) -> Sequence[Section]:
    slots, ports = _slots_table(detail.slots), _ports_table(detail.ports)
    return [Section(table, title) for title, table in (("Slots", slots), ("Ports", ports)) if table.rows]


def _changers_table(changers: Sequence[Changer]) -> Table:
    rows = [
        row(changer.name, state(changer.operational), changer.address, model(changer), changer.serial)
        for changer in changers
    ]
    return Table(("Changer", "State", "Element", "Model", "Serial"), rows)


def _slots_table(views: Sequence[SlotView]) -> Table:
    rows = [
        row(view.slot.number, view.slot.address, state(view.slot.state), named(view.medium), _standing(view.medium))
        for view in views
    ]
    return Table(("Slot", "Element", "State", "Cartridge", "Cartridge is"), rows)


def _ports_table(views: Sequence[PortView]) -> Table:
    rows = [
        row(view.port.number, view.port.address, _port_state(view), named(view.medium), _standing(view.medium))
        for view in views
    ]
    return Table(("Port", "Element", "State", "Cartridge", "Cartridge is"), rows)


def _port_state(view: PortView) -> str:
    opened = ", open" if view.port.position is PortPosition.EXTENDED else ""
    return f"{word(view.port.content)}{opened}"


def _standing(medium: Medium | None) -> Cell:
    return Cell("") if medium is None else medium_state(medium)


def _use(view: DriveView) -> Cell:
    return Cell(view.drive.trouble, Tone.BAD) if view.drive.trouble else Cell(view.use)


def named(medium: Medium | None) -> str:
    """A cartridge as people name it."""
    return "" if medium is None else medium.name


def model(device: Library | Changer | Drive) -> str:
    """Vendor and product."""
    return f"{device.vendor} {device.product}".strip()


def one_library(view: LibraryView) -> Page:
    """A library alone, as in a list."""
    return libraries_page([view])

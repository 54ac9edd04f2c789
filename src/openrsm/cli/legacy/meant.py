"""Which objects a line means: those that it names, and what lies in the places that it names."""

from __future__ import annotations

from openrsm.cli.call import Desk
from openrsm.cli.legacy.grammar import Line, Misuse
from openrsm.domain.values import Medium
from openrsm.errors import Empty, ObjectNotFound
from openrsm.surface.views import LibraryDetail


def one_of(line: Line, *keys: str) -> str:
    """The value of whichever of these switches stands there."""
    return next(line.needed(key) for key in keys if line.has(key))


def meant(desk: Desk, line: Line) -> str:
    """The LMID, the side, or the medium in a slot of the changer's library."""
    slot = line.value("s")
    if slot is None:
        return one_of(line, "l", "p")
    if not line.has("c"):
        raise Misuse("/s needs /c", line.subcommand.synopsis())
    return str(_in_slot(_library_of_changer(desk, line.needed("c")), slot).id)


def to_eject(desk: Desk, line: Line) -> list[str]:
    """The medium itself, or what lies in a slot or a drive, or in the only drive of a library."""
    if (medium := line.value("p")) is not None:
        return [medium]
    library = line.value("l")
    if library is None:
        raise Misuse("/p, or /l with /s or /d, is missing", line.subcommand.synopsis())
    detail = desk.manager.libraries.show(desk.session, library)
    slot, drive = line.value("s"), line.value("d")
    if slot is drive is None:
        if len(detail.drives) != 1:
            raise Misuse("/s or /d is missing", line.subcommand.synopsis())
        drive = str(detail.drives[0].drive.number)
    lying = [] if slot is None else [_in_slot(detail, slot)]
    lying += [] if drive is None else [_in_drive(detail, drive)]
    return [medium.name for medium in lying]


def _in_slot(detail: LibraryDetail, named: str) -> Medium:
    for view in detail.slots:
        if named in (str(view.slot.id), str(view.slot.number)):
            return _lying(view.medium, f"slot {view.slot.number}", detail)
    raise _missing(detail, f"slot {named}")


def _in_drive(detail: LibraryDetail, named: str) -> Medium:
    for view in detail.drives:
        if named in (str(view.drive.id), view.drive.name, str(view.drive.number)):
            return _lying(view.medium, f"drive {view.drive.number}", detail)
    raise _missing(detail, f"drive {named}")


def _lying(medium: Medium | None, where: str, detail: LibraryDetail) -> Medium:
    if medium is None:
        name = detail.summary.library.name
        raise Empty(f"{where} of library {name} is empty", f"see: rsm library show {name}")
    return medium


def _missing(detail: LibraryDetail, what: str) -> ObjectNotFound:
    name = detail.summary.library.name
    return ObjectNotFound(f"library {name} has no {what}", f"see: rsm library show {name}")


def _library_of_changer(desk: Desk, changer: str) -> LibraryDetail:
    for view in desk.manager.libraries.list(desk.session):
        detail = desk.manager.libraries.show(desk.session, str(view.library.id))
        if any(changer in (one.name, str(one.id)) for one in detail.changers):
            return detail
    raise ObjectNotFound(f"there is no changer {changer}", "rsm legacy view /tchanger lists them")

"""Which objects a line means: those that it names, and what lies in the places that it names."""

from __future__ import annotations

from openrsm.cli.call import Desk
from openrsm.cli.legacy.grammar import Line, Misuse
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
    lying = [
        view.medium
        for view in _library_of_changer(desk, line.needed("c")).slots
        if slot in (str(view.slot.id), str(view.slot.number))
    ]
    if not lying or lying[0] is None:
        raise Misuse("nothing lies there", "rsm library show tells what lies where")
    return str(lying[0].id)


def to_eject(desk: Desk, line: Line) -> list[str]:
    """The medium itself, or what lies in a slot or a drive, or in the only drive of a library."""
    if (medium := line.value("p")) is not None:
        return [medium]
    library = line.value("l")
    if library is None:
        raise Misuse("/p, or /l with /s or /d, is missing", line.subcommand.synopsis())
    detail = desk.manager.libraries.show(desk.session, library)
    slot, drive = line.value("s"), line.value("d")
    lying = [view.medium for view in detail.slots if slot in (str(view.slot.id), str(view.slot.number))]
    lying += [
        view.medium
        for view in detail.drives
        if drive in (str(view.drive.id), view.drive.name, str(view.drive.number))
        or (slot is drive is None and len(detail.drives) == 1)
    ]
    found = [medium.name for medium in lying if medium is not None]
    if not found:
        raise Misuse("nothing lies there", "rsm library show tells what lies where")
    return found


def _library_of_changer(desk: Desk, changer: str) -> LibraryDetail:
    for view in desk.manager.libraries.list(desk.session):
        detail = desk.manager.libraries.show(desk.session, str(view.library.id))
        if any(changer in (one.name, str(one.id)) for one in detail.changers):
            return detail
    raise Misuse(f"there is no changer {changer}", "rsm legacy view /tchanger lists them")

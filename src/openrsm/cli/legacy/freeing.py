"""What makes media free again: ``freemedia`` and ``erase``."""

from __future__ import annotations

from collections.abc import Sequence

from openrsm.cli.call import Desk
from openrsm.cli.legacy import words
from openrsm.cli.legacy.awaiting import until_done
from openrsm.cli.legacy.grammar import Line
from openrsm.cli.legacy.meant import meant
from openrsm.cli.streams import tell
from openrsm.domain.labels import FREE_LABEL
from openrsm.domain.library import LabelUse
from openrsm.domain.media_types import is_rewritable
from openrsm.domain.pools import AT_REST
from openrsm.domain.side import SideState
from openrsm.domain.values import MediumId, PlaceKind
from openrsm.domain.work import Operation
from openrsm.errors import Busy, InvalidState, MediaOffline, NotSupported
from openrsm.surface.views import MediumView


def erase(desk: Desk, line: Line) -> Sequence[str]:
    """Free a medium of which nothing can be read any more, as its free label is written."""
    named = line.needed("p")
    medium = desk.manager.media.show(desk.session, named)
    _check_erasable(desk, medium)
    _free(desk, medium, named, words.seconds(line.value("t")))
    for side in desk.manager.media.show(desk.session, str(medium.medium.id)).sides:
        if side.label_type != FREE_LABEL or side.label_stale:
            what = f"{medium.medium.name} is free, and nothing was written on it"
            raise InvalidState(what, "move it to another pool (rsm media move), then erase it")
    return []


def _check_erasable(desk: Desk, medium: MediumView) -> None:
    """Whether it would get a free label; without a new one it would become free, and what it holds would stay."""
    name = medium.medium.name
    if not is_rewritable(medium.medium.media_type):
        raise NotSupported(f"{name} cannot be written on again, so nothing of it can be erased", "destroy it instead")
    library = desk.manager.libraries.show(desk.session, str(medium.medium.library_id)).summary.library
    if library.labels is not LabelUse.WRITE:
        what = f"labels of {library.name} are not written, so nothing of {name} would be erased"
        raise NotSupported(what, f"run: rsm library labels {library.name} write")
    if any(side.label_doubted for side in medium.sides):
        what = f"{name} was free in a copy of the catalogue, and its label has not been seen since"
        raise InvalidState(what, f"first run: rsm media identify {name}")


def free_media(desk: Desk, line: Line) -> Sequence[str]:
    """Free a medium, with whatever free label its library gives it."""
    if line.has("d"):
        tell("/d changes nothing: the service chooses the drive")
    named = meant(desk, line)
    _free(desk, desk.manager.media.show(desk.session, named), named)
    return []


def _free(desk: Desk, medium: MediumView, named: str, timeout: float | None = None) -> None:
    """It is nobody's any more, and in the free pool; its free label, if it gets one, is written."""
    _check_others(medium, named)
    _check_at_rest(desk, medium)
    _check_at_hand(desk, medium)
    ended = _labelling(desk, medium.medium.id, ended=True)
    for logical in medium.logical:
        desk.manager.media.deallocate(desk.session, str(logical.id))
    # It may have gone back to the free pool.
    until_done(desk, sorted(_labelling(desk, medium.medium.id) - ended), timeout)
    free = f"Free/{medium.medium.media_type}"
    if desk.manager.media.show(desk.session, str(medium.medium.id)).pool != free:
        desk.manager.media.move(desk.session, str(medium.medium.id), free)
    until_done(desk, sorted(_labelling(desk, medium.medium.id) - ended), timeout)


def _check_others(medium: MediumView, named: str) -> None:
    """A disc becomes free as a whole: sides that are not named must be nobody's, and its own name names neither."""
    called = {one.side_id for one in medium.logical if named in (str(one.id), one.name)}
    others = [side for side in medium.sides if str(side.id) != named and side.id not in called]
    taken = [side for side in others if side.state in (SideState.ALLOCATED, SideState.COMPLETE)]
    if taken and len(medium.sides) > 1:
        what = f"side {words.guid(taken[0].id)} of {medium.medium.name} is somebody's, and not named"
        raise InvalidState(what, "name one side; the others' owners have to give theirs back first")


def _check_at_rest(desk: Desk, medium: MediumView) -> None:
    """What is given back while it is used could be labelled, and so lose its data, as soon as it is dismounted.

    What is nobody's has nothing to give back: its free label may be under way, and is waited for.
    """
    ours = medium.medium
    under_way = any(view.item.medium_id == ours.id for view in desk.manager.work.list(desk.session))
    if medium.logical and (under_way or ours.state not in AT_REST):
        what = f"an operation is under way with {ours.name}, so it stays whose it is"
        raise Busy(what, "dismount it, or wait until it is idle, then free it")


def _check_at_hand(desk: Desk, medium: MediumView) -> None:
    """What is offline cannot get the free label that it would need."""
    ours = medium.medium
    unlabelled = any(side.label_type != FREE_LABEL or side.label_stale for side in medium.sides)
    if ours.place.kind is PlaceKind.OFFLINE and is_rewritable(ours.media_type) and unlabelled:
        libraries = [view.library for view in desk.manager.libraries.list(desk.session)]
        if any(one.id == ours.last_library_id and one.labels is LabelUse.WRITE for one in libraries):
            what = f"medium {ours.name} is offline and needs a free label, so it stays whose it is"
            raise MediaOffline(what, "bring it into a library first")


def _labelling(desk: Desk, medium: MediumId, *, ended: bool = False) -> set[str]:
    """The items that write, or wrote, free labels on a medium; those alone, if wanted, that have ended."""
    items = [view.item for view in desk.manager.work.list(desk.session, ended=True)]
    writing = [item for item in items if (item.operation, item.medium_id) == (Operation.WRITE_FREE_LABEL, medium)]
    return {str(item.id) for item in writing if item.ended_at is not None or not ended}

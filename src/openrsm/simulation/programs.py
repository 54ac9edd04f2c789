"""Programs of other kinds: one that knows a share by its numbers, commands that run with a tape, a person with mtx."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from random import Random
from typing import Final

from openrsm.domain.library import LabelUse
from openrsm.domain.records import WorkItem
from openrsm.domain.values import WorkId
from openrsm.domain.work import WorkState
from openrsm.simulation.acting import DAY, HOUR, MINUTE, WEEK, Actor, Until, at_random
from openrsm.simulation.applications import is_mounted, taken
from openrsm.simulation.site import LEASE, LIBRARY, RUN, SHARE, Book, Site, over
from openrsm.surface.changers import ChangerView, NumberedSlot

PATIENCE: Final = 3 * DAY
DRIVE: Final = 0
"""The one that the share has."""


def changer_program(site: Site, dice: Random) -> Actor:
    """It loads a medium of the share by its number, writes, and unloads; now and then it sorts its slots."""
    turn = 0
    while True:
        yield at_random(dice, 2 * DAY)
        turn += 1
        if dice.random() < 0.3:  # noqa: PLR2004 - a third
            _sort(site, dice)
        slot = _one(dice, [one for one in site.changer(SHARE).slots if one.full])
        if slot is not None:
            yield from _load(site, slot, dice, more=f"tapes {turn};")


def _load(site: Site, slot: NumberedSlot, dice: Random, *, more: str) -> Actor:
    changers = site.manager.changers
    ids = site.queue(
        f"{SHARE} loads {slot.bar_code} from slot {slot.number}",
        lambda: changers.submit_load(site.session, SHARE, slot.number, DRIVE, nowait=True),
    )
    picture = yield Until(over(ids), PATIENCE)
    if ids and not over(ids)(picture):
        site.attempt(f"{SHARE} waits no longer", lambda: site.manager.work.cancel(site.session, str(ids[0])))
        yield Until(over(ids), HOUR)
    for item in site.ended(ids):
        if item.state is WorkState.PASSED:
            yield from _use(site, slot.bar_code, item, dice, more=more)


def _use(site: Site, bar_code: str, item: WorkItem, dice: Random, *, more: str) -> Actor:
    """The first load has made it the share's."""
    lmid = site.lmid_of(bar_code)
    site.books.setdefault(lmid, Book(bar_code, SHARE)).in_use = True
    site.mounts += 1
    site.use(lmid, item, more.encode() * 4)
    yield dice.uniform(10 * MINUTE, 3 * HOUR)
    yield from _unload(site, lmid)
    site.books[lmid].in_use = False


def _unload(site: Site, lmid: str) -> Actor:
    """It may be refused, or fail; then it is tried again."""
    while is_mounted(site, SHARE, lmid):
        what = f"{SHARE} unloads {site.books[lmid].medium}"
        ids = site.queue(what, lambda: site.manager.changers.submit_unload(site.session, SHARE, DRIVE))
        yield Until(over(ids), DAY) if ids else HOUR


def _sort(site: Site, dice: Random) -> None:
    """A medium gets another number, which moves nothing, and has it at once."""
    source, target = _ends(dice, site.changer(SHARE))
    if source is None or target is None:
        return
    site.renumbered.add(site.picture().medium(source.bar_code).id)
    if not _queued(site, SHARE, source, target):
        return
    site.carried += 1
    after = site.changer(SHARE)
    if source.bar_code not in (after.slots[target.number - 1].bar_code, after.drives[DRIVE].bar_code):
        raise AssertionError(f"{source.bar_code} was to get slot {target.number} of {SHARE}")


def _queued(site: Site, changer: str, source: NumberedSlot, target: NumberedSlot) -> list[WorkId]:
    return site.queue(
        f"{source.bar_code} is carried from slot {source.number} to {target.number} of {changer}",
        lambda: site.manager.changers.submit_transfer(site.session, changer, source.number, target.number),
    )


def person_with_mtx(site: Site, dice: Random) -> Actor:
    """Carries a cartridge from one slot to another, every few days."""
    while True:
        yield at_random(dice, 4 * DAY)
        source, target = _ends(dice, site.changer(LIBRARY))
        if source is not None and target is not None:
            yield from _carry(site, source, target)


def _ends(dice: Random, view: ChangerView) -> tuple[NumberedSlot | None, NumberedSlot | None]:
    full = [one for one in view.slots if one.full and not one.port]
    return _one(dice, full), _one(dice, [one for one in view.slots if not one.full and not one.port])


def _one(dice: Random, slots: Sequence[NumberedSlot]) -> NumberedSlot | None:
    return dice.choice(slots) if slots else None


def _carry(site: Site, source: NumberedSlot, target: NumberedSlot) -> Actor:
    """From slot to slot; the last motion for it has ended there, wherever the cartridge is by now."""
    ids = _queued(site, LIBRARY, source, target)
    picture = yield Until(over(ids), PATIENCE)
    if not ids or not over(ids)(picture) or site.ended(ids)[0].state is not WorkState.PASSED:
        return
    site.carried += 1
    for last in site.moves(picture.medium(source.bar_code).id, ids[0])[:1]:
        to = next(one.address for key, (_, one) in picture.elements().items() if key == last.destination.element_id)
        if to != target.address:
            raise AssertionError(f"{source.bar_code} was carried to element {to}, and not to slot {target.number}")


def commands(site: Site, dice: Random) -> Actor:
    """A command runs with a tape of its own, in a session that ends its mounts: it ends, or is killed with no word."""
    tapes: list[str] = []
    turn = 0
    while True:
        yield at_random(dice, 3 * DAY)
        turn += 1
        tapes = tapes or list(taken(site, RUN, 1))
        if tapes and not site.books[tapes[0]].in_use:
            site.begin_command()
            yield from _run(site, tapes[0], dice, more=f"run {turn};")
        if turn % 10 == 0 and tapes and not site.books[tapes[0]].in_use:
            site.deallocate(tapes.pop())


def _run(site: Site, lmid: str, dice: Random, *, more: str) -> Actor:
    ids = site.mount(RUN, [lmid], write=True)
    waited, picture = 0.0, site.picture()
    while ids and waited < PATIENCE and not over(ids)(picture):
        picture = yield Until(over(ids), LEASE / 2)
        waited += LEASE / 2
        site.hear_command()
    passed = bool(ids) and over(ids)(picture) and site.ended(ids)[0].state is WorkState.PASSED
    if passed:
        site.mounts += 1
        site.use(lmid, site.ended(ids)[0], more.encode() * 4)
        yield dice.uniform(MINUTE, LEASE / 2)
    killed = passed and dice.random() < 0.5  # noqa: PLR2004 - one half
    while not site.end_command(killed=killed):
        yield LEASE + 1
    site.books[lmid].in_use = False


def labels(site: Site, dice: Random) -> Actor:
    """For some weeks labels are checked, then ignored again."""
    use = LabelUse.IGNORE
    while True:
        yield at_random(dice, 3 * WEEK)
        use = LabelUse.CHECK if use is LabelUse.IGNORE else LabelUse.IGNORE
        deed = partial(site.manager.libraries.set_labels, site.session, LIBRARY, use)
        site.attempt(f"labels are to be: {use.name.lower()}", deed)


def crashes(site: Site, dice: Random) -> Actor:
    """Now and then the service is killed, while something moves."""
    while True:
        yield at_random(dice, 4 * WEEK)
        yield Until(lambda picture: bool(picture.moves), DAY)
        site.crash()

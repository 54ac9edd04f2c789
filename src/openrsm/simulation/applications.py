"""What the applications of a site do: back up to sets of two, archive, read back, and use media again."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Final

from openrsm.domain.records import WorkItem
from openrsm.domain.work import WorkState
from openrsm.simulation.acting import DAY, HOUR, MINUTE, Actor, Until, at_random, until_hour
from openrsm.simulation.site import Site, over

PATIENCE: Final = 3 * DAY
"""How long an application waits for a mount before it gives up."""
SETS_KEPT: Final = 5
ARCHIVES_KEPT: Final = 8


def backup(site: Site, dice: Random) -> Actor:
    """Every evening a set of two is written, a new one every week; what is five weeks old is used again."""
    sets: list[list[str]] = []
    evening = 0
    while True:
        yield until_hour(site, 21)
        if evening % 7 == 0 or not sets:
            sets += [given] if (given := taken(site, "backup", 2)) else []
        evening += 1
        while len(sets) > SETS_KEPT:
            for lmid in sets.pop(0):
                site.deallocate(lmid)
        if sets:
            yield from session(site, "backup", sets[-1], dice, more=f"backup {evening};", deferred=True)


def taken(site: Site, pool: str, count: int) -> list[str]:
    """So many scratch media for an application, or none."""
    given = [lmid for _ in range(count) if (lmid := site.allocate(pool)) is not None]
    if len(given) == count:
        return given
    for lmid in given:
        site.deallocate(lmid)
    return []


def archive(site: Site, dice: Random) -> Actor:
    """Every few days a medium is appended to; a new one every month, the oldest are used again."""
    media: list[str] = []
    turn = 0
    while True:
        yield at_random(dice, 2 * DAY)
        if turn % 15 == 0 or not media:
            media += taken(site, "archive", 1)
        turn += 1
        if len(media) > ARCHIVES_KEPT and not (book := site.books[media[0]]).away and not book.in_use:
            site.deallocate(media.pop(0))
        if media and not site.books[media[-1]].away:
            yield from session(site, "archive", media[-1:], dice, more=f"archive {turn};", deferred=dice.random() < 0.5)  # noqa: PLR2004 - one half


def restores(site: Site, dice: Random) -> Actor:
    """Now and then something is read back; it may have to be fetched from the vault."""
    while True:
        yield at_random(dice, 1.5 * DAY)
        lmids = [lmid for lmid, book in site.books.items() if book.content and not book.in_use]
        if lmids:
            yield from session(site, "restore", [dice.choice(lmids)], dice, more="", deferred=False)


def session(site: Site, who: str, lmids: Sequence[str], dice: Random, *, more: str, deferred: bool) -> Actor:
    """Mount, read and write, and give up again."""
    if any(site.books[lmid].in_use for lmid in lmids):
        return
    ids = site.mount(who, lmids, write=bool(more))
    if not ids:
        return
    picture = yield Until(over(ids), PATIENCE)
    while not over(ids)(picture):
        why = picture.work[ids[0]].reason
        site.attempt(f"{who} waits no longer: {why}", lambda: site.manager.work.cancel(site.session, str(ids[0])))
        picture = yield Until(over(ids), HOUR)
    items = site.ended(ids)
    if all(item.state is WorkState.PASSED for item in items):
        yield from _use(site, who, lmids, items, dice, more=more, deferred=deferred)
    for lmid in lmids:
        if lmid in site.books:
            site.books[lmid].in_use = False


def _use(
    site: Site, who: str, lmids: Sequence[str], items: Sequence[WorkItem], dice: Random, *, more: str, deferred: bool
) -> Actor:
    site.mounts += len(items)
    for lmid, item in zip(lmids, items, strict=True):
        site.use(lmid, item, more.encode() * 4)
    yield dice.uniform(10 * MINUTE, 3 * HOUR)
    # A dismount may be refused, or fail: what is still mounted then is given up again, when something may have changed.
    while still := [lmid for lmid in lmids if is_mounted(site, who, lmid)]:
        ids = site.dismount(who, still, deferred=deferred)
        yield Until(over(ids), DAY) if ids else HOUR


def is_mounted(site: Site, who: str, lmid: str) -> bool:
    """Whether an application has it in a drive."""
    picture, name = site.picture(), site.books[lmid].medium
    holders = {
        picture.media[drive.medium_id].name: drive.holder.application
        for drive in picture.drives.values()
        if drive.holder is not None and drive.medium_id is not None
    }
    return holders.get(name) == who

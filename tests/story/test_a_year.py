"""A year in the life of a library of two drives and sixty slots, month by month, as its administrator would tell it.

Every Monday a tape is begun, and every Thursday a backup is added to it; a tape is kept for five weeks. At the end of
each month one goes to the vault for three months. What else happens is told in each month.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import pytest

from openrsm.domain.operator import OperatorKind
from openrsm.domain.suspects import Party
from openrsm.domain.work import WorkState
from openrsm.errors import UnexpectedMedium
from openrsm.surface.media import AllocateOptions
from tests.conformance.surface_bench import LIBRARY, PATIENCE, Bench, eventually, given
from tests.story.site import EXCHANGE, FREE, OFFSITE, WEEKLY, Site, backup, volume

pytestmark = [pytest.mark.slow, pytest.mark.torture]

ANY: Final = AllocateOptions()
KEPT_WEEKLY: Final = 5
KEPT_OFFSITE: Final = 3
FIRST: Final = f"{LIBRARY}/drive1"
SECOND: Final = f"{LIBRARY}/drive2"


class Year:
    """The year of one site: the routine of every month."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.weekly: list[str] = []
        self.offsite: list[str] = []

    def month(self, number: int) -> None:
        """Its weeks, and the exchange with the vault at its end."""
        for monday in mondays(number):
            self.week(monday)
        self.exchange(number)

    def week(self, monday: date) -> None:
        self.site.until(monday.month, monday.day)
        self.weekly.append(self.site.begin_tape(WEEKLY, backup(f"monday {monday}")))
        if len(self.weekly) > KEPT_WEEKLY:
            self.site.recycle(self.weekly.pop(0))
        thursday = monday + timedelta(days=3)
        if thursday.year == monday.year:
            self.site.until(thursday.month, thursday.day)
            self.site.append(self.weekly[-1], backup(f"thursday {thursday}"))

    def exchange(self, number: int) -> None:
        """Last month's tape goes, and one that has been away for three months comes back."""
        lmid = self.site.begin_tape(OFFSITE, backup(f"month {number}"))
        self.site.bench.manager.media.complete(self.site.bench.session, lmid)
        self.site.bench.pass_time(600)
        self.site.send_away(lmid)
        self.offsite.append(lmid)
        if len(self.offsite) > KEPT_OFFSITE:
            back = self.offsite.pop(0)
            self.site.bring_home(back)
            self.site.restore(back)
            self.site.recycle(back)


def mondays(month: int) -> Iterator[date]:
    day = date(2027, month, 1)
    while day.month == month:
        if day.weekday() == 0:
            yield day
        day += timedelta(days=1)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path)
    yield made
    made.close()


def january(year: Year) -> None:
    """The library is new: its cartridges are looked at, and get free labels."""
    year.site.commission()
    year.site.check(free=40)
    year.month(1)
    year.site.check(free=35, weekly=4, offsite=1)


def february(year: Year) -> None:
    """A drive asks to be cleaned, and is, before anybody uses it again."""
    bench = year.site.bench
    bench.hands.add_fault("load", "alert:20", where="drive:1")
    year.month(2)
    year.site.check(free=33, weekly=5, offsite=2)
    drive = bench.drive(1).drive
    assert (drive.wants_cleaning, drive.cleaned_at is not None, cleanings_left(bench)) == (False, True, 3)


def cleanings_left(bench: Bench) -> int | None:
    return bench.manager.libraries.show(bench.session, LIBRARY).summary.library.cleaner_uses


def march(year: Year) -> None:
    """The bar codes of two tapes are worn off, and somebody exchanges these: each is found by its label."""
    bench = year.site.bench
    year.month(3)
    worn = year.weekly[1:3]
    names = [year.site.books[lmid].name for lmid in worn]
    places = [bench.medium(name).where for name in names]
    with year.site.door_open(*names):
        for place in places:
            bench.hands.label(place.replace(" ", ":"), readable=False)
    with year.site.door_open(*names):
        bench.hands.swap(*(place.replace(" ", ":") for place in places))
    [look] = bench.manager.media.identify(bench.session, names[0])
    bench.done(look)
    bench.manager.settle()
    assert [bench.medium(name).where for name in names] == places[::-1]
    for lmid in worn:
        year.site.restore(lmid)
    bench.manager.settle()
    with year.site.door_open(*names):
        for place in places:
            bench.hands.label(place.replace(" ", ":"), readable=True)
    year.site.check(free=32, weekly=5, offsite=3)


def april(year: Year) -> None:
    """The second drive ages. The first tape comes back from the vault, and is read before it is used again."""
    year.site.bench.hands.add_fault("load", "uncorrected:4", where="drive:2", times=0)
    year.month(4)
    for lmid in year.weekly:
        year.site.append(lmid, backup("a full drive 2"), SECOND)
        year.site.bench.pass_time(600)
        year.site.append(lmid, backup("a full drive 1"), FIRST)
        year.site.bench.pass_time(600)
    year.site.check(free=32, weekly=5, offsite=3)
    [suspect] = year.site.bench.manager.diagnosis.suspects(year.site.bench.session)
    assert (suspect.party, suspect.drive, suspect.certain) == (Party.DRIVE, SECOND, True)


def may(year: Year) -> None:
    """It is taken out of service, and everything goes on with one drive until the new one is there."""
    bench = year.site.bench
    bench.done(bench.manager.drives.disable(bench.session, SECOND))
    year.month(5)
    year.site.check(free=32, weekly=5, offsite=3)
    bench.hands.clear_faults()
    bench.done(bench.manager.drives.enable(bench.session, SECOND))
    bench.manager.diagnosis.clear_drive(bench.session, SECOND)
    year.site.append(year.weekly[-1], backup("the new drive"), SECOND)
    assert bench.manager.diagnosis.suspects(bench.session) == []


def june(year: Year) -> None:
    """Somebody takes a tape out and leaves it behind the rack. A restore asks for it; it is put back elsewhere."""
    bench = year.site.bench
    year.month(6)
    lost = year.weekly[2]
    name = year.site.books[lost].name
    with year.site.door_open(name):
        bench.hands.take(name)
    assert bench.medium(lost).where == "offline"
    restore = bench.pending(lost, read=True)
    [asked] = eventually(bench.requests)
    assert (asked.request.kind, asked.medium) == (OperatorKind.MOVE_MEDIA, name)
    with year.site.door_open(name):
        bench.hands.insert(name, "slot:55")
    [mounted] = restore.result()
    year.site.compare(lost, given(mounted.drive).device_path)
    bench.dismount(lost)
    assert bench.requests() == []
    year.site.check(free=32, weekly=5, offsite=3)


def july(year: Year) -> None:
    """Two labels are stuck on the wrong cartridges: neither is handed out for the other, nothing is overwritten."""
    bench = year.site.bench
    year.month(7)
    written = year.weekly[3]
    name = year.site.books[written].name
    scratch = next(one.medium.name for one in bench.manager.media.list(bench.session) if one.pool == FREE)
    with year.site.door_open(name, scratch):
        swap_labels(bench, name, scratch)
    with pytest.raises(UnexpectedMedium):
        bench.mount(written, read=True)
    bench.manager.settle()
    exactly = AllocateOptions(side=str(bench.medium(scratch).sides[0].id))
    taken = str(bench.manager.media.allocate(bench.session, WEEKLY, exactly).logical.id)
    with pytest.raises(UnexpectedMedium):
        bench.mount(taken, write=True)
    bench.manager.settle()
    assert {view.medium for view in bench.requests()} == {name, scratch}
    with year.site.door_open(name, scratch):
        swap_labels(bench, name, scratch)
    for view in bench.requests():
        bench.manager.operators.satisfy(bench.session, str(view.request.number))
    year.site.restore(written)
    bench.manager.media.deallocate(bench.session, taken)
    year.site.check(free=32, weekly=5, offsite=3)


def swap_labels(bench: Bench, one: str, other: str) -> None:
    places = {name: bench.medium(name).where.replace(" ", ":") for name in (one, other)}
    bench.hands.relabel(places[one], other)
    bench.hands.relabel(places[other], one)


def august(year: Year) -> None:
    """The power fails while both drives are in use and a third backup waits: it is mounted afterwards."""
    bench = year.site.bench
    year.month(8)
    first, second, third = year.weekly[:3]
    bench.mount(first, second)
    [waiting] = bench.queue(third, read=True)
    year.site.restart()
    bench = year.site.bench
    assert bench.item(waiting).item.state is WorkState.WAITING
    bench.dismount(first)
    bench.dismount(second)
    done = bench.done(waiting)
    year.site.compare(third, bench.manager.drives.show(bench.session, str(done.item.drive_id)).drive.device_path)
    bench.dismount(third)
    year.site.check(free=32, weekly=5, offsite=3)


def september(year: Year) -> None:
    """Another site sends three tapes; one is read, and all are sent back as they came."""
    site, bench = year.site, year.site.bench
    year.month(9)
    sent = site.folder / "sent"
    sent.write_bytes(volume("XCHG01") + backup("another site"))
    names = ("X00001L9", "X00002L9", "X00003L9")
    site.inject(*names, content=sent)
    site.check(free=32, weekly=5, offsite=3, foreign=3)
    bench.create_pool(EXCHANGE, "LTO-9")
    exactly = AllocateOptions(side=str(bench.medium("X00002L9").sides[0].id))
    lmid = str(bench.manager.media.allocate(bench.session, EXCHANGE, exactly).logical.id)
    [mounted] = bench.mount(lmid, read=True)
    assert Path(given(mounted.drive).device_path).read_bytes() == sent.read_bytes()
    bench.dismount(lmid)
    site.check(free=32, weekly=5, offsite=3, foreign=2, exchange=1)
    site.hand_out(*names)
    site.check(free=32, weekly=5, offsite=3, exchange=1)
    assert all(site.on_the_shelf(name) == sent.read_bytes() for name in names)


def october(year: Year) -> None:
    """A great migration takes all scratch media, and waits for more; new ones are brought in."""
    site, bench = year.site, year.site.bench
    year.month(10)
    taken = [str(bench.manager.media.allocate(bench.session, WEEKLY, ANY).logical.id) for _ in range(32)]
    waiting = bench.threads.submit(bench.manager.media.allocate, bench.session, WEEKLY, replace(ANY, timeout=None))
    [asked] = eventually(bench.requests)
    assert asked.request.kind is OperatorKind.NEW_MEDIA
    site.inject("V00041L9", "V00042L9")
    site.make_free("V00041L9", "V00042L9")
    taken.append(str(waiting.result(PATIENCE).logical.id))
    assert bench.requests() == []
    site.check(free=1, weekly=38, offsite=3, exchange=1)
    for lmid in taken:
        bench.manager.media.deallocate(bench.session, lmid)
    site.check(free=34, weekly=5, offsite=3, exchange=1)


def november(year: Year) -> None:
    """The cleaning cartridge is used up, and changed. Two old media are retired and leave for good."""
    site, bench = year.site, year.site.bench
    year.month(11)
    for drive in (FIRST, SECOND, FIRST):
        bench.done(bench.manager.cleaning.clean(bench.session, drive))
    assert cleanings_left(bench) == 0
    waits = bench.manager.cleaning.clean(bench.session, SECOND)
    [asked] = eventually(bench.requests)
    assert (asked.request.kind, "used up" in asked.request.message) == (OperatorKind.CLEANER, True)
    site.take([bench.manager.cleaning.eject(bench.session, LIBRARY)], "CLNU01L9")
    change = bench.manager.cleaning.inject(bench.session, LIBRARY, uses=50)
    eventually(lambda: "put cartridges" in bench.item(change).item.reason)
    bench.hands.insert("CLNU02L9", "port:1")
    bench.manager.work.stop(bench.session, str(change.item.id))
    assert bench.done(waits).item.state is WorkState.PASSED
    assert (cleanings_left(bench), bench.requests()) == (49, [])
    site.check(free=34, weekly=5, offsite=3, exchange=1)
    old = [view.medium.name for view in bench.manager.media.list(bench.session) if view.pool == FREE][:2]
    for name in old:
        bench.manager.media.decommission(bench.session, name)
    site.hand_out(*old)
    for name in old:
        bench.manager.media.delete(bench.session, name)
    site.check(free=32, weekly=5, offsite=3, exchange=1)


def december(year: Year) -> None:
    """Whatever the books say is read back, and compared."""
    year.month(12)
    away = list(year.offsite)
    year.site.bring_home(*away)
    for lmid in (*year.weekly, *away):
        year.site.restore(lmid)
    year.site.send_away(*away)
    year.site.check(free=32, weekly=5, offsite=3, exchange=1)
    bench = year.site.bench
    exported = Path(bench.manager.database.export(bench.session).file)
    assert exported.is_file()
    assert bench.manager.diagnosis.suspects(bench.session) == []
    assert bench.requests() == []


MONTHS: Final = (
    january,
    february,
    march,
    april,
    may,
    june,
    july,
    august,
    september,
    october,
    november,
    december,
)


def test_a_year_in_the_life_of_a_library(site: Site) -> None:
    year = Year(site)
    for month in MONTHS:
        month(year)

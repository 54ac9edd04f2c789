"""What changer programs do in random operations on a service: they load, unload and carry, in libraries and a share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from openrsm.domain.values import Medium, MediumId
from openrsm.domain.work import Operation, WorkState
from openrsm.simulation.sharing import Shared, numbered, renumbered
from openrsm.surface.changers import ChangerView, NumberedSlot
from openrsm.surface.views import WorkView
from tests.service.invariants import Picture
from tests.service.machine import ServiceMachine

SHARE: Final = "bareos"
POOLS: Final = ("backups/daily", "backups/weekly")
PICK = st.sampled_from(range(24))
CHANGER = st.sampled_from([SHARE, SHARE, "vtl", "vtl", "jukebox"])
PATIENCE = st.sampled_from([None, 0, 0.2])


class ChangerRules(ServiceMachine):
    """Changer programs, and whoever makes shares for them.

    Attributes:
        shared: The shares as they were last.
        meant: Media that got other numbers since because somebody wanted it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.shared = Shared()
        self.meant: set[MediumId] = set()

    @initialize()
    def begin(self) -> None:
        super().begin()
        self._share(list(POOLS))
        self.rest()

    def wrong(self, picture: Picture) -> Iterator[str]:
        yield from super().wrong(picture)
        before, shared = self.shared, self.world.shared()
        yield from numbered(picture, shared)
        yield from renumbered(picture, before, shared, self.meant)
        self.shared, self.meant = shared, set()

    # Programs.

    @rule(changer=CHANGER, pick=PICK, number=st.integers(0, 2), wait=PATIENCE, by=PICK)
    def load(self, changer: str, pick: int, number: int, wait: float | None, by: int) -> None:
        self.attempt(lambda: self._load(changer, pick, number, wait, by))

    def _load(self, changer: str, pick: int, number: int, wait: float | None, by: int) -> None:
        changers, session = self.manager.changers, self.session(by)
        slot = self._full(changers.show(session, changer), pick)
        if wait is None:
            changers.submit_load(session, changer, slot.number, number, nowait=True)
            return
        drive = changers.load(session, changer, slot.number, number, timeout=wait)
        assert (drive.number, drive.bar_code) == (number, slot.bar_code), f"slot {slot} was to be loaded, not {drive}"

    @rule(changer=CHANGER, number=st.integers(0, 2), pick=st.one_of(st.none(), PICK), by=PICK)
    def unload(self, changer: str, number: int, pick: int | None, by: int) -> None:
        self.attempt(lambda: self._unload(changer, number, pick, by))

    def _unload(self, changer: str, number: int, pick: int | None, by: int) -> None:
        changers, session = self.manager.changers, self.session(by)
        view = changers.show(session, changer)
        target = None if pick is None else self._empty(view, pick)
        drive = self.one(number, view.drives)
        if drive is not None and target is not None:
            self._means(drive.bar_code)
        done = changers.unload(session, changer, number, target.number if target else None, timeout=0.5)
        if target is not None:
            self._arrived(changer, done, target, drive.bar_code if drive else "")

    @rule(changer=CHANGER, one=PICK, other=PICK, sensible=st.sampled_from([True, True, True, False]), by=PICK)
    def transfer(self, changer: str, one: int, other: int, by: int, *, sensible: bool) -> None:
        self.attempt(lambda: self._carry(changer, one, other, by, sensible=sensible))

    def _carry(self, changer: str, one: int, other: int, by: int, *, sensible: bool) -> None:
        changers, session = self.manager.changers, self.session(by)
        view = changers.show(session, changer)
        source = self._full(view, one)
        target = self._empty(view, other) if sensible else view.slots[other % len(view.slots)]
        self._means(source.bar_code)
        done = changers.transfer(session, changer, source.number, target.number, timeout=0.5)
        self._arrived(changer, done, target, source.bar_code)

    def _arrived(self, changer: str, done: WorkView, target: NumberedSlot, bar_code: str) -> None:
        """What is told to be done was done: in a library by a motion to that place, in a share by its number."""
        picture = self.world.picture()
        assert done.item.state is WorkState.PASSED
        moves = [one for one in picture.moves if one.work_id == done.item.id]
        if changer != SHARE and moves and done.item.operation is Operation.TRANSFER:
            last = max(moves, key=lambda one: one.opened_at)
            assert picture.elements()[last.destination.element_id][1].address == target.address  # type: ignore[index] # a motion ends somewhere
        if changer == SHARE:
            [share] = self.world.shared().shares
            assert self.world.shared().numbers[share.id][self._named(bar_code).id] == target.number

    def _full(self, view: ChangerView, pick: int) -> NumberedSlot:
        return self.one(pick, [slot for slot in view.slots if slot.full]) or view.slots[0]

    def _empty(self, view: ChangerView, pick: int) -> NumberedSlot:
        return self.one(pick, [slot for slot in view.slots if not slot.full]) or view.slots[0]

    def _named(self, bar_code: str) -> Medium:
        return self.world.picture().medium(bar_code)

    def _means(self, bar_code: str) -> None:
        """This medium gets another number, and one that is offline perhaps its own."""
        media = self.world.picture().media.values()
        self.meant |= {one.id for one in media if one.place.element_id is None or one.bar_code == bar_code}

    # Who makes shares.

    @rule(deed=st.sampled_from(["narrow", "make", "widen", "fewer drives", "make", "delete"]))
    def share(self, deed: str) -> None:
        self.attempt(lambda: self._change_share(deed))

    def _change_share(self, deed: str) -> None:
        shares, session = self.manager.shares, self.session(0)
        if deed in ("make", "widen", "narrow"):
            self.meant |= set(self.world.picture().media)  # who leaves a share and comes back has a new number
        match deed:
            case "delete":
                shares.delete(session, SHARE)
            case "make":
                self._share(list(POOLS))
            case "widen":
                shares.change(session, SHARE, pools=list(POOLS))
            case "narrow":
                shares.change(session, SHARE, pools=[POOLS[1]])
            case _:
                shares.change(session, SHARE, drives=[drive.name for drive in self.drives()[-1:]])

    def _share(self, pools: list[str]) -> None:
        drives = [drive.name for drive in self.drives() if drive.name.startswith("vtl/")]
        self.manager.shares.create(self.session(0), SHARE, "vtl", pools, drives)

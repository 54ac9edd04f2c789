"""Reads the status of all elements with as many questions as a library needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from openrsm.drivers.contract import ElementKind, Geometry, Span
from openrsm.drivers.scsi import cdb_changer as smc
from openrsm.drivers.scsi.command import Cdb
from openrsm.drivers.scsi.elements import HEADER, LONGEST_DESCRIPTOR, Described, Report, parse_elements
from openrsm.drivers.scsi.link import Link
from openrsm.errors import StatusUnreadable

LONGEST_ANSWER: Final = 0x10000
"""Bytes asked for at once: what every host adapter transfers in one piece."""

AT_ONCE: Final = (LONGEST_ANSWER - 2 * HEADER) // LONGEST_DESCRIPTOR


class Inventory:
    """Asks a library for its elements, and remembers which forms of the question it does not take."""

    def __init__(self, link: Link) -> None:
        """Ask through ``link``."""
        self._link = link
        self._options: dict[str, bool] = {"curdata": True, "dvcid": True}
        self._shown: Counter[str] = Counter()
        self.tagged = False

    def read(self, geometry: Geometry) -> tuple[Described, ...]:
        """Every element, by kind, then address.

        Kinds are asked for one by one: some libraries let the pages of several overlap. What somebody else carries
        meanwhile may show twice, where it was and where it is, or nowhere, on its way to what was asked for already:
        then everything is asked for once more. Where nothing moved that tells the same, and is believed.

        Raises:
            StatusUnreadable: The answer makes no sense.
        """
        found = self._every(geometry)
        if self._may_have_moved(_shown(found)):
            found = self._every(geometry)
        self._shown = _shown(found)
        return found

    def _may_have_moved(self, now: Counter[str]) -> bool:
        """Whether a bar code shows twice that did not when last asked, or nowhere though it did."""
        doubled = any(count > 1 and self._shown[code] < 2 for code, count in now.items())
        return doubled or not self._shown.keys() <= now.keys()

    def _every(self, geometry: Geometry) -> tuple[Described, ...]:
        spans = {
            ElementKind.ROBOT: geometry.robots,
            ElementKind.SLOT: geometry.slots,
            ElementKind.PORT: geometry.ports,
            ElementKind.DRIVE: geometry.drives,
        }
        return tuple(each for kind, span in spans.items() for each in self._of_kind(kind, span))

    def _of_kind(self, kind: ElementKind, span: Span) -> list[Described]:
        found: dict[int, Described] = {}
        start, end = span.first, span.first + span.count
        while start < end:
            part = self._part(kind, start, min(end - start, AT_ONCE))
            found.update({address: each for address, each in part.items() if address < end})
            start = max(part, default=end) + 1
        if span.count and not found:
            # Everything in it would be taken for gone.
            what = f"{self._link.name} has {span.count} elements of kind {kind.name.lower()}, and told of none of them"
            raise StatusUnreadable(what, "ask again; check the library's log")
        return [found[address] for address in sorted(found)]

    def _part(self, kind: ElementKind, start: int, count: int) -> dict[int, Described]:
        """Elements from ``start`` on. Those cut short are left to the next question, unless nothing else came."""
        report = self._ask(kind, start, count)
        self.tagged = self.tagged or report.tagged
        told = {
            each.element.address: each
            for each in report.described
            if each.element.kind is kind and each.element.address >= start
        }
        whole = {address: each for address, each in told.items() if not each.cut}
        return whole or told

    def _ask(self, kind: ElementKind, start: int, count: int) -> Report:
        """One question. What a library objects to in it (05/24/00) is left out from then on."""
        outcome = self._link.ask(cdb := self._question(kind, start, count))
        while outcome.objects_to_a_field and self._give_up(kind):
            outcome = self._link.ask(cdb := self._question(kind, start, count))
        return parse_elements(self._link.data_of(outcome, cdb))

    def _question(self, kind: ElementKind, start: int, count: int) -> Cdb:
        return smc.read_element_status(
            kind=kind.value,
            start=start,
            count=count,
            length=2 * HEADER + count * LONGEST_DESCRIPTOR,
            dvcid=kind is ElementKind.DRIVE and self._options["dvcid"],
            curdata=self._options["curdata"],
        )

    def _give_up(self, kind: ElementKind) -> bool:
        """Drop one option that this question had; False if it had none left."""
        droppable = ("dvcid", "curdata") if kind is ElementKind.DRIVE else ("curdata",)
        used = next((name for name in droppable if self._options[name]), None)
        if used is None:
            return False
        self._options[used] = False
        return True


def _shown(found: Iterable[Described]) -> Counter[str]:
    """How many elements show each bar code."""
    return Counter(each.element.bar_code for each in found if each.element.bar_code)

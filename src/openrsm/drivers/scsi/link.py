"""The one place that runs a command and says what its answer means (SPC-5): attentions, statuses, no answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from openrsm.drivers.contract import Attention, Identity
from openrsm.drivers.scsi import cdb as spc
from openrsm.drivers.scsi import faults, inquiry, modepages, transport
from openrsm.drivers.scsi import sense as keys
from openrsm.drivers.scsi.command import Cdb, Effect
from openrsm.drivers.scsi.inquiry import Designator, Inquiry
from openrsm.drivers.scsi.modepages import ModeData
from openrsm.drivers.scsi.sense import Sense, decode, is_sense
from openrsm.drivers.scsi.transport import NoAnswer, Reply, Transport
from openrsm.errors import DeviceGone, DriveNotReady, LibraryChanged, MotionUnknown, NotSupported, RsmError

ATTENTIONS_IN_A_ROW: Final = 16
"""A device keeps a queue of unit attentions; one that has more than these to tell is not listening."""

SUCCESS: Final = frozenset({transport.GOOD, transport.CONDITION_MET})

STATUSES: Final = {
    transport.BUSY: ("is busy", "try again in a moment"),
    transport.TASK_SET_FULL: ("has all the commands it can take", "try again in a moment"),
    transport.ACA_ACTIVE: ("waits for another command to be cleared", "try again in a moment"),
}


class Reserved(DriveNotReady):
    """Another host holds a reservation, so the device did nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a command ended.

    Attributes:
        data: What came.
        sense: What the device said besides; None if it simply succeeded.
    """

    data: bytes
    sense: Sense | None = None

    @property
    def done(self) -> bool:
        """Whether the command was carried out. No sense is no error, and a recovered error was recovered."""
        harmless = self.sense is None or self.sense.key in {keys.NO_SENSE, keys.RECOVERED}
        return harmless and not self.is_deferred

    @property
    def is_deferred(self) -> bool:
        """Whether the answer is about an earlier command; this one was then not carried out (SPC-5)."""
        return self.sense is not None and self.sense.deferred

    @property
    def objects_to_a_field(self) -> bool:
        """Whether the device refused a field of the command (05/24/00), so that another form of it may do."""
        return self.sense is not None and (self.sense.asc, self.sense.ascq) == (0x24, 0x00)

    @property
    def is_unknown_command(self) -> bool:
        """Whether the device does not have the command (05/20/00)."""
        return self.sense is not None and (self.sense.asc, self.sense.ascq) == (0x20, 0x00)


class Link:
    """One logical unit, spoken to. Used by one thread at a time."""

    def __init__(self, carrier: Transport) -> None:
        """Speak through ``carrier``, which this link closes with itself."""
        self._carrier = carrier
        self._attentions: list[Attention] = []
        self._reset_met = False

    @property
    def name(self) -> str:
        """What people call the device."""
        return self._carrier.name

    def close(self) -> None:
        """Let go of the device. Closing twice is harmless."""
        self._carrier.close()

    def attentions(self) -> tuple[Attention, ...]:
        """What the device told unasked since the last call; asking empties the list."""
        told, self._attentions = tuple(self._attentions), []
        return told

    def run(self, cdb: Cdb, data_out: bytes = b"") -> bytes:
        """Carry a command out and return what came.

        Raises:
            Others: As :meth:`ask`, and what the sense data mean (``faults``).
        """
        return self.data_of(self.ask(cdb, data_out), cdb)

    def data_of(self, outcome: Outcome, cdb: Cdb) -> bytes:
        """What came, or the error that came instead."""
        if outcome.sense and not outcome.done:
            raise self.error(outcome.sense, cdb)
        return outcome.data

    def ask(self, cdb: Cdb, data_out: bytes = b"") -> Outcome:
        """Send a command, and see to unit attentions; other sense data are left to the caller.

        Raises:
            LibraryChanged: A unit attention came instead of a command that must not simply be sent again.
            MotionUnknown: No answer came to a command that changes something.
            DeviceGone: It was never sent, or nobody answered what only asks.
            DriveNotReady: The device is busy, or reserved by another host.
        """
        for _ in range(ATTENTIONS_IN_A_ROW):
            outcome = self._sent(cdb, data_out)
            if outcome.sense and outcome.sense.key == keys.UNIT_ATTENTION:
                self._note(outcome.sense)
                if not faults.may_be_sent_again(outcome.sense, cdb):
                    raise self.error(outcome.sense, cdb)
            elif not outcome.sense or not _is_news_of_the_past(outcome.sense):
                return outcome
        what = f"{self.name} answers nothing but unit attentions: {outcome.sense.words if outcome.sense else ''}"
        raise LibraryChanged(what, "check what keeps resetting it")

    def error(self, sense: Sense, cdb: Cdb) -> RsmError:
        """The error that this sense means as an answer to this command."""
        if sense.key == keys.ABORTED and cdb.effect is Effect.MOTION:
            return MotionUnknown(f"{self.name} broke {cdb.name} off: {sense.words}", "ask it where things are")
        return faults.error_for(sense, cdb, self.name)

    def _note(self, sense: Sense) -> None:
        self._attentions.append(faults.attention_for(sense, first=not self._reset_met))
        self._reset_met = True

    def _sent(self, cdb: Cdb, data_out: bytes) -> Outcome:
        try:
            return self._outcome(cdb, self._carrier.execute(cdb, data_out))
        except NoAnswer as silence:
            if cdb.effect is Effect.NONE:
                raise DeviceGone(silence.what, "check its power, cable and network") from silence
            raise MotionUnknown(silence.what, "ask the device for its status before anything else") from silence

    def _outcome(self, cdb: Cdb, reply: Reply) -> Outcome:
        if reply.status in SUCCESS:
            return Outcome(data=reply.data)
        if reply.status == transport.CHECK_CONDITION:
            return Outcome(data=reply.data, sense=self._told(cdb, reply.sense))
        if reply.status == transport.TASK_ABORTED and cdb.effect is not Effect.NONE:
            raise NoAnswer(f"{self.name} was made to give {cdb.name} up by another host")
        if reply.status == transport.RESERVATION_CONFLICT:
            raise Reserved(f"{self.name} is reserved by another host", "release it there, or preempt its reservation")
        what, advice = STATUSES.get(reply.status, (f"answered status {reply.status:02x}", "check its firmware"))
        raise DriveNotReady(f"{self.name} {what} and did not do {cdb.name}", advice)

    def _told(self, cdb: Cdb, raw: bytes) -> Sense:
        """Sense data that were lost on the way leave open what became of the command; it did not simply succeed."""
        if is_sense(raw):
            return decode(raw)
        what = f"{self.name} complained of {cdb.name}, and what it said did not come through"
        if cdb.effect is Effect.NONE:
            raise DriveNotReady(what, "ask it again")
        raise NoAnswer(what)

    # --- What every kind of device is asked ---------------------------------------------------------------------------

    def inquiry(self) -> Inquiry:
        """Who it is (INQUIRY)."""
        return inquiry.parse_inquiry(self.run(spc.inquiry()))

    def serial_page(self) -> str:
        """Unit serial number (VPD page 80h); empty where there is no such page."""
        return inquiry.parse_serial(self._page(0x80))

    def designators(self) -> tuple[Designator, ...]:
        """Identifiers (VPD page 83h); empty where there is no such page."""
        return inquiry.parse_designators(self._page(0x83))

    def identity(self) -> Identity:
        """The contract's identity: INQUIRY, the serial number from page 80h, else from 83h."""
        standard = self.inquiry()
        return Identity(
            vendor=standard.vendor,
            product=standard.product,
            revision=standard.revision,
            serial=inquiry.serial_of(self.serial_page(), self.designators()),
        )

    def mode(self, page: int, *, block_descriptors: bool = False) -> ModeData:
        """A mode page: MODE SENSE (6), or (10) where the device has only that.

        Raises:
            NotSupported: The device has no such page.
        """
        cdb = spc.mode_sense_6(page, block_descriptors=block_descriptors)
        short = self.ask(cdb)
        if not short.is_unknown_command:
            return modepages.parse_mode_6(self.data_of(short, cdb))
        return modepages.parse_mode_10(self.run(spc.mode_sense_10(page, block_descriptors=block_descriptors)))

    def supports(self, opcode: int) -> bool | None:
        """Whether the device says that it has a command; None where it does not say."""
        outcome = self.ask(spc.report_opcode(opcode))
        return inquiry.parse_opcode_support(outcome.data) if outcome.done else None

    def _page(self, page: int) -> bytes:
        try:
            return self.run(spc.vpd(page))
        except NotSupported:
            return b""


def _is_news_of_the_past(sense: Sense) -> bool:
    """A recovered error of an earlier command took the place of this one's answer: send this one again."""
    return sense.deferred and sense.key in {keys.NO_SENSE, keys.RECOVERED}

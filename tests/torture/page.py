"""The page docs/reference/faults.md, made from the fault matrix and the driver's tables; run by ``scripts/faults``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from openrsm.drivers.scsi import cdb_changer, cdb_tape, faults
from openrsm.drivers.scsi import sense as keys
from openrsm.drivers.scsi.command import Cdb, Effect
from openrsm.drivers.scsi.sense import Sense
from openrsm.drivers.scsi.sense_words import words_for
from tests.torture.commands import COMMANDS
from tests.torture.expecting import TABLE, Kind, may_be_asked
from tests.torture.t10 import CHANGER, TAPE, assigned, senses
from tests.torture.variants import ON_TAPE

PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "reference" / "faults.md"

HEAD: Final = """\
# Faults

Made by `scripts/faults` from the fault matrix in `tests/torture` and the tables of the SCSI driver; edit those, not
this page. After each fault the matrix asks whether a cartridge was lost, doubled or catalogued in a wrong place,
whether the journal has an open row, and whether the next mount works and brings the right cartridge.

`scripts/test torture` tries, over real iSCSI to a target on the same computer, in each operation below:

- at the first command of each name: every fault of the transport, and every status; and a part of the sense data that
  such a device may return, so that in all operations together each command meets everything of which the driver makes
  something different; of what differs in words alone, one in each operation (of what a device may complain of though it
  did it, one in twelve in this form, too);
- at the last command of a name that is sent more than once: one in 64 of the sense data.

Most of these sense data come in the fixed format, and tell key, code and qualifier alone. Shared out in the same way,
each command meets a few that tell more: an illegal request that points at a byte of the command (of a motion at each
address, too) or of its parameters; and in the descriptor format such a request, a unit attention, and a hardware error
of this command and of an earlier one. A command that reads or spaces also meets a filemark and the end of the tape or
its beginning, one that reads a block shorter or longer than asked for, and one that writes the early warning and the
end: with the bits FILEMARK, EOM and ILI, mostly with a number, some beside an error, some in the descriptor format.

With `--everything` nothing is shared out. In each operation the first and the last command of each name meet every
fault of the transport, every status and all sense data that such a device may return (one in twelve of what it may
complain of though it did it, in this form, too); those between meet the same, but of the sense data that differ in
words alone only one. Of an inject the first command of each name counts: while people are at the ports, the library is
looked at again and again.

It also tries every scripted fault of virtual libraries, at the first of each of their acts in the same operations, and
at the second where there is one; whatever may happen to a frame, at the commands that move, load, read or write
something or tell what is where; and, through a kernel's SG_IO, one fault at each step of load, unload, inventory, eject
and move, and at every other step of a cleaning; there, too, drives vanish and come back under other names.

Every other run of the tests tries a sample: over iSCSI one fault at each of those steps, which are the first and the
last command of a name (at every other one of work on labels; none of export and import, which take the commands of a
move), and those that have told of something wrong before; and some over the virtual library and the network.

*Open the ports* and *inject* are the two halves of an inject: until people can reach in, and from there on. *Move*,
*export* and *import* are transfers as changer programs ask for them: to another slot, to an import/export element, and
back from there. To load a cartridge of a share by its number is a *load*, and what a session that ends gives back is an
*unload*: they send the same commands.

## What always holds

- No cartridge is lost or catalogued twice, whatever a device answers. After a motion that failed, or was not answered,
  the library itself is asked what is where before anything else moves.
- What happened counts as done, though its answer was lost. What did not happen fails the work item.
- A robot that did not answer may still be at its motion. What became of that is believed when the library says that it
  is at rest and shows the cartridge where it was to go, or has shown the same for a minute (`limits.rest`).
- The work item's error ends with the sense data as the device told it, e.g. `(04/15/01)`: key, code, qualifier.
- A library that does not answer, or does not tell what is where, is opened anew every half minute. What waits goes on
  then.
- A drive that is gone is looked for again when the library is opened anew: at once, when nothing is under way, and at
  every inventory. Its device node may have another name then; applications are told the new one. Who is the first to
  need a drive that is gone is told so, and finds it again at the next try.
- A drive that stays away, or is out of order, holds up what needs it, and nothing else: what is under way with it ends
  with `DEVICE_NOT_AVAILABLE`, and what waits for a cartridge in it says so.
- A library that is not at rest when it is opened, as one that still starts, is waited for. An element of which it does
  not know what lies there (an exception, and not full) keeps what is catalogued in it; a magazine that is out does not.
- What answers at a library's address and has another serial number and other cartridges is not taken for that library.
- A cartridge whose bar code is another than expected is not handed out. Nor is one whose bar code cannot be read,
  unless its label, or its memory, tells that it is the right one. One that is ejected, or carried out of a slot,
  instead of another fails the work item, before people can reach it.

## What becomes of an operation

A command that an operation sends, and what kind of fault it meets: "passes" means that the work item goes on and
passes; "fails", that it ends with the device's reason; "either", that it depends on what the device says; "-", that the
command meets no such fault. In all cases the cartridge is where the catalogue says, once the item has ended. Where a
command is sent more than once, the first is meant: an eject that is not told what is where when its ports open may end
with the device's reason.

The last column says whether an operator is asked: "nobody"; or "if it lasts", that one may be after three failures in a
row, and nobody is after a single fault. The request then names the device and says why, with the sense data if it told
any: `See to drive NAME: REASON`.

"""

TAIL: Final = """\

## Who is asked, and what heals it

- **A motion failed**: by trying again. What is left in a drive goes home by itself, after a pause that doubles.
  The third time in a row an operator is asked: `See to drive NAME: REASON`, or
  `See to the robot of library NAME: REASON` if the robot holds the cartridge.
- **A motion was not answered**: by itself. Element status settles the open row of the journal, once the library is at
  rest. One that stays at work is opened anew after ten times `limits.rest`, and again, and its trouble says so.
- **A drive failed to load, read or write**: the cartridge goes home, and the next mount tries again. The third time in
  a row an operator is asked, `See to drive NAME: REASON`, and until the request is answered (`rsm operator satisfy`)
  mounts choose another drive.
- **A drive does not let go**: the dismount fails, and whoever has the cartridge mounted still has it: by dismounting
  again. Where nobody has, the unload is tried again after a pause that doubles. The third time in a row as above.
- **A door is open, a magazine out, the robot disabled**: by closing it. The library is then scanned. `rsm status`
  shows it.
- **A unit attention**: by itself. The library is scanned, and the item goes on from what is there, three times at most.
- **The library does not answer**: by itself when it answers again. `rsm status` and alerts show it.
- **A drive's node is gone**: by itself when the drive answers again, at the next inventory at the latest.
- **A label could not be written**: by moving the medium to its free pool again. `rsm media show` tells why.
- **A cleaning failed**: by cleaning again. An operator is asked for a cleaning cartridge where none is there, or it is
  used up.

## What sense data mean

For a changer (M) as the answer to MOVE MEDIUM, for a tape drive (T) to REWIND. Where several keys come with a code,
each stands for itself.

| code | devices | means | key: error, and what to do |
|---|---|---|---|
"""

KEYS: Final = {
    keys.NO_SENSE: "no sense",
    keys.RECOVERED: "recovered error",
    keys.NOT_READY: "not ready",
    keys.MEDIUM: "medium error",
    keys.HARDWARE: "hardware error",
    keys.ILLEGAL_REQUEST: "illegal request",
    keys.UNIT_ATTENTION: "unit attention",
    keys.DATA_PROTECT: "data protect",
    keys.BLANK_CHECK: "blank check",
    keys.ABORTED: "aborted command",
    keys.OVERFLOW: "volume overflow",
    keys.MISCOMPARE: "miscompare",
}


NEVER: Final = "-"
"""A kind of fault that a command cannot meet."""


def page() -> str:
    """The page as it should be."""
    kinds = "".join(f"- *{name}*: {meaning}\n" for name, meaning in (kind.value for kind in Kind))
    operations = kinds + "".join(f"\n### {name.capitalize()}\n\n{_operation(name)}" for name in COMMANDS)
    return HEAD + operations + TAIL + "".join(f"{line}\n" for line in _codes())


def _operation(play: str) -> str:
    heads = ("command", *(kind.value[0] for kind in Kind), "asked")
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    for device, command in COMMANDS[play]:
        to = f"{command}, {'robot' if device == 'changer' else device}"
        asked = "if it lasts" if may_be_asked(device, command, Kind.LASTS) else "nobody"
        lines.append(f"| {' | '.join((to, *(_fate(play, device, command, kind) for kind in Kind), asked))} |")
    return "\n".join(lines) + "\n"


def _fate(play: str, device: str, command: str, kind: Kind) -> str:
    if kind is Kind.STOPPED and command not in ON_TAPE:
        return NEVER
    return next(row.fate.value for row in TABLE if not row.later and row.is_about(play, device, command, kind))


def _codes() -> Iterator[str]:
    every = {letter: set(senses(letter)) for letter in (CHANGER, TAPE)}
    for (asc, ascq), letters in sorted(assigned().items()):
        device, cdb_ = ("M", _motion()) if CHANGER in letters else ("T", cdb_tape.rewind())
        told = sorted(key for key, code, qualifier in every[device] if (code, qualifier) == (asc, ascq))
        meant = "; ".join(dict.fromkeys(_meaning(Sense(key=key, asc=asc, ascq=ascq), cdb_) for key in told))
        yield f"| {asc:02X}/{ascq:02X} | {letters} | {words_for(asc, ascq)} | {meant} |"


def _motion() -> Cdb:
    return cdb_changer.move_medium(robot=1, source=2, destination=3)


def _meaning(sense: Sense, command: Cdb) -> str:
    name = KEYS.get(sense.key, f"key {sense.key:X}h")
    if sense.key in (keys.NO_SENSE, keys.RECOVERED):
        return f"{name}: none"
    if sense.key == keys.ABORTED and command.effect is Effect.MOTION:
        return f"{name}: MotionUnknown, ask it where things are"
    error = faults.error_for(sense, command, "it")
    return f"{name}: {type(error).__name__}, {error.advice}"


def main() -> int:
    """Write the page, or with ``--check`` compare it."""
    if "--check" in sys.argv[1:]:
        return int(PAGE.read_text(encoding="utf-8") != page())
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

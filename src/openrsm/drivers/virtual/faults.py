"""Scripted faults: data that says at which operation what goes wrong.

A fault is written as it is said: *on* an operation *do* a deed, on the ``nth`` matching operation from now, ``times``
times (0: for ever), perhaps only for one place or bar code, perhaps only with a probability, drawn from a seed::

    on="move", do="unknown-done", nth=2            the second move happens, but its answer is lost
    on="load", do="UnableToLoad", where="V00001L9" this cartridge does not load
    on="any", do="vanish", nth=10                  everything is unreachable from the tenth operation on

Deeds: the name of any :class:`~openrsm.errors.DeviceFault`; ``unknown-done`` and ``unknown-undone`` (the motion
happens, or not, then :class:`~openrsm.errors.MotionUnknown`); ``unknown-late:SECONDS`` (that at once, and the motion
begins so long after it; until then the library says that it is at rest, and shows each cartridge where it was);
``vanish`` (:class:`~openrsm.errors.DeviceGone` for all,
until cleared); ``slow:SECONDS``; ``stuck`` (refused, the cartridge stays); ``alert:FLAG`` (a TapeAlert flag of the
drive is raised, and the operation goes on); ``corrected:COUNT`` and ``uncorrected:COUNT`` (the drive counts so many
errors, and the operation goes on).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from openrsm import errors
from openrsm.errors import DeviceFault, DeviceGone, InvalidParameter, MotionUnknown, RemovalPrevented

OPERATIONS: Final = (
    "move",
    "exchange",
    "position",
    "initialise",
    "status",
    "drive-status",
    "load",
    "unload",
    "read",
    "write",
)
MOTIONS: Final = ("move", "exchange", "position", "initialise", "load", "unload")
"""Operations that leave open whether they happened when no answer comes."""

CARRYING: Final = ("move", "exchange")
"""Operations that may begin when nobody waits for them any more."""

ANY: Final = "any"
ALERTS: Final = range(1, 65)
FORMS: Final = (
    "the name of a DeviceFault, unknown-done, unknown-undone, unknown-late:SECONDS, vanish, stuck, slow:SECONDS, "
    "alert:FLAG, corrected:COUNT, uncorrected:COUNT"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a fault does to one operation.

    Attributes:
        happens: The operation is carried out.
        error: What its caller is told afterwards.
        slow: Seconds that it takes longer.
        late: Seconds until it begins; its caller is told at once.
        alert: The TapeAlert flag that goes up; 0 for none.
        corrected: Errors that the drive corrected, and counts.
        uncorrected: Errors that it could not correct, and counts.
        vanishes: The whole library is gone from now on.
    """

    happens: bool = True
    error: DeviceFault | None = None
    slow: float = 0.0
    late: float = 0.0
    alert: int = 0
    corrected: int = 0
    uncorrected: int = 0
    vanishes: bool = False


UNHURT: Final = Effect()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One scripted fault, and how often it came true.

    Attributes:
        number: Its number in its library, for ``fault clear``.
        on: One of :data:`OPERATIONS`, or ``any``.
        do: The deed; see the module.
        nth: It fires from the nth matching operation on.
        times: How often it fires; 0 for ever.
        where: An element (``slot:3``, ``port:1``, ``drive:1``), a bar code or a cartridge; empty for anywhere.
        probability: How likely each firing is, up to 1.
        seed: What the probability is drawn with: the same seed gives the same run.
        seen: Matching operations so far.
        fired: How often it fired so far.
    """

    number: int
    on: str
    do: str
    nth: int = 1
    times: int = 1
    where: str = ""
    probability: float = 1.0
    seed: int = 0
    seen: int = 0
    fired: int = 0

    @property
    def spent(self) -> bool:
        """Whether it will never fire again."""
        return 0 < self.times <= self.fired

    def matches(self, operation: str, places: Collection[str]) -> bool:
        """Whether it looks at this operation at all."""
        return operation in _meant(self.do) and self.on in {operation, ANY} and (not self.where or self.where in places)

    def strikes(self) -> bool:
        """Whether it fires at the operation that :attr:`seen` counted last."""
        if self.spent or self.seen < self.nth:
            return False
        return Random(f"{self.seed}:{self.seen}").random() < self.probability  # noqa: S311 - a play, not a secret


def new_fault(
    number: int,
    on: str,
    do: str,
    *,
    nth: int = 1,
    times: int = 1,
    where: str = "",
    probability: float = 1.0,
    seed: int = 0,
) -> Fault:
    """A fault that was checked.

    Raises:
        InvalidParameter: No such operation or deed, or a number out of range.
    """
    if on not in {*OPERATIONS, ANY}:
        raise InvalidParameter(f"there is no operation {on!r}", f"name one of {', '.join([*OPERATIONS, ANY])}")
    if nth < 1 or times < 0 or not 0 < probability <= 1:
        raise InvalidParameter(
            f"a fault with nth={nth}, times={times}, probability={probability} never fires",
            "nth counts from 1, times from 0 (for ever), and the probability is above 0 and at most 1",
        )
    effect_of(do)
    if on not in {*_meant(do), ANY}:
        raise InvalidParameter(f"{do} on {on}: that can only be of motions", f"{', '.join(_meant(do))}")
    return Fault(number=number, on=on, do=do, nth=nth, times=times, where=where, probability=probability, seed=seed)


def consult(
    faults: tuple[Fault, ...], operation: str, places: Collection[str] = ()
) -> tuple[tuple[Fault, ...], Effect]:
    """Count an operation at ``places``; the first fault that fires decides what becomes of it."""
    effect: Effect | None = None
    after: list[Fault] = []
    for fault in faults:
        counted = fault
        if fault.matches(operation, places) and not fault.spent:
            counted = replace(fault, seen=fault.seen + 1)
            if effect is None and counted.strikes():
                counted = replace(counted, fired=counted.fired + 1)
                effect = effect_of(counted.do)
        after.append(counted)
    return tuple(after), effect or UNHURT


def _done() -> Effect:
    return Effect(error=MotionUnknown("a scripted fault: it was done, but no answer came"))


def _undone() -> Effect:
    return Effect(happens=False, error=MotionUnknown("a scripted fault: it was not done, and no answer came"))


def _late(seconds: float) -> Effect:
    return Effect(late=seconds, error=MotionUnknown("a scripted fault: no answer came, and it is done later"))


def _stuck() -> Effect:
    return Effect(happens=False, error=RemovalPrevented("a scripted fault: the cartridge is stuck"))


def _vanish() -> Effect:
    return Effect(happens=False, error=DeviceGone("a scripted fault: the library is gone"), vanishes=True)


# Functions, as an exception that was raised before would carry its old traceback along.
UNKNOWN: Final = ("unknown-done", "unknown-undone")
LATE: Final = "unknown-late"
PLAIN: Final = {"unknown-done": _done, "unknown-undone": _undone, "stuck": _stuck, "vanish": _vanish}
MEASURED: Final[Mapping[str, Callable[[float], Effect]]] = {
    "slow": lambda seconds: Effect(slow=seconds),
    LATE: _late,
    "corrected": lambda count: Effect(corrected=int(count)),
    "uncorrected": lambda count: Effect(uncorrected=int(count)),
}


def effect_of(deed: str) -> Effect:
    """What a deed does.

    Raises:
        InvalidParameter: There is no such deed.
    """
    word, _, argument = deed.partition(":")
    if deed in PLAIN:
        return PLAIN[deed]()
    if word in MEASURED:
        return MEASURED[word](_number(deed, argument))
    if word == "alert" and _number(deed, argument) in ALERTS:
        return Effect(alert=int(argument))
    named = getattr(errors, deed, None)
    if isinstance(named, type) and issubclass(named, DeviceFault) and named is not DeviceFault:
        return Effect(happens=False, error=named(f"a scripted fault: {deed}"))
    raise InvalidParameter(f"there is no deed {deed!r}", f"give one of: {FORMS}")


def _meant(deed: str) -> tuple[str, ...]:
    """The operations that a deed can be of."""
    if deed.startswith(LATE):
        return CARRYING
    return MOTIONS if deed in UNKNOWN else OPERATIONS


def _number(deed: str, argument: str) -> float:
    try:
        number = float(argument)
    except ValueError:
        number = -1
    if number < 0:
        raise InvalidParameter(f"{deed!r} needs a number", f"give one of: {FORMS}")
    return number

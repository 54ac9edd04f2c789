"""Which drive or medium is to be suspected, and why: told from who was hurt with whom.

A drive and a medium that fail together say nothing of which of them is broken. Others do: a medium that does well in
another drive speaks against the drive, a drive that does well with another medium speaks against the medium. The one
whom most such witnesses speak against is blamed first, and what that explains is no longer held against anybody else.
What is left without enough witnesses is told, too, and called uncertain.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, TypeAlias
from uuid import UUID

from openrsm.domain import tape_alerts
from openrsm.domain.health import Occasion, Reading, hurt, uncorrected
from openrsm.domain.tape_alerts import Blame
from openrsm.domain.values import DriveId, MediumId

Pair: TypeAlias = tuple[DriveId, MediumId]


class Party(IntEnum):
    """Who is suspected; the first two are also where each stands in a pair."""

    DRIVE = 0
    MEDIUM = 1
    EITHER = 2


ENOUGH: Final = {Party.DRIVE: 3, Party.MEDIUM: 2}
"""How many witnesses make a suspicion certain: media that a drive hurt, drives that a medium was hurt in."""

_SORT: Final = {Party.DRIVE: ("medium", "media"), Party.MEDIUM: ("drive", "drives")}
_ELSEWHERE: Final = {
    Party.DRIVE: "hurt {} that did well in other drives",
    Party.MEDIUM: "hurt in {} that did well with other media",
}
_UNSEEN: Final = {
    Party.DRIVE: "hurt {} not known to do well in another drive",
    Party.MEDIUM: "hurt in {} not known to do well with another medium",
}
_ADVICE: Final = {
    Party.DRIVE: "uncertain: mount these media in other drives to tell",
    Party.MEDIUM: "uncertain: mount it in other drives, and other media in these, to tell",
}
_TOGETHER: Final = "uncertain: they failed together; mount the medium in another drive, and another medium in this one"
_NAMED: Final = {
    Party.DRIVE: "uncertain: its own TapeAlerts blame the drive, but one medium alone was hurt in it",
    Party.MEDIUM: "uncertain: the drive's TapeAlerts blame the medium, but it was hurt in one drive alone",
}
_OCCASIONS: Final = {Occasion.LOAD: "load", Occasion.UNLOAD: "unload", Occasion.MOVE: "motion"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspect:
    """One line of the ranking.

    Attributes:
        party: Whether the drive, the medium, or one of both.
        drive_id: None where a medium is suspected.
        medium_id: None where a drive is suspected.
        certain: Enough others bear witness against it.
        score: How many readings that went wrong it explains.
        reasons: Why, in words.
    """

    party: Party
    drive_id: DriveId | None
    medium_id: MediumId | None
    certain: bool
    score: int
    reasons: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Record:
    """What was seen.

    Attributes:
        hurt: For each pair that was ever hurt, the readings that say so.
        well: For each drive and medium, those of the other kind with which it was never hurt.
        uses: How many readings there are of each.
    """

    hurt: Mapping[Pair, Sequence[Reading]]
    well: Mapping[UUID, Collection[UUID]]
    uses: Mapping[UUID, int]

    def is_witness(self, party: Party, pair: Pair) -> bool:
        """Whether the other of the pair does well without ``party``."""
        one, other = pair[party], pair[1 - party]
        return any(each != one for each in self.well.get(other, ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Charge:
    """What is held against one drive or medium."""

    party: Party
    id: UUID
    pairs: Sequence[Pair]
    witnesses: int

    @property
    def is_proved(self) -> bool:
        """Whether there are enough witnesses."""
        return self.witnesses >= ENOUGH[self.party]


def suspects(readings: Iterable[Reading]) -> Sequence[Suspect]:
    """Whom to suspect, the most certain first, then by how much it explains. The order of the readings is no matter."""
    record = _recorded(readings)
    left = set(record.hurt)
    proved = _proved(record, left)
    blamed = {charge.id for charge in proved}
    left = {pair for pair in left if blamed.isdisjoint(pair)}
    found = [_suspect(record, charge) for charge in (*proved, *_doubts(record, left))]
    return sorted(found, key=lambda one: (not one.certain, -one.score))


def _recorded(readings: Iterable[Reading]) -> _Record:
    together: dict[Pair, list[Reading]] = defaultdict(list)
    for reading in sorted(readings, key=lambda one: (one.at, one.id)):
        together[reading.drive_id, reading.medium_id].append(reading)
    wrong = {pair: tuple(filter(hurt, those)) for pair, those in together.items()}
    well: dict[UUID, set[UUID]] = defaultdict(set)
    for drive, medium in (pair for pair, those in wrong.items() if not those):
        well[drive].add(medium)
        well[medium].add(drive)
    uses: Counter[UUID] = Counter(id_ for pair, those in together.items() for id_ in pair for _ in those)
    return _Record(hurt={pair: those for pair, those in wrong.items() if those}, well=well, uses=uses)


def _proved(record: _Record, left: set[Pair]) -> list[_Charge]:
    """The charges for which there are enough witnesses, the gravest first; what each explains leaves ``left``."""
    found: list[_Charge] = []
    while (charge := _gravest(record, left)) is not None and charge.is_proved:
        found.append(charge)
        left.difference_update(charge.pairs)
    return found


def _gravest(record: _Record, left: Collection[Pair]) -> _Charge | None:
    """The charge with the most witnesses among those that have enough, as only these explain anything."""
    charges = [_charge(record, *key, pairs) for key, pairs in _by_party(left).items()]
    proved = [charge for charge in charges if charge.is_proved]
    return max(proved, key=lambda one: (one.witnesses, -one.party, one.id), default=None)


def _charge(record: _Record, party: Party, id_: UUID, pairs: Sequence[Pair]) -> _Charge:
    told = [pair for pair in pairs if record.is_witness(party, pair)]
    return _Charge(party=party, id=id_, pairs=told, witnesses=len(told))


def _by_party(pairs: Iterable[Pair]) -> Mapping[tuple[Party, UUID], Sequence[Pair]]:
    grouped: dict[tuple[Party, UUID], list[Pair]] = defaultdict(list)
    for pair in sorted(pairs):
        for party in (Party.DRIVE, Party.MEDIUM):
            grouped[party, pair[party]].append(pair)
    return grouped


def _doubts(record: _Record, left: set[Pair]) -> list[_Charge]:
    """What nobody was proved to have done, held against whoever had a part in most of it."""
    found: list[_Charge] = []
    while left:
        grouped = _by_party(left)
        party, id_ = max(grouped, key=lambda key: (len(grouped[key]), -key[0], key[1]))
        pairs = grouped[party, id_]
        found.append(_Charge(party=party, id=id_, pairs=pairs, witnesses=_witnesses(record, party, pairs)))
        left.difference_update(pairs)
    return found


def _witnesses(record: _Record, party: Party, pairs: Iterable[Pair]) -> int:
    return sum(record.is_witness(party, pair) for pair in pairs)


# In words.


def _suspect(record: _Record, charge: _Charge) -> Suspect:
    readings = [reading for pair in charge.pairs for reading in record.hurt[pair]]
    party = _named(readings) if len(charge.pairs) == 1 else charge.party
    drive, medium = charge.pairs[0]
    uses = "" if party is Party.EITHER else f" of {record.uses[charge.pairs[0][party]]}"
    return Suspect(
        party=party,
        drive_id=None if party is Party.MEDIUM else drive,
        medium_id=None if party is Party.DRIVE else medium,
        certain=charge.is_proved,
        score=len(readings),
        reasons=(*_why(charge, party), f"{len(readings)}{uses} readings went wrong: {_what(readings)}"),
    )


def _named(readings: Iterable[Reading]) -> Party:
    """Whom the drive itself blames in its TapeAlerts; either, where it does not tell or tells both."""
    blames = {tape_alerts.TAPE_ALERTS[flag].blame for reading in readings for flag in reading.alerts}
    if (Blame.DRIVE in blames) is (Blame.MEDIUM in blames):
        return Party.EITHER
    return Party.DRIVE if Blame.DRIVE in blames else Party.MEDIUM


def _why(charge: _Charge, party: Party) -> Sequence[str]:
    if charge.is_proved:
        return (_ELSEWHERE[party].format(_count(charge.witnesses, *_SORT[party])),)
    if len(charge.pairs) == 1:
        return (_TOGETHER if party is Party.EITHER else _NAMED[party],)
    seen = charge.witnesses, len(charge.pairs) - charge.witnesses
    told = (words[party] for words, number in zip((_ELSEWHERE, _UNSEEN), seen, strict=True) if number)
    counted = (_count(number, *_SORT[party]) for number in seen if number)
    return (*(text.format(number) for text, number in zip(told, counted, strict=True)), _ADVICE[party])


def _what(readings: Sequence[Reading]) -> str:
    """Failures, errors and alerts, each with how often."""
    failed = Counter(f"{_OCCASIONS[one.occasion]} failed ({one.error})" for one in readings if one.error)
    lost = Counter("errors that were not corrected" for one in readings if uncorrected(one))
    raised = Counter(tape_alerts.say(flag) for one in readings for flag in one.alerts if tape_alerts.hurts(flag))
    return ", ".join(f"{what} ({number} x)" for what, number in sorted((failed + lost + raised).items()))


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"

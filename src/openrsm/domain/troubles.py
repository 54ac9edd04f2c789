"""What can be wrong with a catalogue: each kind with why it matters, what to do, and whether a repair is safe."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final
from uuid import UUID

from openrsm.domain.values import LibraryId


class Severity(Enum):
    """How bad a finding is."""

    NOTE = "note"
    """Nothing is wrong; but something could not be looked at."""
    WARNING = "warning"
    """Something does not work, or not as it is shown."""
    ERROR = "error"
    """Something that was known may be lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A kind of finding.

    Attributes:
        code: Its name, which stays.
        why: Why it matters.
        advice: What to do, where nothing can be repaired; what a repair does, where it can.
        repairable: A repair is safe: nothing is lost by it that is known, and no cartridge moves.
    """

    code: str
    severity: Severity
    why: str
    advice: str
    repairable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that is wrong.

    Attributes:
        subject: The name of what it is wrong with.
        what: What is wrong, a sentence.
        object_id: What a repair changes, where it changes one thing.
        library_id: In which library, if in one.
    """

    trouble: Trouble
    subject: str
    what: str
    object_id: UUID | None = None
    library_id: LibraryId | None = None


_N, _W, _E = Severity

# --- The file ---------------------------------------------------------------------------------------------------------

UNOPENED: Final = Trouble(
    code="catalogue-unopened",
    severity=_E,
    why="Nothing can be mounted, and nothing is written down, while it cannot be opened; nothing is changed meanwhile.",
    advice="Do what the error says; then ask again.",
)
DAMAGED: Final = Trouble(
    code="catalogue-damaged",
    severity=_E,
    why="Pages of its file were overwritten or lost: what stands there, and in its indexes, is not to be trusted.",
    advice="Look at the disk, then put the newest sound copy in its place (rsm database import), or rebuild it; "
    "see how-to/rebuild-after-losing-the-database.",
)
DANGLING: Final = Trouble(
    code="row-dangling",
    severity=_E,
    why="The service never deletes what others refer to: somebody has changed the file by hand, or it is damaged.",
    advice="Put the newest sound copy in its place (rsm database import).",
)

# --- Within the catalogue ---------------------------------------------------------------------------------------------

PLACE_UNKNOWN: Final = Trouble(
    code="place-unknown",
    severity=_E,
    why="Nobody finds the cartridge where it is said to be, and it cannot be mounted.",
    advice="A repair takes it for offline; then the library is looked at, and it is where it is seen.",
    repairable=True,
)
CONTENT_WRONG: Final = Trouble(
    code="content-contradicts",
    severity=_W,
    why="A slot that is shown full and is not is never used; one that is shown empty may get a second cartridge.",
    advice="A repair looks at the library, and writes down what is there.",
    repairable=True,
)
DRIVE_WRONG: Final = Trouble(
    code="drive-contradicts",
    severity=_W,
    why="The drive is neither given to anybody nor emptied.",
    advice="A repair names the cartridge in it that says that it is there, and looks at the library.",
    repairable=True,
)
HOME_SHARED: Final = Trouble(
    code="home-shared",
    severity=_W,
    why="The second that is carried home does not find its slot empty.",
    advice="A repair leaves it to the one that lies there, or to none; the others get another slot.",
    repairable=True,
)
HELD_BY_NOBODY: Final = Trouble(
    code="drive-held-by-nobody",
    severity=_W,
    why="Nobody can use the drive, and nobody will give it back.",
    advice="A repair takes it back: no mount under way has it, and no medium is mounted in it.",
    repairable=True,
)
HELD_SINCE: Final = Trouble(
    code="drive-held-since-never",
    severity=_W,
    why="Nobody can tell how long it has been in use, or whether whoever has it is gone.",
    advice="A repair lets it be held from now on, or by nobody at all, as it is.",
    repairable=True,
)
STATES_DIFFER: Final = Trouble(
    code="medium-and-drive-differ",
    severity=_W,
    why="The cartridge is neither taken for mounted nor carried home; whoever has it mounted cannot give it back.",
    advice="A repair lets the medium be what its drive is: that goes on, or is carried home, from there.",
    repairable=True,
)
ASKED_THOUGH_THERE: Final = Trouble(
    code="medium-asked-though-there",
    severity=_W,
    why="Somebody waits for people to bring what nobody has taken away.",
    advice="A repair takes it for found, as an inventory does, and the work goes on.",
    repairable=True,
)
MEDIUM_WAITS: Final = Trouble(
    code="medium-waits-for-nothing",
    severity=_W,
    why="It is shown in use, and whoever wants it is told to wait for what does not come.",
    advice="A repair makes it idle.",
    repairable=True,
)
SIDE_WRONG: Final = Trouble(
    code="side-without-lmid",
    severity=_E,
    why="Its data belong to an application that can no longer name them; and nobody else gets the medium.",
    advice="Find the application by the label and the audit trail (rsm media show; rsm audit). Import a copy of the "
    "catalogue from before, or move the medium to the import pool and adopt it anew (rsm media adopt).",
)
RESERVED_WRONG: Final = Trouble(
    code="side-reserved-for-nobody",
    severity=_W,
    why="Nobody can be given it: it is kept for the owner of another side, and there is none.",
    advice="A repair makes it available again: it was reserved unused, and no LMID names a side of its medium.",
    repairable=True,
)
LMID_WRONG: Final = Trouble(
    code="lmid-without-side",
    severity=_E,
    why="An application knows it as the name of its data, and cannot mount them.",
    advice="Import a copy of the catalogue from before (rsm database import), or find the medium by its label.",
)
POOLS_DIFFER: Final = Trouble(
    code="lmid-in-other-pool",
    severity=_W,
    why="Rights and limits of one pool are asked for what lies in another.",
    advice="Move the medium to the pool of its LMID (rsm media move).",
)
CODE_SHARED: Final = Trouble(
    code="bar-code-shared",
    severity=_W,
    why="The library cannot tell the cartridges apart: one could be handed out for the other.",
    advice="Put a new bar code on one of them; until then let the library check labels "
    "(rsm library labels NAME check). A repair changes nothing in a library where one could be taken for the other.",
)
WORK_LOST: Final = Trouble(
    code="work-without-object",
    severity=_W,
    why="It can never be done, and whoever waits for it waits for ever.",
    advice="A repair cancels it.",
    repairable=True,
)
WORK_ASTRAY: Final = Trouble(
    code="work-without-drive",
    severity=_W,
    why="It is under way in a drive that it does not have: it cannot end, and two may take the drive for theirs.",
    advice="A repair cancels it, with its whole set; what is in a drive because of it is carried home.",
    repairable=True,
)
UNREASONED: Final = Trouble(
    code="work-without-reason",
    severity=_W,
    why="Whoever waits for it cannot see what for, and so cannot help.",
    advice="A repair queues it again in its place: it is done, or says what it waits for.",
    repairable=True,
)
REQUEST_LOST: Final = Trouble(
    code="request-for-nothing",
    severity=_W,
    why="People are asked to do what nobody wants any more.",
    advice="A repair withdraws it.",
    repairable=True,
)
MOTION_OPEN: Final = Trouble(
    code="motion-open",
    severity=_W,
    why="Its cartridge is in one of two places, and is not moved before it is known in which.",
    advice="A repair asks the library, as every start of the service does.",
    repairable=True,
)

# --- Against the library ----------------------------------------------------------------------------------------------

UNATTENDED: Final = Trouble(
    code="library-unattended",
    severity=_E,
    why="Nothing moves, though clients are answered.",
    advice="Restart the service, and report what its log says.",
)
SILENT: Final = Trouble(
    code="library-silent",
    severity=_W,
    why="Nothing can be mounted there, and nothing of it could be compared.",
    advice="See to its power and its cables; the service tries again by itself.",
)
REPLACED: Final = Trouble(
    code="library-exchanged",
    severity=_E,
    why="Its cartridges are not ours: a mount would hand out another's data, or write over them.",
    advice="Let its address lead to the library again. If it was replaced for good, remove it and add the new one "
    "(rsm library remove, rsm library add).",
)
MOVES: Final = Trouble(
    code="library-moves",
    severity=_N,
    why="While cartridges move, catalogue and library need not agree: it could not be compared.",
    advice="Ask again when it rests.",
)
MISSING: Final = Trouble(
    code="cartridge-missing",
    severity=_W,
    why="A mount of it would fail.",
    advice="A repair takes it for offline. If nobody has taken it out, look into the library.",
    repairable=True,
)
ELSEWHERE: Final = Trouble(
    code="cartridge-elsewhere",
    severity=_W,
    why="A mount of it would begin at the wrong place.",
    advice="A repair writes down where it is.",
    repairable=True,
)
STRANGER: Final = Trouble(
    code="cartridge-unknown",
    severity=_W,
    why="Nobody can use it.",
    advice="A repair takes it into the catalogue, as an inventory does.",
    repairable=True,
)
CONTENT_DIFFERS: Final = Trouble(
    code="content-differs",
    severity=_W,
    why="The element is shown full and is empty, or the reverse, or it cannot be reached.",
    advice="A repair writes down what the library shows.",
    repairable=True,
)
CODE_DIFFERS: Final = Trouble(
    code="bar-code-differs",
    severity=_W,
    why="Its bar code could be read, and cannot; or the reverse.",
    advice="A repair writes it down. A bar code that cannot be read is to be cleaned or renewed.",
    repairable=True,
)
DOUBTFUL: Final = Trouble(
    code="cartridge-doubtful",
    severity=_W,
    why="The library alone does not tell which cartridge it is.",
    advice="Look into the library, and let the label be read (rsm media identify).",
)
EXCHANGED: Final = Trouble(
    code="drive-exchanged",
    severity=_W,
    why="Another drive is there than the one whose history is kept; what the old one did is held against the new one.",
    advice="A repair takes the new one for it, as every start of the service does, and counts anew from there.",
    repairable=True,
)
ABSENT: Final = Trouble(
    code="drive-absent",
    severity=_W,
    why="The library has no such drive any more, or cannot reach it.",
    advice="See to its cables; or disable and remove it (rsm drive disable, rsm drive remove).",
)

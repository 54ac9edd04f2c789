"""Checkups: the catalogue against its file, itself and its libraries; and repairs of what is safe to be repaired."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from openrsm.domain import bookkeeping, comparing, troubles
from openrsm.domain.books import Books
from openrsm.domain.equipment import Library
from openrsm.domain.inventory import reconcile
from openrsm.domain.troubles import Finding, Trouble
from openrsm.domain.values import DriveId, LibraryId, MoveId
from openrsm.errors import RsmError
from openrsm.service import books, imported
from openrsm.service.context import Context
from openrsm.service.controllers import Controllers, is_physical
from openrsm.service.reconciling import read_catalogue, reconcile_library, seen, settle_move
from openrsm.service.sight import Blind, Sight
from openrsm.service.strangers import another_library, follow_drive
from openrsm.store.database import Transaction
from openrsm.surface.checkup import CheckupView, FindingView

T = TypeVar("T")
Look = Callable[[Sight], T]

PATIENCE: Final = 120.0
"""Seconds that a library may take to be looked at, what its robot does first included."""


@dataclass(frozen=True, slots=True)
class Checkups:
    """Makes checkups. Any thread may ask; a library is looked at by the thread that owns its devices."""

    context: Context
    controllers: Controllers

    def check(self, only: Library | None) -> CheckupView:
        """What is wrong, of all libraries or of one."""
        libraries = self._libraries(only)
        return _told(libraries, list(self._findings(libraries)))

    def repair(self, only: Library | None, record: Callable[[Transaction, Finding], None]) -> CheckupView:
        """Put right what can be; ``record`` writes down each thing that was, in its transaction."""
        libraries = self._libraries(only)
        before = list(self._findings(libraries))
        if any(one.trouble in _FILE for one in before):
            return _told(libraries, before)  # nothing is written to a file that is damaged
        doubtful = {one.library_id for one in before if one.trouble in _ONE_FOR_ANOTHER}

        def put_right(tx: Transaction) -> None:
            for finding in books.put_right(tx, self.controllers.moving(), _touchable(tx, only, doubtful)):
                record(tx, finding)

        self.context.store.write(put_right)
        for library in libraries:
            if not doubtful & {None, library.id}:
                self._recover(library, [one for one in before if _is_motion_of(library, one)], record)
        return _told(libraries, list(self._findings(libraries)), before)

    def _libraries(self, only: Library | None) -> Sequence[Library]:
        named = [only] if only is not None else self.context.store.read(lambda tx: tx.libraries.all())
        return [library for library in named if is_physical(library)]

    def _findings(self, libraries: Sequence[Library]) -> Iterator[Finding]:
        flawed = list(self._flaws())
        yield from flawed
        if not flawed:  # what a damaged file says of anything is not to be trusted
            yield from bookkeeping.check(self.books())
            for sentence in self.controllers.stopped():
                yield Finding(trouble=troubles.UNATTENDED, subject="service", what=sentence)
            for library in libraries:
                yield from self._compared(library)

    def books(self) -> Books:
        """The books as they are, with what is carried meanwhile."""
        moving = self.controllers.moving()
        found = self.context.store.read(lambda tx: books.read(tx, moving))
        # A motion that began meanwhile may be in them, and was not under way before.
        return replace(found, moving=moving | self.controllers.moving())

    def _flaws(self) -> Iterator[Finding]:
        damaged, dangling = self.context.store.flaws()
        for trouble, lines in ((troubles.DAMAGED, damaged), (troubles.DANGLING, dangling)):
            yield from (Finding(trouble=trouble, subject="catalogue", what=line) for line in lines)

    # Looking at libraries.

    def _compared(self, library: Library) -> Sequence[Finding]:
        told = self._seeing(library, lambda sight: self.context.store.read(lambda tx: _compare(tx, library, sight)))
        return [told] if isinstance(told, Finding) else told

    def _recover(
        self, library: Library, motions: Sequence[Finding], record: Callable[[Transaction, Finding], None]
    ) -> None:
        """Open motions are settled as at every start, if the library is run here; and then it is followed."""
        if motions:
            self.controllers.reopen(library.id, PATIENCE)
        self._follow(library, record)
        if motions:
            self.context.store.write(lambda tx: _record_settled(tx, motions, record))

    def _follow(self, library: Library, record: Callable[[Transaction, Finding], None]) -> None:
        def follow(sight: Sight) -> None:
            self.context.store.write(lambda tx: _follow(tx, library, sight, record))

        self._seeing(library, follow)

    def _seeing(self, library: Library, look: Look[T]) -> T | Finding:
        """What a look at the library tells, or why there is none."""
        answer: Future[T | Finding] = Future()

        def looked(sight: Sight | Blind) -> T | Finding:
            return look(sight) if isinstance(sight, Sight) else self._blind(library, sight)

        if not self.controllers.consult(library.id, lambda sight: _answer(answer, sight, looked)):
            return self._seeing_directly(library, look)
        try:
            return answer.result(PATIENCE)
        except TimeoutError:
            if not answer.cancel():
                return answer.result()  # it is being looked at just now
            return _unseen(troubles.MOVES, library, f"library {library.name} was not looked at: its robot is busy")

    def _blind(self, library: Library, why: Blind) -> Finding:
        """What a library that is run here does not show, and why that is so by what is known of it now."""
        if why is Blind.MOVES:
            return _unseen(troubles.MOVES, library, f"library {library.name} moves cartridges now, or is being opened")
        trouble = self.context.store.read(lambda tx: tx.libraries.get(library.id)).trouble
        if why is Blind.ANOTHER:
            return _unseen(troubles.REPLACED, library, trouble)
        told = f": {trouble}" if trouble else ""
        return _unseen(troubles.SILENT, library, f"library {library.name} does not answer{told}")

    def _seeing_directly(self, library: Library, look: Look[T]) -> T | Finding:
        """Nobody runs the library here."""
        try:
            opened = self.context.revisit(library.url)
            try:
                identity = opened.changer.identity
                elements = opened.changer.status()
                by_address = {one.address: one.drive for one in opened.drives}
            finally:
                opened.changer.close()
                for one in opened.drives:
                    one.drive.close()
        except RsmError as fault:
            return _unseen(troubles.SILENT, library, f"library {library.name} does not answer: {fault}")
        numbers = {drive.identity.serial for drive in by_address.values()}
        if stranger := self.context.store.read(lambda tx: another_library(tx, library.id, identity, elements, numbers)):
            return _unseen(troubles.REPLACED, library, stranger)
        drives = self.context.store.read(lambda tx: tx.drives.of(library.id))
        answering = {drive.id: by_address[drive.address] for drive in drives if drive.address in by_address}
        return look(Sight(elements, answering))


_ONE_FOR_ANOTHER: Final = (troubles.CODE_SHARED, troubles.DOUBTFUL, troubles.REPLACED)
"""What keeps a catalogue from following its library: one cartridge could be taken for another."""

_UNSEEN: Final = (troubles.SILENT, troubles.MOVES, troubles.REPLACED)

_FILE: Final = (troubles.DAMAGED, troubles.DANGLING)


def _touchable(tx: Transaction, only: Library | None, doubtful: set[LibraryId | None]) -> set[LibraryId | None]:
    """The libraries that may be repaired by the books alone; None stands for what is in no one."""
    named = [only] if only is not None else tx.libraries.all()
    sound = {one.id for one in named if not doubtful & {None, one.id}}
    return {*sound, None} if only is None else {*sound}


def _told(libraries: Sequence[Library], found: Sequence[Finding], before: Sequence[Finding] = ()) -> CheckupView:
    """The answer; what was wrong ``before`` and is not any more was repaired."""
    is_flawed = any(one.trouble in _FILE for one in found)  # then no library was looked at
    unseen = {one.library_id for one in found if one.trouble in _UNSEEN}
    left = {(one.trouble.code, one.what) for one in found}
    gone = [one for one in before if one.trouble.repairable and (one.trouble.code, one.what) not in left]
    return CheckupView(
        findings=[_view(one) for one in found],
        repaired=[_view(one) for one in gone],
        compared=[library.name for library in libraries if not is_flawed and library.id not in unseen],
    )


def _answer(answer: Future[T | Finding], sight: Sight | Blind, look: Callable[[Sight | Blind], T | Finding]) -> None:
    """In the controller's thread: whatever comes of the look is the asker's."""
    if not answer.set_running_or_notify_cancel():
        return  # nobody waits for it any more, and so nothing follows
    try:
        answer.set_result(look(sight))
    except Exception as error:  # noqa: BLE001 - the asker is told, and the controller goes on
        answer.set_exception(error)


def _unseen(trouble: Trouble, library: Library, what: str) -> Finding:
    return Finding(trouble=trouble, subject=library.name, what=what, library_id=library.id)


def _compare(tx: Transaction, library: Library, sight: Sight) -> list[Finding]:
    reported = [seen(element) for element in sight.elements]
    catalogue = read_catalogue(tx, library.id, reported)
    found = comparing.compare(reconcile(reported, catalogue), catalogue)
    addresses = {one.address for one in reported}
    return [*found, *comparing.compare_drives(catalogue.drives, sight.serials, addresses)]


def _follow(tx: Transaction, library: Library, sight: Sight, record: Callable[[Transaction, Finding], None]) -> None:
    """The catalogue follows what is seen of a library that rests, as after a start."""
    for move in tx.moves.open(library.id):
        settle_move(tx, move, sight.elements, "found by a checkup")
    for finding in _compare(tx, library, sight):
        if finding.trouble is troubles.EXCHANGED and finding.object_id is not None:
            drive = tx.drives.get(DriveId(finding.object_id))
            follow_drive(tx, drive, sight.drives[drive.id])
        if finding.trouble.repairable:
            record(tx, finding)
    imported.compare(tx, library, reconcile_library(tx, library.id, sight.elements))


def _is_motion_of(library: Library, finding: Finding) -> bool:
    return finding.trouble is troubles.MOTION_OPEN and finding.library_id == library.id


def _record_settled(
    tx: Transaction, motions: Sequence[Finding], record: Callable[[Transaction, Finding], None]
) -> None:
    for motion in motions:
        if motion.object_id is not None and tx.moves.get(MoveId(motion.object_id)).closed_at is not None:
            record(tx, motion)


def _view(finding: Finding) -> FindingView:
    trouble = finding.trouble
    return FindingView(
        code=trouble.code,
        severity=trouble.severity,
        subject=finding.subject,
        what=finding.what,
        why=trouble.why,
        advice=trouble.advice,
        repairable=trouble.repairable,
    )

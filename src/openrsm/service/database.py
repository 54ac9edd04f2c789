"""The catalogue as a whole: exported, marked to be imported, and checked."""

from __future__ import annotations

from pathlib import Path

from openrsm.domain.equipment import Library
from openrsm.domain.exports import USUAL, check_name
from openrsm.domain.matrix import Deed
from openrsm.domain.troubles import Finding
from openrsm.domain.values import SessionId
from openrsm.service import guard, imported, resolving, restored
from openrsm.service.checkups import Checkups
from openrsm.service.context import Context, note
from openrsm.service.controllers import Controllers
from openrsm.service.refusals import audited
from openrsm.service.sessions import Session
from openrsm.store import exports, imports, sqlite
from openrsm.store.database import Transaction
from openrsm.store.exports import Copy
from openrsm.store.migrate import HEAD
from openrsm.surface.checkup import CheckupView
from openrsm.surface.database import CopyView, DatabaseView, RestoredView
from openrsm.surface.views import Ref


@audited("database")
class DatabaseService:
    """Implements :class:`openrsm.surface.database.Database`."""

    def __init__(self, context: Context, state: Path, controllers: Controllers) -> None:
        """``state`` is the state folder; callers name no other."""
        self._context = context
        self._state = state
        self._checkups = Checkups(context, controllers)

    def show(self, session: SessionId) -> DatabaseView:
        """See the surface."""
        caller = self._context.caller(session)
        self._check(caller, Deed.DATABASE_SHOW, "look at the catalogue's copies")
        return self._context.store.read(self._view)

    def report(self, session: SessionId) -> RestoredView:
        """See the surface."""
        caller = self._context.caller(session)
        self._check(caller, Deed.DATABASE_REPORT, "ask what is known of all media")
        return self._context.store.read(restored.report)

    def export(self, session: SessionId, name: str = USUAL) -> CopyView:
        """See the surface."""
        caller = self._context.caller(session)
        self._check(caller, Deed.DATABASE_EXPORT, "export the catalogue")
        check_name(name)
        self._context.check_repeated(caller)
        view = _view(exports.export(self._state, name))

        def record(tx: Transaction) -> CopyView:
            note(tx, caller, "catalogue_exported", name, f"{view.file}, {view.size} bytes")
            return view

        return self._context.commit(caller, record)

    def mark_import(self, session: SessionId, name: str = USUAL) -> DatabaseView:
        """See the surface."""
        caller = self._context.caller(session)
        self._check(caller, Deed.DATABASE_IMPORT, "import a catalogue")
        check_name(name)
        self._context.check_repeated(caller)
        now = self._context.clock()
        imports.mark(self._state, name, now, lambda tx: note(tx, caller, imported.PREPARED, name))
        return self._noted(caller, imported.MARKED, name)

    def cancel_import(self, session: SessionId) -> DatabaseView:
        """See the surface."""
        caller = self._context.caller(session)
        self._check(caller, Deed.DATABASE_CANCEL, "cancel the import of a catalogue")
        self._context.check_repeated(caller)
        imports.unmark(self._state)
        return self._noted(caller, "import_cancelled", "catalogue")

    def check(self, session: SessionId, library: Ref | None = None) -> CheckupView:
        """See the surface."""
        caller = self._context.caller(session)
        self._check(caller, Deed.DATABASE_CHECK, "check the catalogue")
        return self._checkups.check(self._named(library))

    def repair(self, session: SessionId, library: Ref | None = None) -> CheckupView:
        """See the surface."""
        caller = self._context.caller(session)
        self._check(caller, Deed.DATABASE_REPAIR, "repair the catalogue")
        self._context.check_repeated(caller)

        def record(tx: Transaction, finding: Finding) -> None:
            note(tx, caller, "catalogue_repaired", finding.subject, f"{finding.trouble.code}: {finding.what}")

        view = self._checkups.repair(self._named(library), record)
        return self._context.commit(caller, lambda _: view) if view.repaired else view

    def _named(self, ref: Ref | None) -> Library | None:
        return None if ref is None else self._context.store.read(lambda tx: resolving.library(tx, ref))

    def _check(self, caller: Session, deed: Deed, doing: str) -> None:
        self._context.store.read(lambda tx: guard.may(tx, caller, deed, doing, tx.computer.get()))

    def _noted(self, caller: Session, action: str, subject: str) -> DatabaseView:
        def record(tx: Transaction) -> DatabaseView:
            note(tx, caller, action, subject)
            return self._view(tx)

        return self._context.commit(caller, record)

    def _view(self, tx: Transaction) -> DatabaseView:
        marked = imports.marked(self._state)
        return DatabaseView(
            file=str(self._state / sqlite.FILE),
            size=sqlite.size(self._state),
            revision=HEAD,
            copies=[_view(copy) for copy in exports.exports(self._state)],
            marked=marked,
            imported=imported.last(tx, imported.TAKEN_UP),
            differences=imported.differences(tx),
        )


def _view(copy: Copy) -> CopyView:
    return CopyView(name=copy.name, file=str(copy.file), size=copy.size, made=copy.made)

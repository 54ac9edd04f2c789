"""Requests that people and applications submit to operators."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from openrsm.domain import submitting
from openrsm.domain.equipment import Drive, Library
from openrsm.domain.matrix import Deed
from openrsm.domain.operator import OperatorKind
from openrsm.domain.records import OperatorRequest
from openrsm.domain.rights import Guarded
from openrsm.domain.submitting import About
from openrsm.domain.values import Medium, OperatorId, Pool
from openrsm.service import guard, resolving
from openrsm.service.context import note
from openrsm.service.sessions import Session
from openrsm.store.database import Transaction
from openrsm.surface.views import Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a request is about, as the caller names it."""

    pool: Ref | None = None
    medium: Ref | None = None
    library: Ref | None = None
    drive: Ref | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Things:
    pool: Pool | None
    medium: Medium | None
    library: Library | None
    drive: Drive | None

    def about(self) -> About:
        return About(
            pool=self.pool.path if self.pool else "",
            medium=self.medium.name if self.medium else "",
            library=self.library.name if self.library else "",
            drive=self.drive.name if self.drive else "",
        )


def submit(tx: Transaction, caller: Session, kind: OperatorKind, message: str, named: Named) -> OperatorRequest:
    """Check a request, and put it before the operators."""
    things = _find(tx, named)
    about = things.about()
    submitting.check(kind, about, message)
    for guarded in _guarding(tx, kind, things):
        guard.may(tx, caller, Deed.OPERATOR_SUBMIT, "ask an operator", guarded)
    said = message or submitting.wording(kind, about, caller.application)
    request = tx.operators.insert(_request(tx, caller, kind, said, things))
    note(tx, caller, "operator_request_submitted", str(request.number), said)
    return request


def _find(tx: Transaction, named: Named) -> _Things:
    drive = resolving.drive(tx, named.drive) if named.drive else None
    return _Things(
        pool=resolving.pool(tx, named.pool) if named.pool else None,
        medium=resolving.medium(tx, named.medium) if named.medium else None,
        library=resolving.library(tx, named.library) if named.library else None,
        drive=drive,
    )


def _guarding(tx: Transaction, kind: OperatorKind, things: _Things) -> list[Guarded]:
    """Of what the right is asked: of a pool for media, of a library for its devices, else of the computer."""
    match kind:
        case OperatorKind.NEW_MEDIA if things.pool:
            return [things.pool]
        case OperatorKind.MOVE_MEDIA if things.medium:
            return [tx.pools.get(things.medium.pool_id)]
        case OperatorKind.CLEANER | OperatorKind.DEVICE_SERVICE:
            owner = things.library or things.drive or things.medium
            return [owner if isinstance(owner, Library) else tx.libraries.get(owner.library_id)] if owner else []
        case _:
            return [tx.computer.get()]


def _request(tx: Transaction, caller: Session, kind: OperatorKind, said: str, things: _Things) -> OperatorRequest:
    return OperatorRequest(
        id=OperatorId(uuid4()),
        number=tx.operators.next_number(),
        kind=kind,
        message=said,
        submitted_at=tx.now,
        requester=caller.requester,
        pool_id=things.pool.id if things.pool else None,
        medium_id=things.medium.id if things.medium else None,
        library_id=things.library.id if things.library else None,
        drive_id=things.drive.id if things.drive else None,
    )

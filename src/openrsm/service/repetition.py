"""A request that is made twice under one key is done once; see :mod:`openrsm.surface.repetition`."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TypeVar

from openrsm.errors import InvalidParameter, RsmError
from openrsm.service.sessions import Session
from openrsm.store.database import Transaction
from openrsm.store.sessions import DoneCall
from openrsm.surface.repetition import ONCE, AlreadyDone, Once
from openrsm.wire.encoding import Json, encode, encode_items
from openrsm.wire.errors import encode_error, error_of

T = TypeVar("T")
Work = Callable[[Transaction], T]


def once(caller: Session, work: Work[T]) -> Work[T]:
    """The work as it is, or, where its request has a key: done unless it was done, and recorded with it."""
    wanted = ONCE.get()
    if wanted is None:
        return work
    user = caller.principal.user

    def do(tx: Transaction) -> T:  # in the writer's thread, which knows nothing of ONCE
        _check(tx.calls.find(user, wanted.key), wanted)
        result = work(tx)
        answer = json.dumps(_encoded(result))
        tx.calls.record(user, wanted.key, DoneCall(wanted.fingerprint, answer))
        return result

    return do


def check_repeated(tx: Transaction, caller: Session) -> None:
    """Nothing, unless the request of this call was done before.

    Raises:
        AlreadyDone: It was.
        RsmError: It was, and that is how it ended.
        InvalidParameter: Its key was used for another request.
    """
    wanted = ONCE.get()
    if wanted is not None:
        _check(tx.calls.find(caller.principal.user, wanted.key), wanted)


def _check(done: DoneCall | None, wanted: Once) -> None:
    if done is None:
        return
    if done.fingerprint != wanted.fingerprint:
        raise InvalidParameter(
            f"the idempotency key {wanted.key!r} was used for another request", "use a new key for each request"
        )
    answer = json.loads(done.answer)
    if isinstance(answer, dict) and "error" in answer:
        raise error_of(*(answer["error"][key] for key in ("code", "what", "advice")))
    raise AlreadyDone(answer)


def _encoded(result: object) -> Json:
    if isinstance(result, RsmError):
        return encode_error(result)
    return encode_items(result) if isinstance(result, (list, tuple)) else encode(result)

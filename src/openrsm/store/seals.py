"""Copies of the catalogue carry a digest of themselves: by it a change is noticed that leaves values like any others.

SQLite has no checksums of its pages. The digest is that of all bytes of the copy's file, its own place in it taken as
zeros, and lies in a table of its own; that there must be one stands in the file's header, too, far from that.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Final

from openrsm.errors import DatabaseFailure

_SEALED: Final = int.from_bytes(b"ORSM")
"""The application id of SQLite's header; a catalogue that is no copy has none."""
_SIZE: Final = sha256().digest_size
_PART: Final = 1 << 20


def seal(file: Path) -> None:
    """Write its digest into a copy that is whole. Making it durable is the caller's."""
    place = os.urandom(_SIZE)
    with closing(sqlite3.connect(file, isolation_level=None)) as copy:
        copy.execute(f"PRAGMA application_id = {_SEALED}")
        copy.execute("BEGIN")
        copy.execute("CREATE TABLE seal (digest BLOB NOT NULL)")
        copy.execute("INSERT INTO seal VALUES (?)", (place,))
        copy.execute("COMMIT")
    at = _find(file, place)
    digest = _digest(file, at)
    with file.open("r+b") as opened:
        opened.seek(at)
        opened.write(digest)


def check(file: Path) -> None:
    """Refuse a copy that is no longer what was sealed; one that never was, as a file that a backup took, passes.

    Raises:
        DatabaseFailure: It is not.
    """
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as copy:
        sealed = _is_sealed(copy)
        digests = [digest for (digest,) in copy.execute("SELECT digest FROM seal")] if _has_seal(copy) else []
    if sealed and not (len(digests) == 1 and _is_digest(digests[0], file)):
        raise DatabaseFailure("it has been changed since it was exported: its SHA-256 digest differs")


def unseal(file: Path) -> None:
    """Make a catalogue of a copy."""
    with closing(sqlite3.connect(file, isolation_level=None)) as copy:
        copy.execute("DROP TABLE IF EXISTS seal")
        copy.execute("PRAGMA application_id = 0")


def _is_sealed(copy: sqlite3.Connection) -> bool:
    [application] = copy.execute("PRAGMA application_id").fetchone()
    return application != 0 or _has_seal(copy)


def _has_seal(copy: sqlite3.Connection) -> bool:
    return copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'seal' AND type = 'table'").fetchone() is not None


def _is_digest(found: object, file: Path) -> bool:
    if not isinstance(found, bytes) or len(found) != _SIZE:
        return False
    at = _find(file, found)
    return at >= 0 and _digest(file, at) == found


def _find(file: Path, wanted: bytes) -> int:
    """Where it lies; -1: nowhere."""
    kept, begin = b"", 0
    for part in _parts(file):
        window = kept + part
        if (at := window.find(wanted)) >= 0:
            return begin + at
        kept = window[1 - len(wanted) :]
        begin += len(window) - len(kept)
    return -1


def _digest(file: Path, at: int) -> bytes:
    """Of all bytes, with zeros in the digest's own place."""
    found, begin = sha256(), 0
    for part in map(bytearray, _parts(file)):
        own = range(max(at - begin, 0), min(at + _SIZE - begin, len(part)))
        part[own.start : own.start + len(own)] = bytes(len(own))
        found.update(part)
        begin += len(part)
    return found.digest()


def _parts(file: Path) -> Iterator[bytes]:
    """What a file holds. It is read, not mapped: a disk that fails is an error then, and ends no process."""
    with file.open("rb") as opened:
        while part := opened.read(_PART):
            yield part

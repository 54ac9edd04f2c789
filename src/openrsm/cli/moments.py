"""Since when, as people write it: a time that has passed (``2h``), a day (``2026-01-31``) or a moment."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from openrsm.cli.durations import parse_duration

FORMS: Final = "2h, 3d, 2026-01-31 or 2026-01-31T14:02"


def parse_moment(text: str, now: datetime) -> datetime:
    """The moment that a text names; without a zone it is local.

    Raises:
        ValueError: It names none.
    """
    passed = _passed(text)
    try:
        if passed is not None:
            return now - passed
        return datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{text!r} is no time; write it like {FORMS}") from error


def _passed(text: str) -> timedelta | None:
    try:
        seconds = parse_duration(text)
        return None if seconds is None or text.isdecimal() else timedelta(seconds=seconds)
    except (ValueError, OverflowError):
        return None

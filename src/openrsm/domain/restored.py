"""What is known of each side, and by what: which a catalogue that was lost has got back, and what it has not.

A label says whose data are on a side. It does not say under which LMID its program had it, nor whether it was complete.
"""

from __future__ import annotations

from enum import Enum

from openrsm.domain.labels import FREE_LABEL, is_coded
from openrsm.domain.side import SideState
from openrsm.domain.values import BEGINNING, Medium, Side


class Known(Enum):
    """How far a side is known; each with what that means, and what to do about it."""

    IN_USE = ("in use", "allocated, and mounted since or not written on yet", "")
    ADOPTED = (
        "adopted",
        "allocated by its label, not mounted since",
        "ask its program: it has to learn the new LMID, and knows whether it is complete (rsm complete LMID)",
    )
    UNCONFIRMED = (
        "unconfirmed",
        "allocated, its label not read",
        "ask its program, or have it read: rsm media identify NAME",
    )
    UNLABELLED = (
        "unlabelled",
        "allocated, read without a label of a known kind, not mounted since",
        "ask its program: no label tells whether it is its own",
    )
    FREE = ("free", "free", "")
    DOUBTED = (
        "doubted",
        "free by an imported copy, its label not seen",
        "it may hold data, so have its label read: rsm library inventory LIBRARY --method full",
    )
    UNCLAIMED = (
        "unclaimed",
        "labelled, and nobody's",
        "give it to the program that wrote it: rsm media adopt --pool POOL --label TYPE",
    )
    BLANK = (
        "blank",
        "read, without a label of a known kind",
        "look what is on it; if it is nobody's, move it to the free pool: rsm media move NAME POOL",
    )
    UNREADABLE = (
        "unreadable",
        "its label could not be read or written",
        "see why (rsm media show NAME), then try another drive: rsm media identify NAME",
    )
    CODED = (
        "bar code only",
        "known by its bar code alone",
        "have its label read: rsm library inventory LIBRARY --method full",
    )
    NAMELESS = (
        "nothing",
        "not known at all, without a bar code that can be read",
        "have its label read: rsm library inventory LIBRARY --method full",
    )
    ASIDE = ("set aside", "not for use: retired, of a strange type, reserved or being made free", "")

    def __init__(self, code: str, what: str, advice: str) -> None:
        """What a state is called, what it means, and what to do; empty if nothing is to be done."""
        self.code = code
        self.what = what
        self.advice = advice


def known(side: Side, medium: Medium) -> Known:
    """How far a side is known."""
    match side.state:
        case SideState.ALLOCATED | SideState.COMPLETE:
            return _of_program(side)
        case SideState.AVAILABLE:
            return Known.DOUBTED if side.label_doubted else Known.FREE
        case SideState.UNKNOWN | SideState.FOREIGN | SideState.IMPORT:
            return _of_nobody(side, medium)
        case _:
            return Known.ASIDE


def _of_program(side: Side) -> Known:
    if side.mounts or side.label_type == FREE_LABEL:
        return Known.IN_USE
    if side.label_type:
        return Known.ADOPTED
    return Known.UNLABELLED if side.label_read > BEGINNING else Known.UNCONFIRMED


def _of_nobody(side: Side, medium: Medium) -> Known:
    if side.trouble:
        return Known.UNREADABLE
    if side.label_type:
        return Known.UNCLAIMED
    if side.label_read > BEGINNING:
        return Known.BLANK
    return Known.CODED if is_coded(medium) else Known.NAMELESS

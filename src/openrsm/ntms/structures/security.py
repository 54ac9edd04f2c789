"""Who may do what to an object, as this API tells it: by names of users and groups, which no SID could carry safely."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True, kw_only=True)
class ACCESS_ALLOWED_ACE:
    """One line of a list: to whom rights are given, and which.

    Attributes:
        Trustee: ``user:NAME``, ``group:NAME`` or ``everyone``.
        Mask: Bits of :class:`NtmsAccessMask`, READ_CONTROL and WRITE_DAC.
        Inherited: The path of the pool above that the line belongs to; empty for the object itself.
    """

    Trustee: str
    Mask: int
    Inherited: str = ""


@dataclass(slots=True, kw_only=True)
class SECURITY_DESCRIPTOR:
    """Whose an object is, and who has which rights on it.

    Attributes:
        Owner: A user's name; empty if nobody owns it, and where the owner was not asked for.
        Dacl: Lines that give rights; nothing denies them. None where they were not asked for.
    """

    Owner: str = ""
    Dacl: tuple[ACCESS_ALLOWED_ACE, ...] | None = None


@dataclass(slots=True, kw_only=True)
class SECURITY_ATTRIBUTES_NTMS:
    """A security descriptor for an object that is created; the rest has no use here."""

    nLength: int = 0
    lpSecurityDescriptor: SECURITY_DESCRIPTOR | None = None
    bInheritHandle: bool = False
    nDescriptorLength: int = 0

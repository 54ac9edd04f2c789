"""Who somebody is, as this computer's users and groups say."""

from __future__ import annotations

import grp
import os
import pwd
from pathlib import Path
from typing import Final

from openrsm.domain.values import Principal

ADMINISTRATORS: Final = "rsm-admin"
"""The group whose members may do everything, as root may."""


def of_user_id(user_id: int, *, owner: int | None = None) -> Principal:
    """The user of that number; ``owner`` is the user whose state it is, who administers it as root does."""
    try:
        entry = pwd.getpwuid(user_id)
    except KeyError:  # many containers give their users no names
        return Principal(user=str(user_id), administrator=user_id in (0, owner))
    groups = _groups(entry)
    administrator = user_id in (0, owner) or ADMINISTRATORS in groups
    return Principal(user=entry.pw_name, groups=groups, administrator=administrator)


def of_user_name(user: str, *, owner: int | None = None) -> Principal:
    """The user of that name; one whom this computer does not know has no groups and administers nothing."""
    try:
        return of_user_id(pwd.getpwnam(user).pw_uid, owner=owner)
    except KeyError:
        return Principal(user=user)


def current_principal(state: Path) -> Principal:
    """The user of this process; root, the owner of the state folder and the group ``rsm-admin`` are administrators."""
    return of_user_id(os.geteuid(), owner=_owner(state))


def _owner(folder: Path) -> int | None:
    try:
        return folder.stat().st_uid
    except OSError:
        return None


def is_private_group(number: int, user_id: int) -> bool:
    """Whether nobody but a user is in a group: it has the user's name, as where each has one, or none at all."""
    name = _group_name(number)
    try:
        return name in ("", pwd.getpwuid(user_id).pw_name)
    except KeyError:
        return not name


def _groups(entry: pwd.struct_passwd) -> tuple[str, ...]:
    numbers = os.getgrouplist(entry.pw_name, entry.pw_gid)
    return tuple(sorted(name for name in map(_group_name, numbers) if name))


def _group_name(number: int) -> str:
    try:
        return grp.getgrgid(number).gr_name
    except KeyError:
        return ""

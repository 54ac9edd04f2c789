"""Who runs this command, as the operating system vouches for."""

from __future__ import annotations

import grp
import os
import pwd
from pathlib import Path
from typing import Final

from openrsm.domain.values import Principal

ADMINISTRATORS: Final = "rsm-admin"


def current_principal(state: Path) -> Principal:
    """The user of this process; root, the owner of the state folder and the group ``rsm-admin`` are administrators."""
    user_id = os.geteuid()
    administrator = user_id == 0 or _owns(user_id, state) or _administers(os.getgroups())
    return Principal(user=user_name(user_id), administrator=administrator)


def user_name(user_id: int) -> str:
    """The user's name; the number where nobody has given one, as in many containers."""
    try:
        return pwd.getpwuid(user_id).pw_name
    except KeyError:
        return str(user_id)


def _owns(user_id: int, folder: Path) -> bool:
    try:
        return folder.stat().st_uid == user_id
    except OSError:
        return False


def _administers(groups: list[int]) -> bool:
    try:
        return grp.getgrnam(ADMINISTRATORS).gr_gid in groups
    except KeyError:
        return False

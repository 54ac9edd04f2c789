"""Who runs this command, as the operating system vouches for."""

from __future__ import annotations

import os
from pathlib import Path

from openrsm import accounts
from openrsm.domain.values import Principal


def current_principal(state: Path) -> Principal:
    """The user of this process; root, the owner of the state folder and the group ``rsm-admin`` are administrators."""
    return accounts.of_user_id(os.geteuid(), owner=_owner(state))


def _owner(folder: Path) -> int | None:
    try:
        return folder.stat().st_uid
    except OSError:
        return None

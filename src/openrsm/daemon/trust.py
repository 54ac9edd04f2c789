"""Whether a state folder is safe to open: nobody but its owner and root can change what is in it.

Root works on the folder of the service's user, and an option may lead anybody to a folder that somebody else has
prepared. So this is asked before a file in it is made, opened or followed.
"""

from __future__ import annotations

import grp
import os
import pwd
import stat
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from openrsm.accounts import is_private_group
from openrsm.errors import AccessDenied

ROOT: Final = 0
_KINDS: Final = (stat.S_ISREG, stat.S_ISDIR, stat.S_ISSOCK)
"""What a state folder holds: files, folders of copies, the service's socket."""


def check_state(folder: Path) -> None:
    """Refuse a state folder in which others could put things in the place of ours; one that is not there is no danger.

    Raises:
        AccessDenied: The folder, something in it, or a folder above it belongs to a stranger or may be written by one;
            or something in it is a link or no file.
    """
    try:
        with suppress(FileNotFoundError):
            _check_folder(folder, folder.stat())
    except OSError as error:
        what = f"the state folder {folder} cannot be looked into: {error.strerror}"
        raise AccessDenied(what, "use --state DIR, or run this as its owner") from error


def check_way(file: Path) -> None:
    """Refuse a place where strangers could put another file in the place of ours; the folder need not be there yet.

    Raises:
        AccessDenied: A folder on the way belongs to a stranger or may be written by one.
    """
    try:
        there = next(folder for folder in file.absolute().parents if folder.exists())
        user = os.geteuid()
        _check_way(there, {ROOT, user, there.stat().st_uid} if user == ROOT else {ROOT, user})
    except OSError as error:
        raise AccessDenied(f"{file} cannot be made: {error.strerror}", "name another place") from error


def _check_folder(folder: Path, told: os.stat_result) -> None:
    trusted = _trusted_owners(folder, told.st_uid)
    _check_way(folder, trusted)
    _check_mode(folder, told)  # sticky or not: strangers could add what we would take for ours
    for path in folder.iterdir():
        with suppress(FileNotFoundError):  # another process has just tidied up
            _check_entry(path, path.lstat(), trusted)


def _trusted_owners(folder: Path, owner: int) -> Collection[int]:
    user = os.geteuid()
    if user != ROOT and owner not in {ROOT, user}:
        what = f"the state folder {folder} belongs to {_name(owner)}"
        raise AccessDenied(what, "run this as that user or as root, or use --state DIR")
    return {ROOT, user, owner}


def _check_way(folder: Path, trusted: Collection[int]) -> None:
    """Every folder that leads there, as it is written and as it is."""
    for step in dict.fromkeys([*_steps(folder.absolute()), *_steps(folder.resolve())]):
        told = step.lstat()
        if told.st_uid not in trusted:
            raise _refusal(step, f"belongs to {_name(told.st_uid)}")
        if stat.S_ISDIR(told.st_mode) and not told.st_mode & stat.S_ISVTX:
            _check_mode(step, told)


def _steps(folder: Path) -> Iterator[Path]:
    yield folder
    yield from folder.parents


def _check_entry(path: Path, told: os.stat_result, trusted: Collection[int]) -> None:
    if stat.S_ISLNK(told.st_mode):
        # Who made the link may make it lead anywhere; that is for root and for whoever runs this alone.
        if told.st_uid not in {ROOT, os.geteuid()}:
            raise _refusal(path, f"is a link that {_name(told.st_uid)} made")
        return
    if not any(is_kind(told.st_mode) for is_kind in _KINDS):
        raise _refusal(path, "is neither a file nor a folder")
    if told.st_uid not in trusted:
        raise _refusal(path, f"belongs to {_name(told.st_uid)}")
    if not stat.S_ISSOCK(told.st_mode):  # everybody may connect to the service
        _check_mode(path, told)


def _check_mode(path: Path, told: os.stat_result) -> None:
    if told.st_mode & stat.S_IWOTH:
        raise _refusal(path, "may be written by everybody")
    if told.st_mode & stat.S_IWGRP and not is_private_group(told.st_gid, told.st_uid):
        raise _refusal(path, f"may be written by the group {_group(told.st_gid)}")


def _refusal(path: Path, what: str) -> AccessDenied:
    advice = "whoever can change it could change the catalogue: mend that with chown and chmod go-w, or use --state DIR"
    return AccessDenied(f"{path} {what}", advice)


def _name(user: int) -> str:
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return f"user {user}"


def _group(number: int) -> str:
    try:
        return grp.getgrgid(number).gr_name
    except KeyError:
        return str(number)

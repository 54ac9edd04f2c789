"""``rsm-mtx --install FOLDER``: the commands under the names that programs know, in a folder of their own.

Where there is a C compiler, they are a small program that answers the frequent questions itself, without the start of
an interpreter (quick.c); elsewhere they lead to the commands as they are installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from openrsm.errors import AlreadyExists, InvalidParameter

SOURCE: Final = Path(__file__).with_name("quick.c")
NAMES: Final[Mapping[str, str]] = {
    "mtx": "rsm-mtx",
    "rsm-mtx": "rsm-mtx",
    "mtx-changer": "rsm-changer",
    "rsm-changer": "rsm-changer",
}
"""What is made, and the command that it stands for."""
QUICK: Final = "openrsm-changer"
MARK: Final = b"OpenRSM-Application: changer"
"""What the compiled program holds, and others do not."""


def install(folder: Path, commands: Path) -> str:
    """Make the folder and what is in it, for the commands that lie in ``commands``; what was made, in a sentence.

    Raises:
        AlreadyExists: Something else lies there under one of the names.
        InvalidParameter: The folder cannot be made or written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _check(folder, commands)
        quick = _compiled(folder / QUICK, commands)
        for name, command in NAMES.items():
            _link(folder / name, Path(QUICK) if quick else commands / command)
    except OSError as error:
        raise InvalidParameter(f"{folder} cannot be written: {error.strerror}", "name another folder") from error
    how = "compiled" if quick else "as links, which take longer to start: there is no C compiler here"
    return f"{', '.join(NAMES)} in {folder}, {how}"


def _check(folder: Path, commands: Path) -> None:
    """Only what is ours is replaced: links to what we make, and the program that we compiled."""
    for name, command in NAMES.items():
        path = folder / name
        if os.path.lexists(path) and not (path.is_symlink() and path.readlink() in (Path(QUICK), commands / command)):
            raise AlreadyExists(f"{path} is there already, and is no link of ours", "name another folder")
    program = folder / QUICK
    if os.path.lexists(program) and (program.is_symlink() or MARK not in program.read_bytes()):
        raise AlreadyExists(f"{program} is there already, and is not ours", "name another folder")


def _compiled(target: Path, commands: Path) -> bool:
    """Whether there is a compiler, and it did."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        return False
    made = target.with_name(f"{target.name}.{os.getpid()}")
    macros = [f'-D{name.upper().replace("-", "_")}="{commands / name}"' for name in set(NAMES.values())]
    built = subprocess.run(  # noqa: S603 - the compiler of this computer, and our own source
        [compiler, "-O2", *macros, "-o", made, SOURCE], stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    if built.returncode:
        made.unlink(missing_ok=True)
        return False
    made.replace(target)
    return True


def _link(path: Path, target: Path) -> None:
    made = path.with_name(f"{path.name}.{os.getpid()}")
    made.symlink_to(target)
    made.replace(path)

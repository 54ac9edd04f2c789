"""Which volumes a run has used: told as they come, for whoever wants to read them again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from openrsm.cli.running.volumes import Volume
from openrsm.cli.streams import tell
from openrsm.errors import InvalidParameter
from openrsm.wire.encoding import encode


@contextmanager
def announcing(path: Path | None, *, as_json: bool) -> Iterator[Callable[[Volume], None]]:
    """What tells of a volume: on stderr, as stdout is the command's; and its LMID in a line of a file, if one is named.

    Raises:
        InvalidParameter: The file cannot be written.
    """
    if path is None:
        yield lambda volume: _say(volume, as_json=as_json)
        return
    with _written(path) as file:

        def told(volume: Volume) -> None:
            _say(volume, as_json=as_json)
            _note(file, path, volume)

        yield told


def _say(volume: Volume, *, as_json: bool) -> None:
    line = f"volume {volume.number}: {volume.lmid} ({volume.bar_code or 'no bar code'}) in {volume.device}"
    tell(json.dumps(encode(volume)) if as_json else line)


def _written(path: Path) -> TextIO:
    try:
        return path.open("w", encoding="utf-8")
    except OSError as error:
        raise _unwritten(path, error) from error


def _note(file: TextIO, path: Path, volume: Volume) -> None:
    try:
        file.write(f"{volume.lmid}\n")
        file.flush()
    except OSError as error:
        raise _unwritten(path, error) from error


def _unwritten(path: Path, error: OSError) -> InvalidParameter:
    return InvalidParameter(f"{path} cannot be written ({error.strerror})", "name another file, or free some space")

"""Which volumes a run has used: told as they come, for whoever wants to read them again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path

from openrsm.cli.running.volumes import Volume
from openrsm.cli.streams import tell
from openrsm.errors import InvalidParameter
from openrsm.wire.encoding import encode


@contextmanager
def announcing(path: Path | None, *, as_json: bool) -> Iterator[Callable[[Volume], None]]:
    """What tells of a volume: on stderr, as stdout is the command's; and its LMID in a line of a file, if one is named.

    What the file held stays until there is a first volume.

    Raises:
        InvalidParameter: The file cannot be written.
    """
    if path is None:
        yield lambda volume: _say(volume, as_json=as_json)
        return
    beside = _beside(path)
    with _written(beside, path) as file:

        def told(volume: Volume) -> None:
            _say(volume, as_json=as_json)
            _note(file, path, volume)
            if volume.number == 1 and beside != path:
                _take_the_place(beside, path)

        try:
            yield told
        finally:
            if beside != path:
                beside.unlink(missing_ok=True)  # nothing was mounted: what a run before wrote stays


def _say(volume: Volume, *, as_json: bool) -> None:
    line = f"volume {volume.number}: {volume.lmid} ({volume.bar_code or 'no bar code'}) in {volume.device}"
    tell(json.dumps(encode(volume)) if as_json else line)


def _beside(path: Path) -> Path:
    """The file that takes its place; itself where it is a device or a pipe."""
    if path.exists() and not path.is_file():
        return path
    real = path.resolve()
    return real.with_name(f"{real.name}.new")


def _written(beside: Path, path: Path) -> FileIO:
    try:
        return beside.open("wb", buffering=0)  # so that what fails does so at once, and not again at the end
    except OSError as error:
        raise _unwritten(path, error) from error


def _note(file: FileIO, path: Path, volume: Volume) -> None:
    try:
        file.write(f"{volume.lmid}\n".encode())
    except OSError as error:
        raise _unwritten(path, error) from error


def _take_the_place(beside: Path, path: Path) -> None:
    try:
        beside.replace(path.resolve())
    except OSError as error:
        raise _unwritten(path, error) from error


def _unwritten(path: Path, error: OSError) -> InvalidParameter:
    return InvalidParameter(f"{path} cannot be written ({error.strerror})", "name another file, or free some space")

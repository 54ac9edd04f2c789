"""Whatever stands in the files of a state folder, a virtual library or a configuration, only our errors come out."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import nullcontext, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest

from openrsm.configuration.example import example
from openrsm.configuration.reading import load
from openrsm.daemon.opening import open_state
from openrsm.daemon.state import LOCK, StateLock
from openrsm.domain.values import Principal
from openrsm.drivers.virtual.blocks import Tape
from openrsm.drivers.virtual.discover import open_virtual
from openrsm.drivers.virtual.hands import Hands
from openrsm.errors import DatabaseFailure, RsmError, StateLocked, StatusUnreadable
from openrsm.store import exports, imports, sqlite
from openrsm.store.database import Store
from tests.service.invariants import Picture
from tests.torture.mutation import altered_bytes, altered_json, altered_text, judged

pytestmark = pytest.mark.torture

NOW: Final = datetime(2026, 1, 31, tzinfo=UTC)


# --- The folder of a virtual library ---


class Passing:
    """A clock that moves when somebody sleeps, and not for long."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def use_library(folder: Path) -> None:
    """Look at it, move something, load and unload: as the service does."""
    clock = Passing()
    opened = open_virtual(f"virtual:{folder}", clock=clock, sleep=clock.sleep)
    full = [each.address for each in opened.changer.status() if each.full]
    for address in full[:1]:
        for drive in opened.drives[:1]:
            with suppress(RsmError):
                opened.changer.move(address, drive.address)
            with suppress(RsmError):
                drive.drive.status()
            with suppress(RsmError):
                drive.drive.read(1 << 16)
            with suppress(RsmError):
                drive.drive.unload()


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    opened = open_virtual(f"virtual:{folder}?drives=2&slots=4&ports=1&cartridges=3&type=LTO-8")
    opened.changer.move(1000, 100)
    Hands(folder).insert("A00001L8")
    return folder


def outside(folder: Path) -> dict[str, tuple[int, int]]:
    """What lies beside a library's folder, and how it may be used."""
    return {str(path): (path.stat().st_mode, path.stat().st_size) for path in folder.parent.iterdir() if path != folder}


def test_whatever_the_state_of_a_virtual_library_says_nothing_else_is_touched(
    library: Path,
    tmp_path: Path,
    thorough: bool,  # noqa: FBT001 - a fixture
) -> None:
    (tmp_path / "x").write_text("not the library's")
    (tmp_path / "x").chmod(0o600)
    before = outside(library)
    file = library / "library.json"
    text = file.read_text(encoding="utf-8")

    def use(content: bytes) -> None:
        file.write_bytes(content)
        with suppress(RsmError):
            use_library(library)

    documents = altered_json([json.loads(text)], 20_000 if thorough else 400, seed=19)
    judged((json.dumps(each).encode() for each in documents), use)
    judged(altered_bytes([text.encode()], 5_000 if thorough else 100, seed=23), use)
    assert outside(library) == before


@pytest.mark.parametrize("key", ["../../x", "/etc/passwd", "..", ".hidden", "a/b", "x" * 65, "", "a\n"])
def test_a_cartridge_whose_name_leads_out_of_its_folder_is_refused(library: Path, key: str) -> None:
    file = library / "library.json"
    file.write_text(file.read_text().replace('"A00001L8"', json.dumps(key)))
    with pytest.raises(StatusUnreadable):
        use_library(library)


def test_a_link_in_the_place_of_a_cartridge_s_file_is_not_followed(library: Path, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("kept")
    victim.chmod(0o600)
    data = library / "cartridges" / "V00002L8"
    data.symlink_to(victim)
    opened = open_virtual(f"virtual:{library}")
    opened.changer.status()
    opened.changer.attentions()
    with pytest.raises(StatusUnreadable, match="is a link"):
        opened.changer.move(1001, 101)
    assert (victim.read_text(), victim.stat().st_mode & 0o777) == ("kept", 0o600)


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_what_is_no_file_in_the_place_of_the_state_is_refused_and_not_waited_for(
    library: Path, make: Callable[[Path], None]
) -> None:
    (library / "library.json").unlink()
    make(library / "library.json")
    with pytest.raises(RsmError):
        use_library(library)


def test_a_state_that_goes_on_for_ever_is_not_read_into_memory(library: Path) -> None:
    with (library / "library.json").open("r+b") as file:
        file.truncate(1 << 40)  # a hole: it takes no room
    with pytest.raises(StatusUnreadable, match="no file of at most"):
        use_library(library)


def test_whatever_the_index_of_a_cartridge_says_no_more_is_read_than_is_there(
    tmp_path: Path,
    thorough: bool,  # noqa: FBT001 - a fixture
) -> None:
    data = tmp_path / "data"
    data.touch()
    tape = Tape(data)
    for place, block in enumerate((b"VOL1", b"x" * 512, b"y" * 80)):
        tape.write(place, block)
    tape.write_filemarks(3, 1)
    index = data.with_name("data.index")
    size = data.stat().st_size

    def use(content: bytes) -> None:
        index.write_bytes(content)
        fresh = Tape(data)
        with suppress(RsmError):
            assert sum(len(fresh.read(place, 1 << 20)) for place in range(min(len(fresh), 50))) <= size
        with suppress(RsmError):
            fresh.skip_blocks(0, 5)
        with suppress(RsmError):
            fresh.skip_filemarks(0, 1)

    judged(altered_bytes([index.read_bytes()], 40_000 if thorough else 1_000, seed=29), use)


# --- The state folder ---


def test_whoever_wrote_the_lock_cannot_say_more_than_a_line(tmp_path: Path, thorough: bool) -> None:  # noqa: FBT001 - a fixture
    holder = StateLock(tmp_path / "state")
    file = tmp_path / "state" / LOCK

    def use(content: bytes) -> None:
        file.write_bytes(content)
        with pytest.raises(StateLocked) as refused:
            StateLock(tmp_path / "state")
        assert len(refused.value.what) < 4000
        assert refused.value.what.isprintable()

    judged(
        altered_bytes([b"process 1 (rsm serve)", b"\x1b]0;x\7" * 1000, b"\xff"], 4000 if thorough else 100, seed=31),
        use,
    )
    holder.release()


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """One with a library and its media in it, as one file."""
    folder = tmp_path_factory.mktemp("catalogue")
    manager = open_state(folder / "state", read_only=False).manager
    session = manager.sessions.open("tests", Principal(user="root", administrator=True))
    manager.libraries.add(session, "vlib", f"virtual:{folder / 'vlib'}?drives=2&slots=6&cartridges=4&type=LTO-8")
    manager.settle()
    manager.close()
    return exports.export(folder / "state", "one").file.read_bytes()


def read_all(state: Path) -> Any:
    store = Store.open(state, read_only=True, clock=lambda: NOW)
    try:
        return store.read(Picture.read)
    finally:
        store.close()


def test_a_catalogue_of_which_bytes_have_changed_is_read_or_refused(
    catalogue: bytes,
    tmp_path: Path,
    thorough: bool,  # noqa: FBT001 - a fixture
) -> None:
    state = tmp_path / "state"
    state.mkdir()
    (state / sqlite.FILE).write_bytes(catalogue)
    assert read_all(state).media

    def use(content: bytes) -> None:
        for each in state.iterdir():
            each.unlink()
        (state / sqlite.FILE).write_bytes(content)
        with suppress(RsmError):
            read_all(state)

    judged(altered_bytes([catalogue], 3_000 if thorough else 60, seed=37), use)


def test_a_copy_of_which_bytes_have_changed_is_refused(
    catalogue: bytes,
    tmp_path: Path,
    thorough: bool,  # noqa: FBT001 - a fixture
) -> None:
    state = tmp_path / "state"
    state.mkdir()
    exports.make_folder(state / exports.FOLDER)
    copy = state / exports.FOLDER / "one.sqlite"
    copy.write_bytes(catalogue)
    imports.mark(state, "one", NOW, lambda _: None)

    def use(content: bytes) -> None:
        copy.write_bytes(content)
        with nullcontext() if content == catalogue else pytest.raises(DatabaseFailure):
            imports.mark(state, "one", NOW, lambda _: None)

    judged(altered_bytes([catalogue], 2_000 if thorough else 40, seed=41), use)


# --- The configuration ---


def test_whatever_a_configuration_says_it_holds_or_is_explained(tmp_path: Path, thorough: bool) -> None:  # noqa: FBT001 - a fixture
    file = tmp_path / "rsmd.toml"
    full = example()
    samples = [
        full,
        full.replace("\n# ", "\n"),
        '[http]\nlisten = "127.0.0.1:1"\n[alerts]\nurls = ["json://u:s3cret@h"]\n',
    ]
    odd = [
        "x = " + "[" * 5000,
        "x = " + "9" * 5000,
        'state = "/a\\u0000b"',
        "[http]\nlisten = 1979-05-27T07:32:00-08:00",
    ]

    def use(text: str) -> None:
        file.write_bytes(text.encode(errors="surrogatepass"))
        loaded = load(file, {}, {}, Path("/x"))
        for problem in loaded.problems:
            assert problem.what
            assert problem.advice
            assert "s3cret" not in str(problem)

    judged(altered_text([*samples, *odd], 3_000 if thorough else 150, seed=43), use)


def test_whatever_the_environment_says_it_holds_or_is_explained(tmp_path: Path, thorough: bool) -> None:  # noqa: FBT001 - a fixture
    names = ("HTTP__LISTEN", "HTTP__MAX_BODY", "ALERTS__URLS", "LIMITS__POLL", "STATE", "HTTP__TLS_KEY", "LOG__LEVEL")

    def use(text: str) -> None:
        for name in names:
            for problem in load(None, {f"OPENRSM_{name}": text.replace("\0", "")}, {}, tmp_path).problems:
                assert problem.advice

    judged(
        altered_text(
            ["127.0.0.1:80", "17", "[1, 2]", "true", "/a/b", "9" * 5000, "[" * 5000],
            600 if thorough else 50,
            seed=47,
        ),
        use,
    )

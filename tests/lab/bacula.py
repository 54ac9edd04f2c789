"""A whole Bacula: director, storage and file daemon, console, on ports of its own, with the test's changer command."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep
from typing import Final

import pytest

from tests.lab.lab import free_port, require, search_path

TOOLS: Final = ("bacula-dir", "bacula-sd", "bacula-fd", "bconsole", "bls")
SCHEMA: Final = Path("/usr/share/dbconfig-common/data/bacula-director-sqlite3/install/sqlite3")
START_SECONDS: Final = 60
CONSOLE_SECONDS: Final = 200

DIRECTOR: Final = """
Director {{ Name = d-dir; DirAddress = 127.0.0.1; DIRport = {director}; QueryFile = "/etc/bacula/scripts/query.sql"
  WorkingDirectory = "{folder}/w"; PidDirectory = "{folder}/run"; Maximum Concurrent Jobs = 5; Password = "c"
  Messages = M }}
Job {{ Name = Back; Type = Backup; Level = Full; Client = f-fd; FileSet = FS; Storage = AC; Pool = P; Messages = M
  Write Bootstrap = "{folder}/w/back.bsr" }}
Job {{ Name = Fetch; Type = Restore; Client = f-fd; FileSet = FS; Storage = AC; Pool = P; Messages = M
  Where = {folder}/restored; Bootstrap = "{folder}/w/back.bsr" }}
FileSet {{ Name = FS; Include {{ Options {{ signature = SHA1 }} File = {folder}/data }} }}
Client {{ Name = f-fd; Address = 127.0.0.1; FDPort = {file}; Catalog = C; Password = "f" }}
Storage {{ Name = AC; Address = 127.0.0.1; SDPort = {storage}; Password = "s"; Device = AC; Media Type = MT
  Autochanger = yes; Maximum Concurrent Jobs = 5 }}
Catalog {{ Name = C; dbname = "bacula"; dbuser = ""; dbpassword = "" }}
Messages {{ Name = M; console = all, !skipped; append = "{folder}/w/log" = all, !skipped; catalog = all }}
Pool {{ Name = P; Pool Type = Backup; Recycle = yes; AutoPrune = yes; Volume Retention = 1 year }}
Pool {{ Name = Scratch; Pool Type = Backup }}
"""
STORAGE: Final = """
Storage {{ Name = s-sd; SDPort = {storage}; SDAddress = 127.0.0.1; WorkingDirectory = "{folder}/w"
  PidDirectory = "{folder}/run"; Maximum Concurrent Jobs = 5 }}
Director {{ Name = d-dir; Password = "s" }}
Autochanger {{ Name = AC; Device = {names}; Changer Command = "{command}"; Changer Device = {changer} }}
Messages {{ Name = M; director = d-dir = all }}
"""
DEVICE: Final = """
Device {{ Name = D{number}; Drive Index = {number}; Media Type = MT; Archive Device = {path}; Device Type = {kind}
  Autochanger = yes; LabelMedia = no; AutomaticMount = yes; RemovableMedia = yes; RandomAccess = no; AlwaysOpen = yes
  Maximum Changer Wait = {patience}
}}
"""
FILE: Final = """
Director {{ Name = d-dir; Password = "f" }}
FileDaemon {{ Name = f-fd; FDport = {file}; FDAddress = 127.0.0.1; WorkingDirectory = {folder}/w
  Pid Directory = {folder}/run; Plugin Directory = /usr/lib/bacula }}
Messages {{ Name = M; director = d-dir = all }}
"""
LISTER: Final = """
Storage {{ Name = s-sd; WorkingDirectory = "{folder}"; PidDirectory = "{folder}" }}
Director {{ Name = d-dir; Password = "s" }}
Messages {{ Name = M; stdout = all }}
Device {{ Name = D; Media Type = MT; Archive Device = {folder}; Device Type = File; RandomAccess = yes; LabelMedia = no
  AutomaticMount = yes }}
"""
CONSOLE: Final = """
Director {{ Name = d-dir; DIRport = {director}; address = 127.0.0.1; Password = "c" }}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changer:
    """What a Bacula is to drive: the command with its arguments as in ``Changer Command``, and its devices.

    Attributes:
        command: With ``%c %o %S %a %d``.
        device: What ``%c`` stands for.
        drives: The archive devices, in the order of their index.
        kind: ``File`` or ``Tape``.
        patience: Seconds for which the storage daemon waits for the command.
        environment: What the command is to find there.
    """

    command: str
    device: str
    drives: Sequence[str]
    kind: str = "File"
    patience: int = 120
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bacula:
    """A running one; ``folder/data`` is what its job Back saves, ``folder/restored`` where its job Fetch puts it."""

    folder: Path

    @property
    def data(self) -> Path:
        """What is backed up."""
        return self.folder / "data"

    @property
    def restored(self) -> Path:
        """The same, restored."""
        return self.folder / "restored" / str(self.data)[1:]

    def __call__(self, *commands: str) -> str:
        """What the console prints for these commands."""
        lines = "\n".join([*commands, "messages", "quit", ""])
        words = ["bconsole", "-c", str(self.folder / "console.conf")]
        ended = subprocess.run(
            words, input=lines, env=_environment(), capture_output=True, text=True, check=False, timeout=CONSOLE_SECONDS
        )
        assert ended.returncode == 0, f"{ended.stdout}{ended.stderr}"
        return ended.stdout

    def volumes(self) -> Mapping[str, tuple[str, int, int]]:
        """Its catalogue: by the volume's name its status, the slot it is believed in, and the bytes written on it."""
        with sqlite3.connect(f"file:{self.folder}/w/bacula.db?mode=ro", uri=True) as database:
            rows = database.execute("select VolumeName, VolStatus, Slot, VolBytes from Media").fetchall()
        database.close()
        return {name: (status, slot, size) for name, status, slot, size in rows}

    def log(self) -> str:
        """What the director wrote down, for messages of assertions."""
        return (self.folder / "w" / "log").read_text(errors="replace")


def label_told_by_bls(written: Path, volume: str, folder: Path) -> Mapping[str, str]:
    """What Bacula's own reader finds in the label of a volume, of which the file is a copy made in the folder."""
    require("bls")
    folder.mkdir()
    (folder / volume).write_bytes(written.read_bytes())
    conf = folder / "lister.conf"
    conf.write_text(LISTER.format(folder=folder))
    words = ["bls", "-c", str(conf), "-L", "-V", volume, "D"]
    ended = subprocess.run(words, env=_environment(), capture_output=True, text=True, check=False)
    assert ended.returncode == 0, f"{ended.stdout}{ended.stderr}"
    facts = (line.partition(":") for line in ended.stdout.splitlines())
    return {name.strip(): value.strip() for name, _, value in facts}


@contextmanager
def bacula(folder: Path, changer: Changer) -> Iterator[Bacula]:
    """Daemons that answer, ended at the end of the block."""
    require(*TOOLS)
    ports = {name: free_port() for name in ("director", "storage", "file")}
    _write(folder, changer, ports)
    daemons = [
        _daemon(folder, program, name, {**_environment(), **changer.environment})
        for program, name in (("bacula-sd", "storage"), ("bacula-fd", "file"), ("bacula-dir", "director"))
    ]
    try:
        for name, port in ports.items():
            _until_it_listens(folder, name, port)
        yield Bacula(folder)
    finally:
        for daemon in daemons:
            daemon.kill()
            daemon.wait()


def _daemon(folder: Path, program: str, name: str, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    with (folder / f"{name}.out").open("wb") as told:
        return subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", program, "-f", "-c", folder / f"{name}.conf"],
            env=environment,
            stdout=told,
            stderr=subprocess.STDOUT,
        )


def _write(folder: Path, changer: Changer, ports: Mapping[str, int]) -> None:
    """Its folders, its configuration, its empty catalogue."""
    for name in ("w", "run", "data", "restored"):
        (folder / name).mkdir(parents=True)
    with sqlite3.connect(folder / "w" / "bacula.db") as database:
        database.executescript(SCHEMA.read_text())
    database.close()
    known = {**ports, "folder": folder, "command": changer.command, "changer": changer.device}
    names = [f"D{number}" for number in range(len(changer.drives))]
    devices = [
        DEVICE.format(number=number, path=path, kind=changer.kind, patience=changer.patience)
        for number, path in enumerate(changer.drives)
    ]
    (folder / "director.conf").write_text(DIRECTOR.format(**known))
    (folder / "storage.conf").write_text(STORAGE.format(**known, names=", ".join(names)) + "".join(devices))
    (folder / "file.conf").write_text(FILE.format(**known))
    (folder / "console.conf").write_text(CONSOLE.format(**known))


def _until_it_listens(folder: Path, name: str, port: int) -> None:
    deadline = monotonic() + START_SECONDS
    while monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        sleep(0.1)
    pytest.fail(f"the {name} daemon does not listen: {(folder / f'{name}.out').read_text()}")


def _environment() -> dict[str, str]:
    return {**os.environ, "PATH": search_path(), "LC_ALL": "C.UTF-8"}

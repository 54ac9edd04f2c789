"""Real libraries without hardware: tgt over iSCSI, its LUNs as /dev/sgN for other programs, and a guest kernel."""

from __future__ import annotations

import os
import select
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn

import pytest

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parents[1]
TARGET: Final = "iqn.2026-01.test:vtl"
DRIVE_LUNS: Final = (1, 2)
CHANGER_LUN: Final = 3
START_SECONDS: Final = 30
TRIES: Final = 5

TGT_TOOLS: Final = ("tgtd", "tgtadm", "tgtimg", "setpriv")
GUEST_TOOLS: Final = (*TGT_TOOLS, "linux.uml", "depmod", "modprobe", "iscsistart", "lsscsi", "busybox", "gcc")
SEEN_BY_GUESTS: Final = "/var/tmp"  # noqa: S108 - temporary folders are made in it
"""A guest sees the computer's files, but has a /dev (and /dev/shm), /run, /proc and /sys of its own."""
SYSTEM_PATH: Final = "/usr/sbin:/sbin:/usr/bin:/bin"


def require(*tools: str) -> None:
    """Skip the test where tools are missing; in CI, where everything must run, fail it."""
    missing = [tool for tool in tools if shutil.which(tool, path=search_path()) is None]
    if missing:
        refuse(f"not installed: {', '.join(missing)} (scripts/setup system installs what the tests need)")


def refuse(reason: str) -> NoReturn:
    """Skip with this reason; fail with it in CI."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def require_root(reason: str) -> None:
    """Skip the test for who is not root, with this reason; CI is root, and fails it."""
    if os.geteuid() != 0:
        refuse(reason)


def search_path() -> str:
    """PATH with the folders in which administrators' tools lie."""
    return f"{os.environ.get('PATH', '')}:{SYSTEM_PATH}"


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class TgtLibrary:
    """A running library: see library.sh for its elements and cartridges."""

    port: int
    process: subprocess.Popen[str]
    daemon: int

    def url(self, lun: int = CHANGER_LUN) -> str:
        """The address of one of its logical units, the changer's unless told otherwise."""
        return f"iscsi://127.0.0.1:{self.port}/{TARGET}/{lun}"

    def stop(self) -> None:
        """Stop it as a power cut would, and return when it is dead; twice is harmless."""
        if self.process.poll() is None:
            os.kill(self.daemon, signal.SIGKILL)  # library.sh waits for its tgtd, and ends with it
            self.process.wait()


def _started(folder: Path, socket_folder: str, port: int) -> TgtLibrary | None:
    """A library on this port; None if it did not come up, e.g. because somebody else took the port."""
    control = port % 32768  # tgtd's control number, unique as the port is
    environment = {**os.environ, "PATH": search_path(), "TGT_IPC_SOCKET": f"{socket_folder}/{port}"}
    process = subprocess.Popen(
        ["setpriv", "--pdeathsig", "KILL", HERE / "library.sh", folder, str(port), str(control)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    daemon = _told_ready(process)
    if daemon is not None:
        return TgtLibrary(port=port, process=process, daemon=daemon)
    process.kill()  # its tgtd, should there be one, dies with it
    process.wait()
    return None


def _told_ready(process: subprocess.Popen[str]) -> int | None:
    """The process number of the tgtd that answers; None if none came up."""
    assert process.stdout is not None
    with process.stdout as told:
        in_time, _, _ = select.select([told], [], [], START_SECONDS)
        ready, _, number = told.readline().partition(" pid=") if in_time else ("", "", "")
        return int(number) if ready == "ready" else None


@contextmanager
def tgt_library(folder: Path) -> Iterator[TgtLibrary]:
    """A library whose cartridges lie in ``folder``, stopped at the end."""
    require(*TGT_TOOLS)
    with tempfile.TemporaryDirectory(prefix="tgt") as socket_folder:  # short: a socket's path has at most 108 bytes
        started = (_started(folder, socket_folder, free_port()) for _ in range(TRIES))
        library = next((each for each in started if each), None)
        if library is None:
            pytest.fail(f"tgtd did not start in {TRIES} tries; see {folder}/tgtd.log")
        try:
            yield library
        finally:
            library.stop()


@dataclass(frozen=True, slots=True, kw_only=True)
class SgShim:
    """Makes other programs see logical units of an iSCSI target as /dev/sgN; see sgshim.c."""

    environment: dict[str, str]

    def run(self, *command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a program that uses the devices."""
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=check)


def sgshim(folder: Path, devices: dict[str, str]) -> SgShim:
    """Build the shim in ``folder``; ``devices`` are addresses by path, e.g. ``{"/dev/sg9": library.url()}``."""
    require("gcc", "setpriv")
    shim = folder / "sgshim.so"
    built = subprocess.run(
        ["gcc", "-shared", "-fPIC", "-O2", "-o", shim, HERE / "sgshim.c", "-liscsi", "-ldl", "-lpthread"],
        capture_output=True,
        text=True,
        check=False,
    )
    if built.returncode:
        refuse(f"the shim cannot be built (apt install libiscsi-dev): {built.stderr}")
    named = ";".join(f"{path}={url}" for path, url in devices.items())
    return SgShim(environment={**os.environ, "PATH": search_path(), "LD_PRELOAD": str(shim), "SGSHIM": named})


def guest(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run a command inside a real kernel with a library of its own (guest.sh), in the project's root."""
    require(*GUEST_TOOLS)
    require_root("the guest kernel's init must be root")
    with tempfile.TemporaryDirectory(prefix="openrsm-", dir=SEEN_BY_GUESTS) as work:
        return subprocess.run(
            [HERE / "guest.sh", work, *command],
            cwd=ROOT,
            env={**os.environ, "PATH": search_path()},
            capture_output=True,
            text=True,
            check=False,
        )

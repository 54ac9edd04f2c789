"""The units of contrib/systemd, as systemd's own tools judge them."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT
from tests.lab.lab import require

pytestmark = pytest.mark.system

UNITS = ROOT / "contrib" / "systemd"
MOST_EXPOSED = 20
"""In tenths, of what systemd-analyze counts: below 2 of 10."""


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, capture_output=True, text=True, check=False)


@pytest.fixture
def units(tmp_path: Path) -> list[str]:
    """The units as installed, where the command stands at another place than the packaged one."""
    require("systemd-analyze")
    rsm = Path(sys.executable).with_name("rsm")
    for name in ("rsmd.service", "rsmd.socket"):
        text = (UNITS / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace("/usr/bin/rsm", str(rsm)), encoding="utf-8")
    return [str(tmp_path / name) for name in ("rsmd.service", "rsmd.socket")]


def test_systemd_understands_every_line(units: list[str]) -> None:
    ended = run("systemd-analyze", "verify", *units)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_the_service_is_confined(units: list[str]) -> None:
    service, _ = units
    ended = run("systemd-analyze", "security", "--offline=yes", f"--threshold={MOST_EXPOSED}", "--no-pager", service)
    assert ended.returncode == 0, ended.stdout


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A root folder in which users and folders were made."""
    require("systemd-sysusers", "systemd-tmpfiles")
    (tmp_path / "etc").mkdir()
    for tool, name in (("systemd-sysusers", "sysusers.conf"), ("systemd-tmpfiles", "tmpfiles.conf")):
        how = ["--create"] if tool == "systemd-tmpfiles" else []
        ended = run(tool, *how, f"--root={tmp_path}", str(UNITS / name))
        assert ended.returncode == 0, ended.stderr
    return tmp_path


def test_the_service_s_user_may_touch_tapes(installed: Path) -> None:
    groups = dict(line.split(":x:") for line in (installed / "etc/group").read_text().splitlines())
    assert groups["tape"].endswith(":rsm")
    assert {"rsm", "rsm-admin", "rsm-backup"} <= set(groups)


def test_the_configuration_is_for_the_service_alone(installed: Path) -> None:
    folder = (installed / "etc/openrsm").stat()
    names = {line.split(":")[2]: line.split(":")[0] for line in (installed / "etc/group").read_text().splitlines()}
    assert (folder.st_mode & 0o777, names[str(folder.st_gid)]) == (0o750, "rsm")

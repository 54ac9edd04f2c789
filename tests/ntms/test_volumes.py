"""GetVolumesFromDrive: the file system in a drive, and where it is mounted."""

from __future__ import annotations

from pathlib import Path

import pytest

from openrsm import ntms
from openrsm.domain.labels import FILE_SYSTEMS
from openrsm.domain.library import LabelUse
from openrsm.drivers.virtual.human import Hands
from openrsm.ntms.volumes import mount_point
from tests.client.service import Service
from tests.conformance.surface_bench import Bench, eventually
from tests.lab.volumes import recorded

JUKEBOX = "jukebox"


@pytest.fixture
def jukebox(served: Bench, service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """A second library, of optical discs, that looks at labels."""
    monkeypatch.setenv("OPENRSM_URL", service.address.url)
    monkeypatch.delenv("OPENRSM_TOKEN", raising=False)
    address = f"virtual:{tmp_path / JUKEBOX}?drives=1&slots=2&ports=0&cartridges=0&type=MO-5-RW&doors=0"
    served.manager.libraries.add(served.session, JUKEBOX, address)
    served.manager.libraries.set_labels(served.session, JUKEBOX, LabelUse.CHECK)
    return served


def insert(bench: Bench, kind: str, tmp_path: Path) -> str:
    """A disc that holds what a real program wrote; its id, once it has been identified."""
    start, label = recorded()[kind]
    content = tmp_path / "content"
    content.write_bytes(start.block(0))
    Hands(tmp_path / JUKEBOX).insert("DISC01", "slot:1", file=content)
    bench.done(bench.manager.libraries.inventory(bench.session, JUKEBOX))
    eventually(lambda: bench.medium("DISC01").sides[0].label_id == label.id)
    bench.manager.settle()
    return label.id


def failure(drive: str | None) -> str:
    with pytest.raises(ntms.NtmsError) as raised:
        ntms.GetVolumesFromDrive(drive)
    return raised.value.symbol


@pytest.mark.parametrize("kind", ["iso9660", "udf-disc", "ext4"])
def test_a_file_system_in_a_drive_is_told_by_its_id(jukebox: Bench, tmp_path: Path, kind: str) -> None:
    known = insert(jukebox, kind, tmp_path)
    jukebox.mount(str(jukebox.medium("DISC01").sides[0].id))
    assert ntms.GetVolumesFromDrive(f"{JUKEBOX}/drive1") == (known, "")


def test_an_empty_drive_is_not_ready(jukebox: Bench) -> None:
    assert jukebox.holders()
    assert failure(f"{JUKEBOX}/drive1") == "ERROR_NOT_READY"


def test_what_is_no_file_system_has_no_volume(jukebox: Bench) -> None:
    [mounted] = jukebox.mount(jukebox.lmid())
    assert mounted.drive is not None
    assert failure(mounted.drive.name) == "ERROR_NOT_SUPPORTED"


def test_a_drive_is_meant_by_its_name(jukebox: Bench) -> None:
    assert jukebox.holders()
    assert failure("nowhere") == "ERROR_INVALID_DRIVE"
    assert failure(None) == "ERROR_INVALID_PARAMETER"


PARTITIONED = {"gpt", "mbr"}
"""What is recognised on disks, and is no file system."""


def test_every_file_system_that_is_recognised_is_known_as_one() -> None:
    assert {label.type for _, label in recorded().values() if label.random} - PARTITIONED == FILE_SYSTEMS


# --- Where it is mounted ---


@pytest.fixture
def mounts(tmp_path: Path) -> Path:
    """What the kernel says where two discs are mounted, one of them a file as a disk."""
    told = tmp_path / "mountinfo"
    told.write_text(
        "22 1 8:2 / / rw,relatime shared:1 - ext4 /dev/sda2 rw\n"
        "90 22 11:0 / /media/my\\040disc ro,relatime - iso9660 /dev/sr0 ro\n"
        "91 22 7:3 / /mnt/image ro - iso9660 /dev/loop3 ro\n"
    )
    return told


@pytest.fixture
def loops(tmp_path: Path) -> Path:
    """One loop device, which shows the file ``image``."""
    told = tmp_path / "block" / "loop3" / "loop" / "backing_file"
    told.parent.mkdir(parents=True)
    told.write_text(f"{tmp_path / 'image'}\n")
    return tmp_path / "block"


def test_a_device_is_mounted_where_the_kernel_says(mounts: Path, loops: Path) -> None:
    assert mount_point(Path("/dev/sr0"), mounts, loops) == "/media/my disc"
    assert mount_point(Path("/dev/sr1"), mounts, loops) == ""


def test_a_link_to_a_file_is_mounted_where_its_loop_device_is(tmp_path: Path, mounts: Path, loops: Path) -> None:
    link = tmp_path / "drive1"
    link.symlink_to(tmp_path / "image")
    assert mount_point(link, mounts, loops) == "/mnt/image"
    assert mount_point(tmp_path / "another", mounts, loops) == ""


def test_this_kernel_says_what_is_mounted() -> None:
    lines = [line.partition(" - ") for line in Path("/proc/self/mountinfo").read_text(encoding="utf-8").splitlines()]
    source, point = next((after.split(" ")[1], before.split(" ")[4]) for before, _, after in lines)
    assert mount_point(Path(source)) == point

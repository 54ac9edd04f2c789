from pathlib import Path

import pytest

from openrsm.changer.archive import NOTHING, check, lead, leave
from openrsm.errors import InvalidParameter
from openrsm.surface.changers import NumberedDrive
from tests.changer.views import drive


@pytest.fixture
def drives(tmp_path: Path) -> list[NumberedDrive]:
    """The paths of two virtual drives; the first holds a volume."""
    volume = tmp_path / "volume"
    volume.write_text("data")
    (tmp_path / "drive1").symlink_to(volume)
    return [drive(number, path=str(tmp_path / f"drive{number + 1}")) for number in range(2)]


@pytest.mark.parametrize("is_made", [False, True])
def test_a_path_leads_to_the_volume_until_it_is_unloaded_and_then_nowhere(
    tmp_path: Path, drives: list[NumberedDrive], *, is_made: bool
) -> None:
    archive = tmp_path / "archive"
    if is_made:
        archive.symlink_to(NOTHING)
    lead(str(archive), drives[0], drives)
    assert archive.read_text() == "data"
    leave(str(archive), drives[0])
    assert archive.readlink() == Path(NOTHING)
    with pytest.raises(OSError, match="No space left"):
        archive.write_text("a label")
    assert (tmp_path / "drive1").is_symlink()


def test_a_link_to_another_drive_is_led_anew(tmp_path: Path, drives: list[NumberedDrive]) -> None:
    archive = tmp_path / "archive"
    lead(str(archive), drives[1], drives)
    lead(str(archive), drives[0], drives)
    assert archive.read_text() == "data"
    leave(str(archive), drives[1])
    assert archive.is_symlink(), "it is not the other drive's any more"
    assert {path.name for path in tmp_path.iterdir()} == {"archive", "drive1", "volume"}


@pytest.mark.parametrize("kind", ["file", "folder", "link"])
def test_what_is_no_link_of_ours_is_never_replaced(tmp_path: Path, drives: list[NumberedDrive], kind: str) -> None:
    archive = tmp_path / "archive"
    match kind:
        case "file":
            archive.write_text("precious")
        case "folder":
            archive.mkdir()
        case _:
            archive.symlink_to(tmp_path / "volume")
    before = archive.lstat()
    for attempt in (check, lead):
        with pytest.raises(InvalidParameter, match="neither drive 0"):
            attempt(str(archive), drives[0], drives)
    leave(str(archive), drives[0])
    assert archive.lstat().st_ino == before.st_ino


def test_the_drives_own_path_stays_as_it_is(tmp_path: Path, drives: list[NumberedDrive]) -> None:
    path = drives[0].device_path
    lead(path, drives[0], drives)
    leave(path, drives[0])
    assert (tmp_path / "drive1").is_symlink()


def test_a_device_node_is_the_drive_under_any_name(tmp_path: Path) -> None:
    name = tmp_path / "by-id"
    name.symlink_to("/dev/null")
    tape = drive(0, path="/dev/null")
    lead(str(name), tape, [tape])
    leave(str(name), tape)
    assert name.is_symlink()


def test_a_node_of_another_device_is_refused() -> None:
    tape = drive(0, path="/dev/null")
    with pytest.raises(InvalidParameter, match="neither drive 0"):
        check("/dev/zero", tape, [tape])
    with pytest.raises(InvalidParameter, match="neither drive 0"):
        check("/dev/no-such-tape", tape, [tape])


def test_a_drive_that_is_no_file_is_not_linked_to(tmp_path: Path) -> None:
    far = drive(0, path="iscsi://127.0.0.1/target/1")
    lead(str(tmp_path / "archive"), far, [far])
    assert list(tmp_path.iterdir()) == []


def test_a_link_that_cannot_be_made_says_so(tmp_path: Path, drives: list[NumberedDrive]) -> None:
    with pytest.raises(InvalidParameter, match="cannot be made to lead"):
        lead(str(tmp_path / "absent" / "archive"), drives[0], drives)

"""What else is seen in the field of formats whose usual form is recorded."""

from pathlib import Path

import pytest

from openrsm.labels.contract import Head, LabelInfo, recognise
from openrsm.labels.fields import digest
from openrsm.labels.registry import recognisers
from tests.lab.lab import require
from tests.lab.volumes import head, recorded, run

HEADS = {kind: start for kind, (start, _) in recorded().items()}


def found(start: Head) -> LabelInfo | None:
    return recognise(start, recognisers().all)


def test_an_amanda_tape_that_was_written_tells_when() -> None:
    block = HEADS["amanda"].block(0).replace(b"DATE X TAPE", b"DATE 20261123013500 TAPE")
    assert found(Head(blocks=(block,))) == LabelInfo(type="amanda", id="RSM-0002", info="RSM-0002 of 20261123013500")


@pytest.mark.parametrize("begin", [b"AMANDA: TAPEEND", b"AMANDA: FILE 20261123 host", b" AMANDA: TAPESTART"])
def test_other_headers_of_amanda_are_no_labels(begin: bytes) -> None:
    assert found(Head(blocks=(begin + b" DATE X TAPE RSM-0002\n".ljust(500, b"\0"),))) is None


def test_a_bacula_block_of_version_3_has_a_longer_header() -> None:
    block = HEADS["bacula"].block(0)
    longer = block[:12] + b"BB03" + block[16:24] + bytes(8) + block[24:]
    assert found(Head(blocks=(longer,))) == found(HEADS["bacula"])


@pytest.mark.parametrize("kind", ["tar-v7", "tar-gnu"])
def test_a_tar_header_with_a_wrong_checksum_is_not_claimed(kind: str) -> None:
    block = bytearray(HEADS[kind].block(0))
    block[0] ^= 1
    assert found(Head(blocks=(bytes(block),))) is None


def test_the_checksum_of_an_old_tar_adds_signed_characters() -> None:
    block = bytearray(HEADS["tar-v7"].block(0))
    block[0:2] = b"\xe9\xe8"
    block[148:156] = b" " * 8
    signed = sum(byte - 256 if byte > 127 else byte for byte in block[:512])
    block[148:156] = f"{signed:06o}\0 ".encode()
    label = found(Head(blocks=(bytes(block),)))
    assert label is not None
    assert (label.type, label.id) == ("tar", digest(bytes(block)))


def test_the_id_of_a_tar_does_not_depend_on_how_much_was_read() -> None:
    block = HEADS["tar-gnu"].block(0)
    assert found(Head(blocks=(block + b"more", b"another"))) == found(Head(blocks=(block,)))


def test_a_tar_on_a_disk_is_recognised() -> None:
    label = found(Head(blocks=(HEADS["tar-pax"].block(0) + bytes(65536),), random=True))
    assert label is not None
    assert label.type == "tar"


def test_udf_descriptors_beyond_what_was_read_are_not_claimed() -> None:
    disk = HEADS["udf-disc"].block(0)
    assert found(Head(blocks=(disk[: 256 * 2048],), random=True)) is None


def test_a_bridge_disc_without_its_anchor_is_still_iso_9660() -> None:
    label = found(Head(blocks=(HEADS["udf-bridge"].block(0)[: 256 * 2048],), random=True))
    assert label is not None
    assert (label.type, label.info) == ("iso9660", "RSM_BRIDGE")


def test_a_file_system_without_a_uuid_is_not_claimed() -> None:
    disk = bytearray(HEADS["xfs"].block(0))
    disk[32:48] = bytes(16)
    assert found(Head(blocks=(bytes(disk),), random=True)) is None


@pytest.mark.system
def test_a_fat_volume_without_a_name_has_none(tmp_path: Path) -> None:
    require("mkfs.vfat")
    volume = tmp_path / "fat16"
    volume.write_bytes(bytes(16 << 20))
    run("mkfs.vfat", str(volume))
    label = found(head("fat16", volume))
    assert label is not None
    assert (label.type, label.info) == ("fat", "")


def test_a_partition_table_on_a_disk_of_large_sectors_is_recognised() -> None:
    disk = bytearray(HEADS["gpt"].block(0)[:8192])
    disk[4096:4608] = disk[512:1024]
    disk[512:1024] = bytes(512)
    assert found(Head(blocks=(bytes(disk),), random=True)) == found(HEADS["gpt"])


def test_a_gpt_that_was_damaged_leaves_the_boot_record_alone_to_tell_of_the_disk() -> None:
    disk = bytearray(HEADS["gpt"].block(0))
    disk[512 + 56] ^= 1
    assert found(Head(blocks=(bytes(disk),), random=True)) is None
    disk[440:444] = b"\x01\x02\x03\x04"
    assert found(Head(blocks=(bytes(disk),), random=True)) == LabelInfo(type="mbr", id="04030201")


@pytest.mark.parametrize(
    ("at", "written"),
    [(440, bytes(4)), (446, b"\x01"), (450, b"\0"), (458, bytes(4)), (510, b"\0")],
    ids=["no signature", "a state that there is not", "no type", "no length", "no end"],
)
def test_a_boot_record_that_names_no_disk_is_no_label(at: int, written: bytes) -> None:
    disk = bytearray(HEADS["mbr"].block(0))
    disk[at : at + len(written)] = written
    assert found(Head(blocks=(bytes(disk),), random=True)) is None

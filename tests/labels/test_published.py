"""Labels of programs that Debian does not have, as their formats are published."""

import pytest

from openrsm.labels.contract import Head, LabelInfo, recognise
from openrsm.labels.fields import digest
from openrsm.labels.registry import recognisers
from tests.labels import published

GUID = "5b0c1a5e-7a5c-4d7e-9a56-0a0cf1a2b3c4"
EXPECTED = {
    "ansi": LabelInfo(type="ansi", id="A00001", info="A00001 of SOMEBODY"),
    "ibm": LabelInfo(type="ibm", id="A00002", info="A00002 of SOMEBODY"),
    "ltfs": LabelInfo(type="ltfs", id=published.LTFS_UUID, info="A00001"),
    "cta": LabelInfo(type="cta", id="V01001", info="V01001"),
    "netbackup": LabelInfo(type="netbackup", id="ABC123", info="ABC123"),
    "mtf": LabelInfo(type="mtf", id=GUID, info="Tape 1 (Backup 1.0)"),
    "bareos": LabelInfo(type="bareos", id="Full-0001", info="Full-0001 of pool Full"),
}


def found(head: Head) -> LabelInfo | None:
    return recognise(head, recognisers().all)


@pytest.mark.parametrize("kind", EXPECTED)
def test_a_published_label_is_recognised(kind: str) -> None:
    assert found(published.heads()[kind]) == EXPECTED[kind]


def test_an_ltfs_tape_whose_xml_is_not_read_is_known_by_its_first_label() -> None:
    first = published.ltfs().block(0)
    assert found(Head(blocks=(first,))) == LabelInfo(type="ltfs", id=digest(first), info="A00001")


@pytest.mark.parametrize(("owner", "level"), [("SOMEBODY", "3"), ("CASTOR", "4")])
def test_the_label_of_another_owner_or_level_is_not_of_cta(owner: str, level: str) -> None:
    label = found(Head(blocks=(published.vol1("V01001", owner=owner, level=level),)))
    assert label is not None
    assert label.type == "ansi"


def test_an_ansi_label_without_a_plain_volume_identifier_is_known_by_its_digest() -> None:
    block = b"VOL1\xff\xfe\x00\x01\x02\x03" + b" " * 70
    label = found(Head(blocks=(block,)))
    assert label is not None
    assert (label.type, label.id) == ("ansi", digest(block))


def test_a_netbackup_header_is_told_from_an_ansi_label_by_its_words() -> None:
    block = published.netbackup().block(0).replace(b"BP tApE", b"xx tApE")
    label = found(Head(blocks=(block,)))
    assert label is not None
    assert label.type == "ansi"


@pytest.mark.parametrize("written", [GUID, GUID.upper(), f"{{{GUID}}}"])
@pytest.mark.parametrize("wide", [True, False])
def test_a_bare_guid_in_a_media_label_is_the_id(written: str, *, wide: bool) -> None:
    label = found(Head(blocks=(published.mtf(written, wide=wide),)))
    assert label is not None
    assert label.id == GUID


@pytest.mark.parametrize(("description", "flags"), [(GUID, 0), ("Tag|1.0|vendor", 2), (f"{GUID}x", 2)])
def test_without_flag_or_bare_guid_the_id_is_the_digest_of_the_block(description: str, flags: int) -> None:
    block = published.mtf(description, flags=flags)
    label = found(Head(blocks=(block,)))
    assert label is not None
    assert (label.id, label.info) == (digest(block), f"{description} (Backup 1.0)")


def test_a_tape_block_with_a_wrong_checksum_is_not_claimed() -> None:
    block = bytearray(published.mtf(GUID))
    block[53] ^= 1  # behind what is checked
    assert found(Head(blocks=(bytes(block),))) is not None
    block[5] ^= 1
    assert found(Head(blocks=(bytes(block),))) is None


def test_software_that_calls_itself_as_we_do_does_not_pass_for_us() -> None:
    label = found(Head(blocks=(published.mtf(GUID, software="openrsm-free"),)))
    assert label is not None
    assert label.type == "mtf"


def test_a_bacula_block_that_begins_with_another_record_is_no_label() -> None:
    block = published.bareos().replace(b"\xff\xff\xff\xfe", b"\x00\x00\x00\x01")
    assert found(Head(blocks=(block,))) is None

"""Labels of programs that Debian does not have, built from what is published of them, not by our own code."""

from __future__ import annotations

import struct
from functools import reduce
from operator import xor
from typing import Final

from openrsm.labels.contract import Head


def vol1(volume: str, *, implementation: str = "", owner: str = "", level: str = "3") -> bytes:
    """ECMA-13, table 1: a VOL1 of 80 characters."""
    label = f"VOL1{volume:<6} {'':13}{implementation:<13}{owner:<14}{'':28}{level}"
    assert len(label) == 80
    return label.encode("ascii")


def ibm_vol1(volume: str, *, owner: str = "") -> bytes:
    """IBM DFSMS "Using Magnetic Tapes", volume label format: the owner in 42-51, counted from one, in EBCDIC."""
    label = f"VOL1{volume:<6}{'':31}{owner:<10}{'':29}"
    assert len(label) == 80
    return label.encode("cp037")


LTFS_UUID: Final = "30a91a08-daae-48d1-ae75-69804e61d2ea"
# After the example of an LTFS label in the LTFS Format Specification 2.2.0, 7.1.2.
LTFS_XML: Final = f"""<?xml version="1.0" encoding="UTF-8"?>
<ltfslabel version="2.2.0">
  <creator>IBM LTFS 1.2.0 - Linux - mkltfs</creator>
  <formattime>2013-02-01T18:35:47.866846222Z</formattime>
  <volumeuuid>{LTFS_UUID}</volumeuuid>
  <location>
    <partition>b</partition>
  </location>
  <partitions>
    <index>a</index>
    <data>b</data>
  </partitions>
  <blocksize>524288</blocksize>
  <compression>true</compression>
</ltfslabel>
""".encode()


def ltfs(volume: str = "A00001") -> Head:
    """The start of either partition."""
    label = bytearray(vol1(volume, implementation="LTFS", level="4"))
    label[10:11] = b"L"
    return Head(blocks=(bytes(label), b"", LTFS_XML, b""))


def cta(volume: str = "V01001") -> Head:
    """CTA's tape format: VOL1, HDR1, HDR2, UHL1."""
    headers = (f"{name}{'':76}".encode("ascii") for name in ("HDR1", "HDR2", "UHL1"))
    return Head(blocks=(vol1(volume, owner="CASTOR"), *headers))


def netbackup(media_id: str = "ABC123") -> Head:
    """The dump by ``od`` in Veritas' article 100025915."""
    block = bytearray(1024)
    block[0:10] = f"VOL1{media_id:\0<6}".encode("ascii")
    block[23], block[27:32], block[63], block[74] = 1, b"\r<t\x0f\xd5", 0o13, 4
    block[112:136] = b"ThIs Is A BP tApE hEaDer"
    return Head(blocks=(bytes(block), b""))


def mtf(description: str, *, name: str = "", software: str = "Backup 1.0", flags: int = 2, wide: bool = True) -> bytes:
    """Microsoft Tape Format 1.00a, 3.4.1: a TAPE block, its texts behind the fixed part."""
    block, texts = bytearray(1024), bytearray()
    struct.pack_into("<4sI", block, 0, b"TAPE", 0)
    block[48] = 2 if wide else 1
    struct.pack_into("<IIH", block, 52, 0x58C7B22D, flags, 1)
    for field, said in ((68, name), (72, description), (80, software)):
        encoded = said.encode("utf-16-le" if wide else "cp1252")
        struct.pack_into("<HH", block, field, len(encoded), 94 + len(texts))
        texts += encoded
    block[94 : 94 + len(texts)] = texts
    struct.pack_into("<H", block, 50, reduce(xor, struct.unpack_from("<25H", block)))
    return bytes(block)


def bareos(volume: str = "Full-0001", pool: str = "Full") -> bytes:
    """Bareos' developer guide, "Storage Media Output Format": a volume label that is the whole block."""
    texts = (volume, "", pool, "Backup", "LTO", "host", "bareos-sd", "Ver. 22.1.0", "Build Dec 2022")
    data = b"Bareos 2.0 immortal\n\0" + struct.pack(">I4q", 20, 1, 2, 0, 0) + b"".join(f"{t}\0".encode() for t in texts)
    record = struct.pack(">iiI", -2, 0, len(data)) + data
    return struct.pack(">III4sII", 0, 24 + len(record), 0, b"BB02", 0, 0) + record


def heads() -> dict[str, Head]:
    """One of each."""
    return {
        "ansi": Head(blocks=(vol1("A00001", owner="SOMEBODY"),)),
        "ibm": Head(blocks=(ibm_vol1("A00002", owner="SOMEBODY"),)),
        "ltfs": ltfs(),
        "cta": cta(),
        "netbackup": netbackup(),
        "mtf": Head(blocks=(mtf("5b0c1a5e-7a5c-4d7e-9a56-0a0cf1a2b3c4", name="Tape 1"),)),
        "bareos": Head(blocks=(bareos(),)),
    }

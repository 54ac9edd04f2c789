"""Volumes and archives as the real programs write them, and what ``blkid`` makes of them.

``python -m tests.lab.volumes DIR`` records the head of each in tests/spec/labels, and those that backup_labels.sh left
in DIR.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from openrsm.labels.contract import LIMIT, Head
from tests.lab.lab import ROOT, search_path

RECORDED: Final = ROOT / "tests" / "spec" / "labels"
VOLUME: Final = "{volume}"
SOURCE: Final = "{source}"
RECORD: Final = 10240


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a command writes: a volume of so many MiB, which is there before the command if it ``formats`` one."""

    command: tuple[str, ...]
    size: int = 0

    @property
    def tool(self) -> str:
        return self.command[0]

    @property
    def name(self) -> str:
        """The name that the program is told to give; empty when it is told none."""
        before = next((at for at, word in enumerate(self.command) if word in {"-L", "-l", "-n", "-V"}), None)
        return "" if before is None else self.command[before + 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What is to be recognised in a head, by the word of another program than ours, and who wrote the head."""

    type: str
    id: str
    info: str
    writer: str
    random: bool


VOLUMES: Final = {
    "ext2": Written(command=("mkfs.ext2", "-q", "-L", "rsm-ext2", VOLUME), size=1),
    "ext3": Written(command=("mkfs.ext3", "-q", "-L", "rsm-ext3", VOLUME), size=8),
    "ext4": Written(command=("mkfs.ext4", "-q", "-L", "rsm-ext4", VOLUME), size=2),
    "xfs": Written(command=("mkfs.xfs", "-q", "-L", "rsm-xfs", VOLUME), size=300),
    "btrfs": Written(command=("mkfs.btrfs", "-q", "-L", "rsm-btrfs", VOLUME), size=128),
    "f2fs": Written(command=("mkfs.f2fs", "-q", "-l", "rsm-f2fs", VOLUME), size=64),
    "jfs": Written(command=("mkfs.jfs", "-q", "-L", "rsm-jfs", VOLUME), size=16),
    "nilfs2": Written(command=("mkfs.nilfs2", "-q", "-L", "rsm-nilfs", VOLUME), size=130),
    "fat12": Written(command=("mkfs.vfat", "-F12", "-n", "RSMFAT12", VOLUME), size=1),
    "fat16": Written(command=("mkfs.vfat", "-F16", "-n", "RSMFAT16", VOLUME), size=16),
    "fat32": Written(command=("mkfs.vfat", "-F32", "-n", "RSMFAT32", VOLUME), size=64),
    "ntfs": Written(command=("mkntfs", "-q", "-F", "-L", "rsm-ntfs", VOLUME), size=4),
    "exfat": Written(command=("mkfs.exfat", "-L", "rsm-exfat", VOLUME), size=8),
    "udf-disc": Written(command=("mkudffs", "--media-type=bdr", "-b", "2048", "-l", "rsm-bdr", VOLUME), size=4),
    "udf-disk": Written(command=("mkudffs", "--media-type=hd", "-b", "512", "-l", "rsm-\u00e9\u6f22", VOLUME), size=4),
    "udf-bridge": Written(command=("genisoimage", "-quiet", "-udf", "-V", "RSM_BRIDGE", "-o", VOLUME, SOURCE)),
    "gpt": Written(command=("parted", "-s", VOLUME, "mklabel", "gpt", "mkpart", "data", "1MiB", "3MiB"), size=4),
    "mbr": Written(command=("parted", "-s", VOLUME, "mklabel", "msdos", "mkpart", "primary", "1MiB", "3MiB"), size=4),
    "iso9660": Written(command=("genisoimage", "-quiet", "-J", "-R", "-V", "RSM_ISO", "-o", VOLUME, SOURCE)),
    "iso9660-xorriso": Written(command=("xorriso", "-as", "mkisofs", "-quiet", "-V", "RSM_X", "-o", VOLUME, SOURCE)),
}
ARCHIVES: Final = {
    f"tar-{form}": Written(command=("tar", f"--format={form}", *options, "-b20", "-cf", VOLUME, "-C", SOURCE, "file"))
    for form, options in (("v7", ()), ("ustar", ()), ("gnu", ("-V", "RSM volume")), ("pax", ("-V", "RSM volume")))
}
BACKUPS: Final = {
    "bacula": ("RSM-0001", "RSM-0001 of pool Weekly", "bacula-sd"),
    "amanda": ("RSM-0002", "RSM-0002", "amanda-server"),
}
NAMELESS: Final = {"ntfs", "exfat"}
"""Their names lie too far inside."""


def write(kind: str, folder: Path) -> Path:
    """Let the program write a volume or an archive of that kind below the folder."""
    written, volume, source = (VOLUMES | ARCHIVES)[kind], folder / kind, folder / "source"
    source.mkdir(exist_ok=True)
    (source / "file").write_text("on the medium\n", encoding="utf-8")
    if written.size:
        with volume.open("wb") as file:
            file.truncate(written.size << 20)
    places = {VOLUME: str(volume), SOURCE: str(source)}
    run(*(places.get(word, word) for word in written.command))
    return volume


def run(*command: str) -> str:
    """The command's output."""
    done = subprocess.run(command, env={"PATH": search_path(), "LC_ALL": "C.UTF-8"}, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.decode()


def head(kind: str, volume: Path) -> Head:
    """The start of the volume, as a drive would give it."""
    with volume.open("rb") as file:
        if kind in VOLUMES:
            return Head(blocks=(file.read(LIMIT),), random=True)
        return Head(blocks=(file.read(RECORD if kind in ARCHIVES else LIMIT), b""))


def expected(kind: str, volume: Path) -> Expected:
    """The name that the program was told; type and id as blkid says, of an archive the digest of its first record."""
    written = (VOLUMES | ARCHIVES)[kind]
    writer, name = version_of(written.tool), written.name
    if kind in ARCHIVES:
        digest = hashlib.md5(volume.read_bytes()[:RECORD], usedforsecurity=False).hexdigest()
        return Expected(type="tar", id=digest, info=name or "file", writer=writer, random=False)
    said = dict(line.split("=", 1) for line in run("blkid", "-p", "-o", "export", str(volume)).splitlines())
    kind = said.get("TYPE", said.get("PTTYPE", ""))
    return Expected(
        type={"vfat": "fat", "dos": "mbr"}.get(kind, kind),
        id=identity(said, volume),
        info="" if kind in NAMELESS else name,
        writer=writer,
        random=True,
    )


def identity(said: dict[str, str], volume: Path) -> str:
    """The id; a plain disc has none, so it is the digest of its sector 16."""
    if said.get("TYPE") == "iso9660":
        with volume.open("rb") as file:
            file.seek(16 * 2048)
            return hashlib.md5(file.read(2048), usedforsecurity=False).hexdigest()
    return next(said[name] for name in ("VOLUME_SET_ID", "UUID", "PTUUID") if name in said)


def version_of(tool: str) -> str:
    """The Debian package of the tool, and its version."""
    owner = run("dpkg", "-S", f"*bin/{tool}").partition(":")[0]
    return package(owner)


def package(name: str) -> str:
    """The package and its version."""
    return f"{name} {run('dpkg-query', '-W', '-f', '${Version}', name)}"


def record(folder: Path) -> None:
    """Renew tests/spec/labels."""
    RECORDED.mkdir(exist_ok=True)
    heads: dict[str, Expected] = {}
    for kind in (*VOLUMES, *ARCHIVES):
        volume = write(kind, folder)
        keep(kind, head(kind, volume))
        heads[kind] = expected(kind, volume)
    for kind, (label, info, debian) in BACKUPS.items():
        keep(kind, head(kind, folder / kind))
        heads[kind] = Expected(type=kind, id=label, info=info, writer=package(debian), random=False)
    told = {kind: asdict(label) for kind, label in sorted(heads.items())}
    (RECORDED / "heads.json").write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def keep(kind: str, start: Head) -> None:
    # What NTFS has behind its boot sector does not compress, and tells nothing.
    length = 8192 if kind == "ntfs" else LIMIT
    (RECORDED / f"{kind}.xz").write_bytes(lzma.compress(start.block(0)[:length], preset=9))


def recorded() -> dict[str, tuple[Head, Expected]]:
    """The recorded heads by their kind, and what is to be recognised in them."""
    told = json.loads((RECORDED / "heads.json").read_text(encoding="utf-8"))
    return {kind: (_recorded(kind, Expected(**label)), Expected(**label)) for kind, label in told.items()}


def _recorded(kind: str, label: Expected) -> Head:
    start = lzma.decompress((RECORDED / f"{kind}.xz").read_bytes())
    return Head(blocks=(start,) if label.random else (start, b""), random=label.random)


if __name__ == "__main__":
    record(Path(sys.argv[1]))

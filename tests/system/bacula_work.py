"""What a Bacula is asked to do on its share of a library, wherever that is."""

from __future__ import annotations

import os
from collections.abc import Sequence

from tests.lab.bacula import Bacula

GIVE_UP = ("release storage=AC drive=0 slot=0", "release storage=AC drive=1 slot=0")
"""Bacula keeps what it had until it needs another volume; so it lets others have the drives."""


def label_save_restore(console: Bacula, volumes: Sequence[str]) -> None:
    """Label the volumes of its slots from 1 on, save a file, restore it from the other drive, and look for changes."""
    (console.data / "file").write_bytes(os.urandom(2_000_000))
    labelled = console(f"label barcodes storage=AC drive=0 pool=P slots=1-{len(volumes)}", "yes")
    assert labelled.count("3000 OK label") == len(volumes), labelled
    saved = console("run job=Back yes", "wait")
    assert "Backup OK" in saved, f"{saved}{console.log()}"
    console(*GIVE_UP)
    restored = console("run job=Fetch yes", "wait")
    assert "Restore OK" in restored, f"{restored}{console.log()}"
    drives = [line.rsplit('"', 2)[1] for line in (saved + restored).splitlines() if "Using Device" in line]
    assert sorted(drives) == ["D0", "D1"]
    assert (console.restored / "file").read_bytes() == (console.data / "file").read_bytes()
    updated = console("update slots storage=AC drive=0", *GIVE_UP)
    assert updated.count("is up to date") == len(volumes), updated
    assert sorted(console.volumes()) == sorted(volumes)

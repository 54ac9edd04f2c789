"""The state on disk: shared by processes and threads, never half written, usable when large."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from openrsm.drivers.virtual import form
from openrsm.drivers.virtual.discover import open_virtual
from openrsm.drivers.virtual.folder import Folder
from openrsm.drivers.virtual.hands import Hands
from openrsm.errors import DestinationFull, DeviceGone, SourceEmpty
from tests.drivers.virtual.conftest import DRIVE, SLOT, Build, Site

SHUFFLER = """
import random, sys
from openrsm.drivers.virtual.discover import open_virtual
from openrsm.errors import DeviceFault
changer = open_virtual(sys.argv[1]).changer
draw, done = random.Random(sys.argv[2]), 0
for number in range(1000):
    try:
        changer.move(1000 + draw.randrange(6), 1000 + draw.randrange(6))
        done += 1
    except DeviceFault:
        pass
print(done)
"""


def test_the_state_survives_its_process(tmp_path: Path) -> None:
    url = f"virtual:{tmp_path}?slots=6"
    code = "import sys; from openrsm.drivers.virtual.discover import open_virtual\n"
    code += "open_virtual(sys.argv[1]).changer.move(1000, 1004)"
    subprocess.run([sys.executable, "-c", code, url], check=True)
    codes = {each.address: each.bar_code for each in open_virtual(url).changer.status() if each.full}
    assert codes == {1001: "V00002L9", 1004: "V00001L9"}


def test_two_processes_at_once_lose_and_double_nothing(tmp_path: Path) -> None:
    url = f"virtual:{tmp_path}?slots=6&cartridges=3"
    opened = open_virtual(url)
    counter = Hands(tmp_path).add_fault("move", "stuck", nth=10**9)
    movers = [
        subprocess.Popen([sys.executable, "-c", SHUFFLER, url, seed], stdout=subprocess.PIPE, text=True)
        for seed in ("1", "2")
    ]
    done = [int(mover.communicate()[0]) for mover in movers]
    assert min(done) > 0
    assert [(each.number, each.seen) for each in Hands(tmp_path).faults()] == [(counter.number, sum(done))]
    codes = sorted(each.bar_code or "" for each in opened.changer.status() if each.full)
    assert codes == ["V00001L9", "V00002L9", "V00003L9"]


def test_two_processes_that_make_it_at_once_make_one(tmp_path: Path) -> None:
    code = "import sys; from openrsm.drivers.virtual.discover import open_virtual\n"
    code += "print(open_virtual(sys.argv[1]).changer.identity.serial)"
    makers = [
        subprocess.Popen([sys.executable, "-c", code, f"virtual:{tmp_path}"], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    assert len({maker.communicate()[0] for maker in makers}) == 1


def test_threads_of_changer_and_drives_do_not_disturb_each_other(build: Build) -> None:
    site = build("slots=8&drives=2&cartridges=4")
    site.move(SLOT, DRIVE)
    site.move(SLOT + 1, DRIVE + 1)
    failed: list[Exception] = []

    def robot() -> None:
        for _ in range(50):
            site.move(SLOT + 2, SLOT + 6)
            site.move(SLOT + 6, SLOT + 2)

    def tape(number: int) -> None:
        drive = site.opened.drives[number].drive
        for block in range(100):
            drive.write(bytes([number, block]))
        drive.rewind()
        assert [drive.read(2) for _ in range(100)] == [bytes([number, block]) for block in range(100)]

    def guarded(work: object, *arguments: int) -> None:
        try:
            assert callable(work)
            work(*arguments)
        except Exception as wrong:  # noqa: BLE001 - whatever a thread meets, the test must say
            failed.append(wrong)

    threads = [threading.Thread(target=guarded, args=each) for each in [(robot,), (tape, 0), (tape, 1)]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


def test_what_one_opener_does_the_other_sees(site: Site) -> None:
    other = site.again()
    site.move(SLOT, SLOT + 4)
    with pytest.raises(SourceEmpty):
        other.changer.move(SLOT, SLOT + 5)
    with pytest.raises(DestinationFull):
        other.changer.move(SLOT + 1, SLOT + 4)


def test_a_folder_that_is_gone_is_a_device_that_is_gone(site: Site) -> None:
    shutil.rmtree(site.folder)
    with pytest.raises(DeviceGone):
        site.opened.changer.status()
    with pytest.raises(DeviceGone):
        site.drive.status()


def test_the_state_lists_full_elements_alone_one_to_a_line(build: Build) -> None:
    site = build("slots=1000&cartridges=2")
    text = (site.folder / "library.json").read_text()
    assert json.loads(text)["contents"] == {"1000": {"key": "V00001L9"}, "1001": {"key": "V00002L9"}}
    assert '\n    "1000": {"key": "V00001L9"},\n' in text


def test_the_state_reads_back_as_it_was_written(site: Site) -> None:
    site.hands.insert("X00001L9", "port:1")
    site.hands.add_fault("move", "unknown-done", nth=2, where="slot:1")
    site.opened.changer.status()
    site.move(SLOT, DRIVE)
    site.drive.reserve(7)
    site.hands.take("port:1")
    library = site.hands.look()
    assert form.read(form.Writer().text(library)) == library


def test_a_library_may_have_a_hundred_thousand_slots(build: Build) -> None:
    site = build("slots=100000&drives=2&type=LTO-8")
    site.move(SLOT, DRIVE)
    site.drive.unload()
    site.move(DRIVE, SLOT)
    assert len(site.codes()) == 99996


@pytest.mark.parametrize("code", ["-A1", "A/../B", "x" * 32, "~!~", None])
def test_whatever_people_put_in_another_process_reads(site: Site, code: str | None) -> None:
    site.hands.insert(code, "port:1")
    site.hands.add_fault("move", "slow:0.1", seed=-7)
    assert Folder(site.folder).look() == site.hands.look()

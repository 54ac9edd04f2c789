"""What real programs wrote is recognised, by the word of other programs than ours."""

import shutil
from pathlib import Path

import pytest

from openrsm.labels.contract import LabelInfo, recognise
from openrsm.labels.registry import recognisers
from tests.lab.lab import require
from tests.lab.volumes import ARCHIVES, BACKUPS, VOLUMES, expected, head, recorded, write

RECORDED = recorded()


@pytest.mark.parametrize("kind", RECORDED)
def test_a_recorded_label_is_recognised(kind: str) -> None:
    start, label = RECORDED[kind]
    assert recognise(start, recognisers().all) == LabelInfo(type=label.type, id=label.id, info=label.info)


def test_every_kind_that_can_be_written_is_recorded() -> None:
    assert set(RECORDED) == {*VOLUMES, *ARCHIVES, *BACKUPS}


@pytest.mark.system
@pytest.mark.parametrize("kind", [*VOLUMES, *ARCHIVES])
def test_what_the_program_writes_now_is_recognised(kind: str, tmp_path: Path) -> None:
    require((VOLUMES | ARCHIVES)[kind].tool, "blkid")
    volume = write(kind, tmp_path)
    label = expected(kind, volume)
    found = recognise(head(kind, volume), recognisers().all)
    shutil.rmtree(tmp_path)
    assert found == LabelInfo(type=label.type, id=label.id, info=label.info)


@pytest.mark.parametrize("kind", VOLUMES)
def test_a_tape_that_holds_the_image_of_a_disk_is_no_disk(kind: str) -> None:
    start, _ = RECORDED[kind]
    tape = type(start)(blocks=start.blocks)
    assert recognise(tape, recognisers().all) is None

"""docs/reference/labels.md names every type that is recognised, in order; its example does what it says."""

import re
from pathlib import Path
from typing import Any

from openrsm.labels import boot_sectors, superblocks
from openrsm.labels.contract import Head, LabelInfo, recognise
from openrsm.labels.registry import BUILT_IN, GROUP, OURS, Named, recognisers
from tests.lab.lab import ROOT
from tests.lab.volumes import recorded
from tests.labels import published

PAGE: Path = ROOT / "docs" / "reference" / "labels.md"
ROW = re.compile(r"^\| `([a-z0-9-]+)` \|", re.MULTILINE)
EXAMPLE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def text() -> str:
    return PAGE.read_text(encoding="utf-8")


def test_the_page_names_every_type_once() -> None:
    heads = [*(start for start, _ in recorded().values()), *published.heads().values()]
    seen = {label.type for head in heads if (label := recognise(head, recognisers().all))}
    types = ROW.findall(text())
    assert len(types) == len(set(types))
    assert set(types) == seen | {"openrsm-free"}


def test_the_page_has_the_types_in_the_order_of_the_recognisers() -> None:
    several = {
        "bacula": ["bacula", "bareos"],
        "ansi": ["ansi", "ibm"],
        "superblocks": ["ext2", "ext3", "ext4", *(one.type for one in superblocks.SUPERBLOCKS[1:])],
        "partition-tables": ["gpt", "mbr"],
        "boot-sectors": list(dict.fromkeys(one.type for one in boot_sectors.BOOT_SECTORS)),
    }
    order = [name for one in (*OURS, *BUILT_IN) for name in several.get(one.name, [one.name])]
    assert ROW.findall(text()) == order


def test_the_example_recognises_its_label() -> None:
    names: dict[str, Any] = {}
    (example,) = EXAMPLE.findall(text())
    exec(compile(example, str(PAGE), "exec"), names)  # noqa: S102 - our own page
    known = [Named("acme", names["claim"]), *BUILT_IN]
    assert f'entry-points."{GROUP}"' in text()
    assert recognise(Head(blocks=(b"ACME00000017",)), known) == LabelInfo(
        type="acme", id="00000017", info="a tape of ACME Backup"
    )
    assert recognise(Head(blocks=(b"none",)), known) is None

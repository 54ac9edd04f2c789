"""The original's switches are read as it read them, and a line that is none of its is refused with its synopsis."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openrsm.cli.legacy.carrying_out import DOINGS
from openrsm.cli.legacy.grammar import FLAG, OBJECT, Line, Misuse, Subcommand, Switch, read
from openrsm.cli.legacy.table import REFUSED, SUBCOMMANDS

TEXTS = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=12)
KEY = UUID("6f0e4711-0000-4000-8000-00000000cafe")


def test_the_table_has_the_originals_subcommands() -> None:
    original = "allocate createpool deallocate deletepool dismount eject ejectatapi erase freemedia inventory mount"
    assert {*SUBCOMMANDS, *REFUSED} == {*original.split(), "refresh", "rename", "ui", "view"}
    assert set(DOINGS) == set(SUBCOMMANDS)


def written(switch: Switch) -> st.SearchStrategy[tuple[str, str]]:
    """How it may be written, and what is to be read of it."""
    if switch.kind == FLAG:
        return st.just((f"/{switch.key}", ""))
    if switch.kind == OBJECT:
        names = TEXTS.map(lambda name: (f"/{switch.key}f{name}", name))
        return names | st.sampled_from([(f"/{switch.key}g{KEY.hex}", str(KEY)), (f"/{switch.key}G{{{KEY}}}", str(KEY))])
    if switch.choices:
        return st.sampled_from(switch.choices).map(lambda choice: (f"/{switch.key.upper()}{choice.upper()}", choice))
    return TEXTS.map(lambda text: (f"/{switch.key}{text}", text))


@st.composite
def lines(draw: st.DrawFn) -> tuple[Subcommand, dict[str, str], list[str]]:
    """A line of any subcommand with some of its switches, each once, in any order."""
    subcommand = draw(st.sampled_from(sorted(SUBCOMMANDS.values(), key=lambda one: one.name)))
    chosen = [one for one in subcommand.switches if one.needed or draw(st.booleans())]
    if subcommand.one_of:
        kept = draw(st.sampled_from(subcommand.one_of))
        chosen = [one for one in chosen if one.key not in subcommand.one_of]
        chosen += [one for one in subcommand.switches if one.key == kept]
    parts = {one.key: draw(written(one)) for one in chosen}
    words = draw(st.permutations([word for word, _ in parts.values()]))
    return subcommand, {key: value for key, (_, value) in parts.items()}, words


def unambiguous(subcommand: Subcommand, values: dict[str, str], words: list[str]) -> bool:
    """A value may look like the rest of a longer keyword (``/l`` and ``/ln``): then it means that."""
    keys = {switch.key for switch in subcommand.switches}
    for word in words:
        given_ = word[1:].lower()
        if len([key for key in keys if given_.startswith(key)]) > 1:
            return False
    return bool(words) or not values


@given(lines())
def test_every_switch_is_read_in_any_order_and_any_case(line: tuple[Subcommand, dict[str, str], list[str]]) -> None:
    subcommand, values, words = line
    if unambiguous(*line):
        assert read(subcommand, words) == Line(subcommand=subcommand, values={k: (v,) for k, v in values.items()})


@pytest.mark.parametrize(
    ("name", "words", "says"),
    [
        ("mount", ["/lfA", "/x"], "/x is unknown"),
        ("mount", ["/lfA", "/lg" + KEY.hex], "stands there twice"),
        ("mount", ["/lfA", "/pfB"], "exactly one of /l or /p"),
        ("mount", [], "exactly one of"),
        ("mount", ["/lf"], "names nothing"),
        ("mount", ["/lgNOGUID"], "is no GUID"),
        ("mount", ["/lA"], "/lA is unknown"),
        ("mount", ["/lfA", "/ofast"], "/o takes errunavail or"),
        ("mount", ["lfA"], "is no switch"),
        ("allocate", ["/onew"], "/m is missing"),
        ("allocate", ["/mP", "/bare"], "/b takes no value"),
        ("deletepool", ["/m"], "/m takes POOL"),
    ],
)
def test_a_line_that_is_none_of_the_originals_is_refused_with_the_right_one(
    name: str, words: list[str], says: str
) -> None:
    with pytest.raises(Misuse, match="rsm legacy") as raised:
        read(SUBCOMMANDS[name], words)
    assert says in str(raised.value)


def test_names_keep_their_case_and_options_may_stand_there_several_times() -> None:
    line = read(SUBCOMMANDS["mount"], ["/lfMine", "/OREAD", "/owrite"])
    assert (line.value("l"), line.all("o"), line.value("t"), line.has("r")) == ("Mine", ("read", "write"), None, False)

"""Each benchmark on sizes so small that its figures mean nothing: that it runs, and what it says."""

import json
from pathlib import Path

import pytest
from rich.console import Console

from bench import changer, cycles, dismounts, requests, scale, sharing
from bench.__main__ import main
from bench.figures import Figure, Result, figure, save, show
from bench.machine import this_machine

pytestmark = pytest.mark.slow


def figures(result: Result) -> dict[tuple[str, str], Figure]:
    """By name and unit, which together are unique."""
    found = {(each.name, each.unit): each for each in result.figures}
    assert len(found) == len(result.figures)
    assert all(each.value > 0 for each in result.figures)
    return found


def test_dismounts_are_compared_with_bare_commits(tmp_path: Path) -> None:
    result = dismounts.run(tmp_path, dismounts.Sizes(drives=3, callers=2, rounds=1))
    found = figures(result)
    assert result.sizes == {"drives": 3, "callers": 2, "rounds": 1}
    rates = [each for each in result.figures if each.ratio]
    assert [each.name.split(":")[0] for each in rates] == ["1 caller, idle service", "1 caller", "2 callers"]
    assert found["to submit and finish one", "flushes"].value == 4
    assert (
        found["to submit one", "statements"].value < found["to submit and finish one, the writer", "statements"].value
    )


@pytest.mark.system
def test_cycles_are_compared_with_mtx(tmp_path: Path) -> None:
    found = figures(cycles.run(tmp_path, cycles.Sizes(cycles=1, rounds=1)))
    ours = found["mount + dismount", "cycles a second"]
    assert ours.ratio
    assert ours.base
    assert found["mount + dismount", "flushes"].value >= 4


@pytest.mark.system
def test_changer_commands_are_compared_with_mtx(tmp_path: Path) -> None:
    found = figures(changer.run(tmp_path, changer.Sizes(calls=3, rounds=1)))
    assert {name for name, _ in found} >= {"rsm-changer loaded", "rsm-mtx status", "rsm-mtx status, no compiler"}
    assert all(each.ratio for each in found.values())


@pytest.mark.system
def test_requests_are_compared_with_a_service_that_does_nothing(tmp_path: Path) -> None:
    sizes = requests.Sizes(drives=2, callers=2, requests=4, rounds=1, waiting=3)
    result = requests.run(tmp_path, sizes)
    rates = {each.name: each for each in result.figures if each.unit == "a second"}
    assert set(rates) == {"get a cartridge", "submit a dismount", "mount what is still in its drive"}
    assert all(each.ratio for each in rates.values())
    assert {"3 waiting mounts add", "3 listeners add"} <= {each.name for each in result.figures}


def test_a_large_catalogue_is_compared_with_a_small_one(tmp_path: Path) -> None:
    found = figures(scale.run(tmp_path, scale.Sizes(cartridges=600, yardstick=300, rounds=1)))
    assert {name for name, _ in found} >= {"open", "show by bar code", "status", "allocate", "open memory", "on disk"}
    assert all(each.ratio for each in found.values())


def test_sharing_drives_is_compared_with_fixed_parts(tmp_path: Path) -> None:
    found = figures(sharing.run(tmp_path, sharing.Sizes(minutes=60, rounds=1)))
    assert {name for name, _ in found} >= {"mounts", "longest wait", "exchanges", "fairness (Jain) of mounts"}
    assert all(each.ratio for each in found.values())


def test_jains_index_is_one_if_all_have_the_same_and_small_if_one_has_everything() -> None:
    assert sharing.jain([3, 3, 3]) == 1
    assert sharing.jain([3, 0, 0]) == pytest.approx(1 / 3)


def test_a_ratio_is_the_median_of_each_rounds_ratio() -> None:
    made = figure("x", "ms", [10, 20, 90], [10, 10, 10])
    assert (made.value, made.base, made.ratio) == (20, 10, 2)
    assert figure("x", "ms", [1, 2, 3]) == Figure(name="x", value=2, unit="ms")


def test_results_are_shown_as_a_table_and_saved_as_json(tmp_path: Path) -> None:
    made = figure("rate", "a second", [30], [10])
    result = Result(name="some", sizes={"rounds": 1}, yardstick="bare", figures=[made])
    console = Console(record=True, width=100)
    show(console, result)
    shown = console.export_text()
    assert all(word in shown for word in ("some: 1 rounds", "rate", "a second", "bare", "30", "10"))
    save(tmp_path / "out.json", this_machine(tmp_path), [result])
    saved = json.loads((tmp_path / "out.json").read_text())
    assert saved["benchmarks"][0]["figures"] == [
        {"name": "rate", "value": 30, "unit": "a second", "base": 10, "ratio": 3}
    ]
    assert saved["machine"]["cores"] >= 1


def test_an_unknown_benchmark_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["nothing"])
    assert "there is no benchmark 'nothing'" in capsys.readouterr().err

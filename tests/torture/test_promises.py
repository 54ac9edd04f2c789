"""docs/reliability.md names tests that there are, and a run in which something was not tried has failed."""

from pathlib import Path

import pytest

from tests.torture.promises import PAGE, ROOT, files_of_tests, promised, promises
from tests.torture.tally import FOLDER, STATES, tallied, tally, totals, verdict


def test_every_promise_is_a_sentence_that_names_the_tests_that_hold_it() -> None:
    found = promises()
    assert len(found) >= 10
    for promise in found:
        assert promise.says.endswith(".")
        assert promise.tests, promise.says
        assert [test for test in promise.tests if not test.is_file()] == []


def test_what_a_link_shows_is_where_it_leads() -> None:
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        for part in line.split("[`")[1:]:
            shown, _, rest = part.partition("`](")
            assert (PAGE.parent / rest.partition(")")[0]).resolve() == ROOT / shown


def test_every_count_that_the_page_names_is_counted_by_one_of_its_tests() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests").rglob("*.py")))
    assert STATES in promised()
    assert [count for count in promised() if f'"{count}"' not in code] == []


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FOLDER, str(tmp_path))
    return tmp_path


def test_what_was_tried_and_what_held_are_counted_apart(folder: Path) -> None:
    tally("cells", 3, 3)
    tally("cells", 2, 1)
    with tallied("points"):
        pass
    with pytest.raises(ZeroDivisionError), tallied("points"):
        raise ZeroDivisionError
    assert totals(folder) == {"cells": (5, 4), "points": (2, 1)}


def test_how_much_was_tried_and_whether_it_held_may_be_found_out_on_the_way(folder: Path) -> None:
    with tallied("cells") as trial:
        trial.tried = 7
    with tallied("cells") as trial:
        trial.held = False
    assert totals(folder) == {"cells": (8, 7)}


def test_zero_is_said_of_a_run_in_which_all_was_tried_and_held() -> None:
    found = verdict({"cells": (5, 5), STATES: (7, 7)}, ["cells", STATES], passed=True)
    assert found.failures == []
    assert found.lines[-1] == f"zero lost, zero doubled, zero wrong, in 7 {STATES}"


def test_zero_is_not_said_where_something_did_not_hold() -> None:
    found = verdict({"cells": (5, 4), STATES: (7, 7)}, [], passed=True)
    assert found.failures == ["1 cells did not hold"]
    assert not any("zero" in line for line in found.lines)


@pytest.mark.parametrize("counted", [{}, {"cells": (0, 0)}])
def test_what_was_expected_and_never_tried_is_a_failure(counted: dict[str, tuple[int, int]]) -> None:
    found = verdict({STATES: (7, 7), **counted}, ["cells"], passed=True)
    assert found.failures == ["nothing was tried of: cells"]


def test_a_file_of_which_no_test_has_passed_is_a_failure() -> None:
    found = verdict({STATES: (7, 7)}, [], passed=True, absent=["tests/test_it.py"])
    assert found.failures == ["no test has passed of: tests/test_it.py"]


def test_each_promise_is_held_by_a_torture_test_in_each_of_its_files() -> None:
    assert [
        file for file in files_of_tests() if "pytest.mark.torture" not in (ROOT / file).read_text(encoding="utf-8")
    ] == []


def test_zero_is_not_said_where_nothing_was_compared() -> None:
    assert not any("zero" in line for line in verdict({"cells": (5, 5)}, ["cells"], passed=True).lines)


def test_zero_is_not_said_of_a_run_that_failed_though_all_that_was_counted_held() -> None:
    found = verdict({"cells": (5, 5), STATES: (7, 7)}, ["cells", STATES], passed=False)
    assert not any("zero" in line for line in found.lines)

"""The example file and the reference say what the settings are."""

import re
from pathlib import Path

from openrsm.configuration.describe import settings
from openrsm.configuration.example import example
from openrsm.configuration.reading import load
from tests.configuration.reference import PAGE, page

COMMENTED = re.compile(r"^#(?=[a-z_]+ = )", re.MULTILINE)


def test_the_example_says_nothing_but_what_holds_anyway(tmp_path: Path) -> None:
    file = tmp_path / "rsmd.toml"
    file.write_text(example())
    loaded = load(file, {}, {}, Path("/s"))
    assert (loaded.problems, loaded.origins) == ([], {})


def test_every_line_of_the_example_may_be_brought_to_life(tmp_path: Path) -> None:
    file = tmp_path / "rsmd.toml"
    file.write_text(COMMENTED.sub("", example()))
    loaded = load(file, {}, {}, Path("/s"))
    assert {each.key for each in settings()} == set(loaded.origins)
    assert {problem.name for problem in loaded.problems} == {"http.tls_certificate", "http.tls_key"}
    for setting in settings():
        assert setting.default is None or loaded.value(setting) == setting.default


def test_every_setting_is_explained_once() -> None:
    for setting in settings():
        assert setting.meaning.endswith((".", ":")), setting.name
        assert example().count(setting.meaning) == 1, setting.name


def test_the_reference_of_the_settings_is_up_to_date() -> None:
    """If this fails, run scripts/configuration."""
    assert PAGE.read_text(encoding="utf-8") == page()

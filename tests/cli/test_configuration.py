"""``rsm config``."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Rsm


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "rsmd.toml"


def test_a_check_shows_every_setting_its_value_and_where_it_comes_from(bare: Rsm, file: Path) -> None:
    file.write_text('[log]\nlevel = "debug"\n')
    shown = bare(f"config check --config {file}")
    assert f"Settings from {file}" in shown
    [line] = [line for line in shown.splitlines() if line.split()[:1] == ["log.level"]]
    assert line.split()[1:3] == ['"debug"', f"{file}:2"]
    assert "The least that is worth a line." in line
    assert shown.endswith("Errors\n  none\n")


def test_a_check_that_finds_something_wrong_fails(bare: Rsm, file: Path) -> None:
    file.write_text("[log]\nlevle = 1\nformat = 2\n")
    ended = bare.try_(f"config check --config {file}")
    assert ended.status == 1
    assert f"{file}:2: log.levle: there is no such setting; did you mean level?" in ended.out
    assert ended.err == "error INVALID_PARAMETER (87): the configuration has 2 errors; correct what is named above\n"


def test_a_check_for_machines_is_one_document(bare: Rsm, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text("[limits]\npoll = -1\n")
    monkeypatch.setenv("OPENRSM_HTTP__MAX_BODY", "4096")
    ended = bare.try_(f"config check --config {file} --json")
    told = json.loads(ended.out)
    [body] = [each for each in told["settings"] if each["name"] == "http.max_body"]
    assert (body["value"], body["from"], body["default"]) == (4096, "OPENRSM_HTTP__MAX_BODY", 1048576)
    [error] = told["errors"]
    assert (error["where"], error["name"]) == (f"{file}:2", "limits.poll")
    assert json.loads(ended.err)["error"]["code"] == "INVALID_PARAMETER"


def test_a_check_hides_what_is_secret(bare: Rsm, file: Path) -> None:
    file.write_text('[alerts]\nurls = ["mailto://user:pa55@host"]\n')
    for form in ("", " --json"):
        shown = bare(f"config check --config {file}{form}")
        assert "mailto://***" in shown
        assert "pa55" not in shown


def test_the_state_that_an_option_names_is_the_one_that_is_checked(bare: Rsm) -> None:
    settings = {each["name"]: each for each in bare.json("config check")["settings"]}
    assert (settings["state"]["value"], settings["state"]["from"]) == (str(bare.state), "--state")
    assert settings["http.socket"]["value"] == f"{bare.state}/rsmd.sock"


def test_an_example_is_a_file_that_can_be_used_as_it_is(bare: Rsm, file: Path) -> None:
    file.write_text(bare("config example"))
    assert bare(f"config check --config {file}").endswith("Errors\n  none\n")


def test_where_no_service_can_be_run_that_is_said(bare: Rsm) -> None:
    assert bare.refused("serve") == "NOT_SUPPORTED"

from pathlib import Path

import pytest

from openrsm.settings import settings_from, socket_of

ROOT, ANN = 0, 1000


@pytest.mark.parametrize(
    ("environment", "user_id", "state"),
    [
        ({}, ROOT, "/var/lib/openrsm"),
        ({"XDG_STATE_HOME": "/x"}, ROOT, "/var/lib/openrsm"),
        ({"HOME": "/home/ann"}, ANN, "/home/ann/.local/state/openrsm"),
        ({"HOME": "/home/ann", "XDG_STATE_HOME": "/x"}, ANN, "/x/openrsm"),
        ({"HOME": "/home/ann", "XDG_STATE_HOME": "x"}, ANN, "/home/ann/.local/state/openrsm"),
        ({"HOME": "/home/ann", "OPENRSM_STATE": ""}, ANN, "/home/ann/.local/state/openrsm"),
        ({"OPENRSM_STATE": "/srv/rsm", "XDG_STATE_HOME": "/x"}, ANN, "/srv/rsm"),
        ({"OPENRSM_STATE": "/srv/rsm"}, ROOT, "/srv/rsm"),
    ],
)
def test_the_state_folder_is_where_the_environment_or_custom_says(
    environment: dict[str, str], user_id: int, state: str
) -> None:
    assert settings_from(environment, user_id=user_id).state == Path(state)


def test_who_has_no_state_uses_the_system_s_service_where_it_runs(tmp_path: Path) -> None:
    served = tmp_path / "rsmd.sock"
    served.touch()
    home = {"XDG_STATE_HOME": str(tmp_path / "home")}
    assert settings_from(home, user_id=ANN, system_socket=served).state == Path("/var/lib/openrsm")


def test_who_has_a_state_uses_that_one(tmp_path: Path) -> None:
    served = tmp_path / "rsmd.sock"
    served.touch()
    own = tmp_path / "home" / "openrsm"
    own.mkdir(parents=True)
    home = {"XDG_STATE_HOME": str(tmp_path / "home")}
    assert settings_from(home, user_id=ANN, system_socket=served).state == own


def test_a_state_is_served_where_it_lies_and_the_system_s_where_everybody_looks() -> None:
    assert socket_of(Path("/srv/rsm")) == Path("/srv/rsm/rsmd.sock")
    assert socket_of(Path("/var/lib/openrsm")) == Path("/run/openrsm/rsmd.sock")


def test_a_service_elsewhere_is_found_by_its_address_and_shown_a_token() -> None:
    told = settings_from({"OPENRSM_URL": "https://tapes.example:8443", "OPENRSM_TOKEN": "s"}, user_id=ANN)
    assert (told.url, told.token) == ("https://tapes.example:8443", "s")


def test_sessions_bear_the_name_that_the_environment_gives() -> None:
    assert settings_from({"OPENRSM_APPLICATION": "backup"}, user_id=ROOT).application == "backup"


def test_sessions_bear_the_command_s_name_otherwise() -> None:
    assert settings_from({}, user_id=ROOT).application == "rsm"

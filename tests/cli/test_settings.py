from pathlib import Path

import pytest

from openrsm.settings import settings_from

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


def test_sessions_bear_the_name_that_the_environment_gives() -> None:
    assert settings_from({"OPENRSM_APPLICATION": "backup"}, user_id=ROOT).application == "backup"


def test_sessions_bear_the_command_s_name_otherwise() -> None:
    assert settings_from({}, user_id=ROOT).application == "rsm"

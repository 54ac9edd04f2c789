from pathlib import Path

import pytest

from openrsm.changer.options import options_from
from openrsm.errors import InvalidParameter
from openrsm.settings import Settings

TOLD = Settings(state=Path("state"))


def test_the_device_is_the_one_that_the_environment_names_as_for_mtx() -> None:
    assert options_from(TOLD, {}).device == "/dev/changer"
    assert options_from(TOLD, {"TAPE": "a"}).device == "a"
    assert options_from(TOLD, {"TAPE": "a", "CHANGER": "b"}).device == "b"


def test_the_time_limit_is_baculas_unless_it_is_told() -> None:
    assert options_from(TOLD, {}).timeout == 300
    assert options_from(TOLD, {"OPENRSM_CHANGER_TIMEOUT": "7.5"}).timeout == 7.5


@pytest.mark.parametrize("text", ["soon", "-1", "nan", "inf"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(InvalidParameter, match="OPENRSM_CHANGER_TIMEOUT"):
        options_from(TOLD, {"OPENRSM_CHANGER_TIMEOUT": text})


def test_both_commands_act_under_one_name() -> None:
    assert options_from(TOLD, {}).application == "changer"
    assert options_from(TOLD, {"OPENRSM_APPLICATION": "bacula"}).application == "bacula"

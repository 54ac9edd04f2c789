"""Every function of the original exists under its name, with its parameters in their order."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, Final

import pytest

from openrsm import ntms
from tests.ntms.spec import functions

MADE: Final = sorted(functions())


def taken(name: str) -> list[str]:
    """The parameters of a function through which it takes something."""
    return [one["name"] for one in functions()[name]["parameters"] if one["dir"] != "out"]


def required(function: Callable[..., Any]) -> list[str]:
    parameters = inspect.signature(function).parameters.values()
    return [one.name for one in parameters if one.default is inspect.Parameter.empty]


def test_the_original_has_61_functions() -> None:
    assert len(functions()) == 61
    assert [name for name in functions() if not hasattr(ntms, name)] == []


@pytest.mark.parametrize("name", MADE)
def test_a_function_takes_the_headers_parameters_in_their_order(name: str) -> None:
    assert list(inspect.signature(getattr(ntms, name)).parameters) == taken(name)


@pytest.mark.parametrize("name", MADE)
def test_what_a_function_returns_is_what_the_header_returns_through_pointers(name: str) -> None:
    documented = functions()[name]
    returned = [one for one in documented["parameters"] if one["dir"] != "in" and "Size" not in one["name"]]
    nothing = not returned and documented["return_type"] != "HANDLE"
    assert (inspect.signature(getattr(ntms, name), eval_str=True).return_annotation is None) == nothing


@pytest.mark.parametrize("name", MADE)
def test_only_what_the_header_leaves_open_may_be_left_out(name: str) -> None:
    optional = {one["name"] for one in functions()[name]["parameters"] if one["optional"]}
    sizes = {"lpdwBufSize", "nLength", "dwOptions"}
    assert set(taken(name)) - set(required(getattr(ntms, name))) <= optional | sizes


@pytest.mark.parametrize("name", MADE)
def test_a_function_tells_what_it_does(name: str) -> None:
    assert inspect.getdoc(getattr(ntms, name))
    assert name in ntms.__all__

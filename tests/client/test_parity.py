"""Every call of the surface is there in each flavour, and nothing else is."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import pytest

from openrsm.client import groups
from openrsm.client import surface as in_session
from openrsm.client.calls import (
    cleaning,
    database,
    diagnosis,
    drives,
    libraries,
    media,
    mounts,
    notices,
    objects,
    operators,
    pools,
    security,
    work,
)
from openrsm.surface.cleaning import Cleaning
from openrsm.surface.database import Database
from openrsm.surface.diagnosis import Diagnosis
from openrsm.surface.libraries import Drives, Libraries
from openrsm.surface.media import Media
from openrsm.surface.mounts import Mounts
from openrsm.surface.notices import Notices
from openrsm.surface.objects import Objects
from openrsm.surface.operators import Operators
from openrsm.surface.pools import Pools
from openrsm.surface.security import Security
from openrsm.surface.work import Work

Group = type[Any]

GROUPS: list[tuple[Group, Group, Group, Group]] = [
    (Libraries, libraries.LibrariesCalls, groups.Libraries, in_session.ClientLibraries),
    (Drives, drives.DrivesCalls, groups.Drives, in_session.ClientDrives),
    (Pools, pools.PoolsCalls, groups.Pools, in_session.ClientPools),
    (Media, media.MediaCalls, groups.Media, in_session.ClientMedia),
    (Mounts, mounts.MountsCalls, groups.Mounts, in_session.ClientMounts),
    (Work, work.WorkCalls, groups.Work, in_session.ClientWork),
    (Operators, operators.OperatorsCalls, groups.Operators, in_session.ClientOperators),
    (Cleaning, cleaning.CleaningCalls, groups.Cleaning, in_session.ClientCleaning),
    (Diagnosis, diagnosis.DiagnosisCalls, groups.Diagnosis, in_session.ClientDiagnosis),
    (Database, database.DatabaseCalls, groups.Database, in_session.ClientDatabase),
    (Objects, objects.ObjectsCalls, groups.Objects, in_session.ClientObjects),
    (Notices, notices.NoticesCalls, groups.Notices, in_session.ClientNotices),
    (Security, security.SecurityCalls, groups.Security, in_session.ClientSecurity),
]

all_groups = pytest.mark.parametrize("flavours", GROUPS, ids=lambda flavours: flavours[0].__name__)


def calls(group: Group) -> dict[str, Callable[..., object]]:
    return {name: method for name, method in vars(group).items() if callable(method) and not name.startswith("_")}


def parameters(method: Callable[..., object], *, without: int) -> list[tuple[str, object, object]]:
    given = list(inspect.signature(method).parameters.values())[without:]
    return [(one.name, one.default, one.kind) for one in given]


@all_groups
def test_every_flavour_has_the_calls_of_the_surface(flavours: tuple[Group, ...]) -> None:
    surface, *others = flavours
    assert [set(calls(other)) for other in others] == [set(calls(surface))] * len(others)


@all_groups
def test_a_call_takes_what_the_surface_says_but_for_the_session(flavours: tuple[Group, ...]) -> None:
    surface, once, *_ = flavours
    for name, method in calls(surface).items():
        assert parameters(calls(once)[name], without=1) == parameters(method, without=2), name


@all_groups
def test_every_flavour_explains_its_calls(flavours: tuple[Group, ...]) -> None:
    _, once, *driven = flavours
    for name, method in calls(once).items():
        assert method.__doc__, name
        assert {calls(other)[name].__doc__ for other in driven} == {method.__doc__}, name

"""What any object may have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from enum import Enum
from typing import Any

from openrsm.cli.render.page import Page, Section, Table, facts, row
from openrsm.cli.render.words import moment, yes
from openrsm.domain import settings
from openrsm.domain.machine import word
from openrsm.surface.views import AttributeView, ObjectSettings


def settings_page(settings: ObjectSettings) -> Page:
    """What an object is set to, a setting a line."""
    told = [(one.name, getattr(settings, one.name)) for one in fields(settings) if one.name not in _AROUND]
    given = [(name.replace("_", " "), _said(name, value)) for name, value in told if value is not None]
    what = (word(settings.object_type), settings.name)
    return [Section(facts(what, *given, ("GUID", str(settings.id))))]


_AROUND = ("object_type", "id", "name")


def _said(name: str, value: Any) -> str:
    match value:
        case bool():
            return yes(value)
        case datetime():
            return moment(value)
        case Enum():
            return word(value)
        case 0 if name == "max_allocations":
            return "unlimited"
        case settings.UNCOUNTED if name == "cleaner_uses":
            return "not counted"
        case _:
            return f"{value}"


def attributes_page(views: Sequence[AttributeView]) -> Page:
    """An attribute a line."""
    rows = [row(view.name, view.size) for view in views]
    return [Section(Table(("Attribute", "Bytes"), rows), nothing="no attributes")]

"""A file with every setting at its default, and what each means."""

from __future__ import annotations

from collections.abc import Iterator

from openrsm.configuration.describe import Setting, sections, settings

HEAD = """\
# Settings of OpenRSM's service. Nothing here need be said: the lines that are commented out show what holds anyway.
# What holds, where it comes from and what is wrong with it:  rsm config check
"""


def example() -> str:
    """The file."""
    return "\n".join([HEAD, *_lines()]) + "\n"


def _lines() -> Iterator[str]:
    groups = dict(sections())
    section: tuple[str, ...] = ()
    for setting in settings():
        if setting.key[:-1] != section:
            section = setting.key[:-1]
            yield f"# {groups[section].__doc__}\n[{'.'.join(section)}]\n"
        yield from _explained(setting)


def _explained(setting: Setting) -> Iterator[str]:
    yield f"# {setting.meaning}"
    yield f"# {setting.wanted[0].upper()}{setting.wanted[1:]}."
    if setting.usual:
        yield f"# Unless given: {setting.usual}."
    yield f"#{setting.key[-1]} = {setting.shown(setting.default) or quoted_nothing(setting)}\n"


def quoted_nothing(setting: Setting) -> str:
    """What stands for a value where there is none: something of the right form."""
    return f'"/path/of/{setting.key[-1].removeprefix("tls_")}"'

"""The page docs/reference/configuration.md, made from the settings; run by ``scripts/configuration``."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from openrsm.configuration.describe import Setting, sections, settings

PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "reference" / "configuration.md"

HEAD: Final = """\
# Configuration

Made by `scripts/configuration` from the settings; edit those, not this page.

`rsm serve` needs no configuration. What is said in `/etc/openrsm/rsmd.toml` (or the file of `--config`) takes the place
of the defaults, a variable of the environment that of the file, and an option of `rsm serve` that of both.
`rsm config check` shows what holds, where it comes from and what is wrong; `rsm config example` prints a file with
every setting. The configuration is read at start: `systemctl restart rsmd` after a change.
"""


def page() -> str:
    """The page as it should be."""
    return "\n".join([HEAD, *_lines()]).rstrip() + "\n"


def _lines() -> Iterator[str]:
    groups = dict(sections())
    section: tuple[str, ...] = ()
    for setting in settings():
        if setting.key[:-1] != section:
            section = setting.key[:-1]
            yield f"## [{section[0]}]\n\n{groups[section].__doc__}\n"
        yield from _told(setting)


def _told(setting: Setting) -> Iterator[str]:
    yield f"### {setting.name}\n"
    yield f"{setting.meaning}\n"
    yield f"- takes {setting.wanted}"
    default = setting.usual or (f"`{setting.shown(setting.default)}`" if setting.default is not None else "none")
    yield f"- default: {default}"
    option = f", option `{setting.option}`" if setting.option else ""
    yield f"- variable `{setting.variable}`{option}\n"


def main() -> int:
    """Write the page, or with ``--check`` compare it."""
    if "--check" in sys.argv[1:]:
        return int(PAGE.read_text(encoding="utf-8") != page())
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

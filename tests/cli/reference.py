"""The page docs/reference/command-line.md, made from the commands; run by ``scripts/command-line``."""

import re
import sys
from pathlib import Path
from typing import Final

import typer
from typer.cli import get_docs_for_click
from typer.main import get_command

from openrsm.cli.app import build

PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "reference" / "command-line.md"

HEAD: Final = """\
Made by `scripts/command-line` from the commands; edit those, not this page. The options of `rsm` itself may stand
anywhere on the line and are not repeated below.

"""

EVERYWHERE: Final = re.compile(r"^\* `--(?:state DIR|application NAME|json|debug|help)`: .*\n", re.MULTILINE)
NO_OPTIONS: Final = re.compile(r"\*\*Options\*\*:\n\n(?=\n|#|\Z)")
TYPES: Final = re.compile(r"(?<=[A-Z]) <[^>`]+>(?=`)")


def page() -> str:
    """The page as it should be."""
    rsm = get_command(build())
    text: str = get_docs_for_click(obj=rsm, ctx=typer.Context(rsm, info_name="rsm"), name="rsm")
    head, mark, commands = text.partition("\n## ")
    told_once = NO_OPTIONS.sub("", EVERYWHERE.sub("", mark + commands))
    title, _, rest = head.partition("\n\n")
    told_once = re.sub(r"\n{3,}", "\n\n", told_once)
    return f"{title}\n\n{HEAD}{rest}{TYPES.sub('', told_once)}".rstrip() + "\n"


def main() -> int:
    """Write the page, or with ``--check`` compare it."""
    if "--check" in sys.argv[1:]:
        return int(PAGE.read_text(encoding="utf-8") != page())
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Options that take several values: ``--pools a b`` as well as ``--pools a --pools b``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from typer.core import TyperCommand


class Spreading(TyperCommand):
    """A command whose options with several values take all words up to the next option."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the words as if each value had the option before it."""
        several = {name for one in self.params if getattr(one, "multiple", False) for name in one.opts}
        return super().parse_args(ctx, list(spread(args, several)))


def spread(words: Iterable[str], several: set[str]) -> Iterator[str]:
    """Words with each of ``several`` options before each of its values."""
    option, values = "", 0
    for word in words:
        if word.startswith("-"):
            option, values = (word if word in several else ""), 0
        elif option:
            values += 1
            if values > 1:
                yield option
        yield word

"""The commands, a file for each group; ``ALL`` is the order in which help names them."""

from __future__ import annotations

from typing import Final

from openrsm.cli.commands.allocation import allocation
from openrsm.cli.commands.completion import completion
from openrsm.cli.commands.drives import drive
from openrsm.cli.commands.libraries import library
from openrsm.cli.commands.media import media
from openrsm.cli.commands.mounts import mounts
from openrsm.cli.commands.operators import operator
from openrsm.cli.commands.overview import overview
from openrsm.cli.commands.pools import pool
from openrsm.cli.commands.work import work

ALL: Final = (overview, allocation, mounts, library, drive, pool, media, work, operator, completion)

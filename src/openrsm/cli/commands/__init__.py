"""The commands, a file for each group; ``ALL`` is the order in which help names them."""

from __future__ import annotations

from typing import Final

from openrsm.cli.commands.acl import acl
from openrsm.cli.commands.alerts import alerts
from openrsm.cli.commands.allocation import allocation
from openrsm.cli.commands.cleaning import cleaner
from openrsm.cli.commands.completion import completion
from openrsm.cli.commands.computer import computer
from openrsm.cli.commands.configuration import config
from openrsm.cli.commands.database import database
from openrsm.cli.commands.doctor import doctor
from openrsm.cli.commands.drives import drive
from openrsm.cli.commands.events import events
from openrsm.cli.commands.health import health
from openrsm.cli.commands.imports import imports
from openrsm.cli.commands.labels import label
from openrsm.cli.commands.legacy import legacy
from openrsm.cli.commands.libraries import library
from openrsm.cli.commands.media import media
from openrsm.cli.commands.mounts import mounts
from openrsm.cli.commands.objects import objects
from openrsm.cli.commands.operators import operator
from openrsm.cli.commands.overview import overview
from openrsm.cli.commands.pools import pool
from openrsm.cli.commands.ports import ports
from openrsm.cli.commands.run import running
from openrsm.cli.commands.service import service
from openrsm.cli.commands.sessions import session
from openrsm.cli.commands.shares import share
from openrsm.cli.commands.simulation import simulation
from openrsm.cli.commands.tokens import token
from openrsm.cli.commands.top import top
from openrsm.cli.commands.work import work

ALL: Final = (
    overview,
    top,
    allocation,
    mounts,
    running,
    ports,
    library,
    drive,
    cleaner,
    pool,
    share,
    media,
    label,
    objects,
    computer,
    database,
    imports,
    doctor,
    work,
    operator,
    health,
    events,
    acl,
    token,
    session,
    service,
    config,
    alerts,
    legacy,
    simulation,
    completion,
)

"""One transaction: the tables as they are, or as it makes them."""

from __future__ import annotations

from datetime import datetime

from openrsm.store.alerts import Alerts
from openrsm.store.attributes import Attributes
from openrsm.store.audit import Audit
from openrsm.store.computer import Computers
from openrsm.store.descriptions import Descriptions
from openrsm.store.destinations import Destinations
from openrsm.store.events import Events
from openrsm.store.journal import Moves
from openrsm.store.libraries import Changers, Doors, Drives, Libraries, Ports, Slots
from openrsm.store.media import LogicalMedia, Media, Sides
from openrsm.store.objects import Unit
from openrsm.store.operators import Operators
from openrsm.store.pools import Pools
from openrsm.store.readings import Readings
from openrsm.store.rights import Rights
from openrsm.store.sessions import Calls, Sessions
from openrsm.store.shares import Shares
from openrsm.store.tokens import Tokens
from openrsm.store.work import Work


class Transaction:
    """What a unit of work is given; it is of no use after the work has returned.

    Attributes:
        now: When it began, by the store's clock.
    """

    __slots__ = (
        "alerts",
        "attributes",
        "audit",
        "calls",
        "changers",
        "computer",
        "descriptions",
        "destinations",
        "doors",
        "drives",
        "events",
        "libraries",
        "logical",
        "media",
        "moves",
        "now",
        "operators",
        "pools",
        "ports",
        "readings",
        "rights",
        "sessions",
        "shares",
        "sides",
        "slots",
        "tokens",
        "work",
    )

    def __init__(self, unit: Unit) -> None:
        self.now: datetime = unit.now
        self.libraries = Libraries(unit)
        self.changers = Changers(unit)
        self.drives = Drives(unit)
        self.slots = Slots(unit)
        self.ports = Ports(unit)
        self.doors = Doors(unit)
        self.pools = Pools(unit)
        self.media = Media(unit)
        self.sides = Sides(unit)
        self.logical = LogicalMedia(unit)
        self.work = Work(unit)
        self.operators = Operators(unit)
        self.moves = Moves(unit)
        self.shares = Shares(unit)
        self.readings = Readings(unit)
        self.audit = Audit(unit)
        self.events = Events(unit)
        self.alerts = Alerts(unit)
        self.attributes = Attributes(unit)
        self.descriptions = Descriptions(unit)
        self.destinations = Destinations(unit)
        self.computer = Computers(unit)
        self.sessions = Sessions(unit)
        self.calls = Calls(unit)
        self.rights = Rights(unit)
        self.tokens = Tokens(unit)

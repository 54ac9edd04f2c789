"""How long each kind of command may take, in seconds, and why.

Too short is worse than too long: a motion that was given up on is neither done nor undone.
"""

from __future__ import annotations

from typing import Final

ASK: Final = 60.0
"""Answered from memory; but a library that is busy with its own start may hold it back for half a minute."""

ELEMENT_STATUS: Final = 300.0
"""From memory too, yet some libraries let it wait for the motion in progress."""

MOVE: Final = 600.0
"""A long way through several frames with a pass-through, a turn of the robot, and a second try at a stiff cartridge."""

INITIALISE: Final = 1800.0
"""Every bar code of a full library of several frames is read: vendors say up to half an hour."""

LOAD: Final = 1200.0
"""LOAD is sent with IMMED and answers at once. Devices that ignore IMMED thread the tape first, which takes minutes;
an LTO-9's first load (2 h 15 min with its calibration) answers 02/04/01 meanwhile and is asked for by status."""

UNLOAD: Final = 1200.0
"""Rewind from the far end, write what is buffered and unthread: 18 minutes are documented for worn LTO cartridges."""

TAPE: Final = 1200.0
"""Rewind, locate, space: end to end takes two minutes, with the drive's own recovery many times that."""

DATA: Final = 900.0
"""One block or filemark. A drive retries a weak spot for minutes before it gives up (the kernel's st allows 15)."""

RESERVE: Final = 60.0
"""Reservations are kept in memory, or in flash."""

POLL: Final = 0.5
"""Between two questions whether something is done."""

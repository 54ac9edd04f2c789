"""A process that plays, and dies where it is told to: ``python -m tests.crash.worker PLAY``.

It plays once for itself, then forks a player for each order, a JSON line: ``folder``, ``clients``, the ``scene`` to
begin with, ``deadly``: the boundary to die at, ``touched``: what people have moved meanwhile; then the service is used
another way. Players say what they come to, a JSON line each: how many boundaries there were until they had
``recovered``, the ``scene`` that begins, and at the end the ``outcome`` and the boundaries that were ``passed``; or
what is ``wrong``. Then the line of how the player ``ended`` follows.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from pathlib import Path
from typing import Any

from tests.crash.boundaries import Boundaries
from tests.crash.carrying import PLAYS, put_right
from tests.crash.people import go_on
from tests.crash.play import Clients, Player, Recognition, outcome, prepare
from tests.crash.record import say
from tests.service.world import World, temporary_folder


def tell(**what: object) -> None:
    """One line, whole or not at all."""
    os.write(sys.stdout.fileno(), (json.dumps(what) + "\n").encode())


def play(player: Player, scene: int) -> None:
    """From a scene on, to the end."""
    scenes = PLAYS[sys.argv[1]]
    for number in range(scene, len(scenes)):
        tell(scene=number)
        say(scene=number)
        scenes[number](player)
        player.world.manager.settle()


def carry_out(order: dict[str, Any]) -> None:
    """Start the service; everything must hold once it has recovered, and at the end."""
    boundaries = Boundaries(order["deadly"])
    boundaries.watch_commits()
    touched = set(order["touched"])
    world = World(Path(order["folder"]), discover=boundaries.discover, recognition=Recognition(), touched=touched)
    world.taken_from(touched)
    world.wake()
    put_right(world, order["scene"], sys.argv[1])
    world.rest()
    tell(recovered=len(boundaries.passed))
    player = Player(world, Clients(**order["clients"]))
    if touched:
        go_on(player)
    else:
        play(player, order["scene"])
    world.rest()
    ended = outcome(world.picture(), player.lmids)
    world.close()
    tell(outcome=ended, passed=boundaries.passed)


def live(order: dict[str, Any]) -> None:
    """A player's life; never returns."""
    try:
        carry_out(order)
    except BaseException:  # noqa: BLE001 - whatever it is, the test is to hear of it
        tell(wrong=traceback.format_exc())
        os._exit(1)
    os._exit(0)


def born(work: Any) -> int:
    """Have a child do that, and wait for it; how it ended."""
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def rehearse() -> None:
    """Who is forked from here need not import, nor translate statements to SQL, again."""
    with temporary_folder() as made:
        folder = Path(made)
        clients = prepare(folder)
        world = World(folder, recognition=Recognition())
        play(Player(world, clients), 0)
        world.rest()
        world.close()


def main() -> None:
    """One player for each order."""
    rehearse()
    tell(ended=0)
    for line in sys.stdin:
        order = json.loads(line)
        tell(ended=born(lambda: live(order)))  # noqa: B023 - it is over before the next
    sys.exit(0)


if __name__ == "__main__":
    main()

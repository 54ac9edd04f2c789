"""The side of the test: has players born, hears what they say, and keeps the stage from which each play begins."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.crash import play
from tests.crash.carrying import PLAYS
from tests.service.world import temporary_folder

ROOT = Path(__file__).parents[2]

Environment = Callable[[Path], Mapping[str, str] | None]


@dataclass(frozen=True, kw_only=True)
class Ended:
    """How a player ended.

    Attributes:
        died: At its boundary; else it came to the end of the play.
        scene: In which it died, or the last.
        recovered: How many boundaries there were until everything was as it must be after a start.
        passed: The boundaries that it came through; empty if it died.
        outcome: What the catalogue says at the end of the play; None if it died.
    """

    died: bool
    scene: int
    recovered: int = 0
    passed: tuple[str, ...] = ()
    outcome: Any = None


class Nursery:
    """Players of one play on one stage."""

    def __init__(self, stage: Path, name: str = "brokering", environment: Environment = lambda _: None) -> None:
        """Prepares the stage, and rehearses; ``environment`` is that of all players on the stage's folder."""
        self._scenes = PLAYS[name]
        self._kept, self.folder = stage / "kept", stage / "played"
        self._clients = play.prepare(self.folder)
        shutil.copytree(self.folder, self._kept, symlinks=True)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.crash.worker", name],
            cwd=ROOT,
            env=environment(self.folder),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert list(self._lines())[-1] == {"ended": 0}, "it rehearses first"

    def set_up(self) -> None:
        """Everything is as before the play."""
        self._become(self._kept)

    def _become(self, kept: Path) -> None:
        with suppress(FileNotFoundError):
            shutil.rmtree(self.folder)
        shutil.copytree(kept, self.folder, symlinks=True)

    @contextmanager
    def kept(self) -> Iterator[Callable[[], None]]:
        """Keep the stage as it is now; what is yielded makes it so again."""
        with temporary_folder() as made:
            shutil.copytree(self.folder, Path(made) / "kept", symlinks=True)
            yield lambda: self._become(Path(made) / "kept")

    def play(self, *, scene: int = 0, deadly: int = 0, touched: Collection[str] = ()) -> Ended:
        """Have it played from a scene on, by a player that dies at a boundary; 0: at none.

        Where people have ``touched`` cartridges, the service is not played with but used, see
        :func:`tests.crash.people.go_on`.
        """
        assert self._process.stdin is not None
        order = {"folder": str(self.folder), "clients": asdict(self._clients), "scene": scene, "deadly": deadly}
        order["touched"] = sorted(touched)
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return _ended(scene, self._lines(), self._scenes)

    def close(self) -> None:
        """No more players."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def _lines(self) -> Iterator[dict[str, Any]]:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            said = json.loads(line)
            yield said
            if "ended" in said:
                return
        raise AssertionError("the nursery died")


def _ended(scene: int, lines: Iterator[dict[str, Any]], scenes: Sequence[play.Scene]) -> Ended:
    passed: tuple[str, ...] = ()
    outcome, wrong, status, recovered = None, "", 1, 0
    for said in lines:
        scene = said.get("scene", scene)
        passed = tuple(said.get("passed", passed))
        recovered = said.get("recovered", recovered)
        outcome, wrong = said.get("outcome", outcome), said.get("wrong", wrong)
        status = said.get("ended", status)
    assert not wrong, f"in the scene {scenes[scene].__name__}:\n{wrong}"
    assert status in (0, -signal.SIGKILL), f"the player broke: {status}"
    return Ended(died=status != 0, scene=scene, recovered=recovered, passed=passed, outcome=outcome)


@contextmanager
def nursery(name: str = "brokering", environment: Environment = lambda _: None) -> Iterator[Nursery]:
    """A nursery of a play, and its stage."""
    with temporary_folder() as made, closing(Nursery(Path(made), name, environment)) as born:
        yield born

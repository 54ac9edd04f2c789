"""A service on a full disk, as root of a mount name space: ``full.py FOLDER``."""

import subprocess
import sys
from pathlib import Path

from tests.api.served import Served, serving


def fill(served: Served, name: str) -> int:
    """Ask until there is no room; returns how often it went well."""
    for number in range(100_000):
        path = "/".join([f"{name}{number:06}", *("x" * 60 for _ in range(3))])
        answer = served.call("POST", "/pools", {"path": path})
        if answer.status_code != 201:
            told = answer.json()
            assert (answer.status_code, told["code"], told["win32"]) == (507, "DATABASE_FULL", 4314), told
            assert told["advice"]
            return number
    raise AssertionError("there is no end to this disk")


def main(folder: Path) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)], check=True)
    ballast = folder / "ballast"
    ballast.write_bytes(bytes(1_500_000))
    with serving(folder) as served:
        fill(served, "a")
        assert served.goes_on(), "what only reads is answered"
        assert served.call("GET", "/pools?limit=1000").status_code == 200
        ballast.unlink()
        assert fill(served, "b") > 0, "room is room"
    sys.stdout.write("as promised\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

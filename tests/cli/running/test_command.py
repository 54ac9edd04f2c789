"""The command of ``rsm run`` gets the signals that come while it is started."""

from __future__ import annotations

import os
import signal

from openrsm.cli.running.command import Command


def test_a_signal_that_comes_before_the_command_is_there_is_passed_on() -> None:
    command = Command(["sleep", "300"], os.environ)
    command.forward(signal.SIGTERM)
    with command:
        assert command.status() == 128 + signal.SIGTERM


def test_a_second_one_kills() -> None:
    command = Command(["sleep", "300"], os.environ)
    command.forward(signal.SIGTERM)
    command.forward(signal.SIGHUP)
    with command:
        assert command.status() in (128 + signal.SIGTERM, 128 + signal.SIGKILL)

"""Recognition in a process of its own: bytes of a stranger, and recognisers of a site, cannot harm the service.

The worker (:mod:`openrsm.labels.worker`) is started when it is first needed and kept. When it does not answer in time,
answers nonsense or ends, it is killed and the caller is told; the next head gets a new one.
"""

from __future__ import annotations

import math
import os
import selectors
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from threading import Lock
from time import monotonic
from typing import Final

import structlog

from openrsm.errors import RecognitionFailed
from openrsm.labels.contract import Examination, Head, LabelInfo
from openrsm.labels.framing import ANSWER_LIMIT, LENGTH, framed, packed_head, unpacked_answer

SECONDS: Final = 10.0
"""What one head may take, the start of the worker included."""
_PIECE: Final = 1 << 16

log = structlog.get_logger(__name__)

Worker = subprocess.Popen[bytes]


class IsolatedRecognition:
    """Recognises labels in a worker. Any thread may ask; one head is looked at at a time."""

    def __init__(self, seconds: float = SECONDS, environment: Mapping[str, str] | None = None) -> None:
        """Start nothing yet; a head may take so many ``seconds``.

        ``environment`` is the worker's: one without the service's secrets; None for this process's own.
        """
        self._seconds = seconds
        self._environment = environment
        self._lock = Lock()
        self._worker: Worker | None = None

    def recognise(self, head: Head) -> LabelInfo | None:
        """The label, or None when the head is blank or no recogniser knows it.

        Raises:
            RecognitionFailed: The worker stalled, ended or could not be started.
        """
        if head.blank:
            return None
        with self._lock:
            answer = self._answer(packed_head(head))
        for problem in answer.problems:
            log.warning("a recogniser of labels failed", action="recogniser_failed", why=problem)
        return answer.label

    def close(self) -> None:
        """End the worker, when it is done with the head that it looks at. A later head would start a new one."""
        with self._lock:
            self._end()

    def _answer(self, payload: bytes) -> Examination:
        deadline = monotonic() + self._seconds
        try:
            return unpacked_answer(_exchanged(self._started(), framed(payload), deadline))
        except TimeoutError as failure:
            raise self._failed(f"was not done within {self._seconds:g} s") from failure
        except (OSError, ValueError) as failure:
            raise self._failed("ended without an answer") from failure

    def _failed(self, how: str) -> RecognitionFailed:
        self._end()
        return RecognitionFailed(
            f"the recognition of a label {how}",
            "look at the medium, and at the recognisers that this site added (entry points openrsm.labels)",
        )

    def _started(self) -> Worker:
        """The worker that runs, or a new one."""
        if self._worker is None or self._worker.poll() is not None:
            self._end()
            # -P: a module in the folder that the service happens to be in is none of ours.
            command = [sys.executable, "-P", "-m", "openrsm.labels.worker", str(math.ceil(self._seconds))]
            self._worker = subprocess.Popen(  # noqa: S603 - our own module, run by our own interpreter
                command,
                bufsize=0,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=self._environment,
                start_new_session=True,  # a terminal's Ctrl-C is the service's affair
            )
        return self._worker

    def _end(self) -> None:
        worker, self._worker = self._worker, None
        if worker is None:
            return
        worker.kill()
        worker.wait()
        for pipe in (worker.stdin, worker.stdout):
            if pipe is not None:
                pipe.close()


def _exchanged(worker: Worker, request: bytes, deadline: float) -> bytes:
    """What the worker answers to the request.

    Raises:
        TimeoutError: It did not take the request, or not answer, before the deadline.
        OSError: It ended.
        ValueError: It announced more than an answer can be.
    """
    assert worker.stdin is not None  # noqa: S101 - it was started with pipes
    assert worker.stdout is not None  # noqa: S101 - likewise
    _write(worker.stdin.fileno(), request, deadline)
    source = worker.stdout.fileno()
    (length,) = LENGTH.unpack(_read(source, LENGTH.size, deadline))
    if length > ANSWER_LIMIT:
        raise ValueError("longer than an answer")
    return _read(source, length, deadline)


def _write(target: int, request: bytes, deadline: float) -> None:
    os.set_blocking(target, False)
    rest = memoryview(request)
    while rest:
        _wait(target, selectors.EVENT_WRITE, deadline)
        with suppress(BlockingIOError):
            rest = rest[os.write(target, rest[:_PIECE]) :]


def _read(source: int, length: int, deadline: float) -> bytes:
    received = b""
    while len(received) < length:
        _wait(source, selectors.EVENT_READ, deadline)
        piece = os.read(source, length - len(received))
        if not piece:
            raise BrokenPipeError("the worker has ended")
        received += piece
    return received


def _wait(pipe: int, event: int, deadline: float) -> None:
    """Until the pipe is ready.

    Raises:
        TimeoutError: It was not before the deadline.
    """
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, event)
        if not selector.select(max(0.0, deadline - monotonic())):
            raise TimeoutError("the worker is not ready")

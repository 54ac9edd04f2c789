"""Where alerts arrive in tests: a web server and a mail server on this computer, which can be down, fail and hang."""

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_string, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Empty, SimpleQueue

from openrsm.service.alerting.alerts import Message
from tests.conformance.surface_bench import PATIENCE


class Inbox:
    """What arrived, in order. ``fail`` lets the server refuse; ``hold`` lets it leave callers without an answer."""

    def __init__(self) -> None:
        self.fail = False
        self.asked = threading.Semaphore(0)
        self.answering = threading.Event()
        self.answering.set()
        self._messages: SimpleQueue[Message] = SimpleQueue()

    def take(self, message: Message) -> bool:
        """As a server: whether it was taken."""
        self.asked.release()
        assert self.answering.wait(PATIENCE)
        if not self.fail:
            self._messages.put(message)
        return not self.fail

    def next(self) -> Message:
        return self._messages.get(timeout=PATIENCE)

    def is_empty(self) -> bool:
        try:
            self._messages.get_nowait()
        except Empty:
            return True
        return False


@contextmanager
def web(inbox: Inbox, port: int = 0) -> Iterator[int]:
    """A web server that takes what Apprise's ``json://`` posts; its port."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            posted = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            taken = inbox.take(Message(subject=posted["title"], body=posted["message"]))
            self.send_response(200 if taken else 503)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
            """Write no lines among those of the tests."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        allow_reuse_address = True

    with _serving(Server(("127.0.0.1", port), Handler)) as bound:
        yield bound


@contextmanager
def mail(inbox: Inbox) -> Iterator[int]:
    """A mail server that takes one message a connection; its port."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self._say("220 sink")
            while line := self.rfile.readline().decode().strip():
                if line.upper() == "DATA":
                    self._say("354 go on")
                    self._say("250 taken" if inbox.take(self._read()) else "451 later")
                else:
                    self._say("221 bye" if line.upper() == "QUIT" else "250 sink")

        def _read(self) -> Message:
            lines = iter(lambda: self.rfile.readline().decode().rstrip("\r\n"), ".")
            mail = message_from_string("\n".join(lines), policy=policy.default)
            body = mail.get_body(("plain",))
            assert body is not None
            return Message(subject=str(mail["subject"]), body=str(body.get_content()))

        def _say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

    with _serving(Server(("127.0.0.1", 0), Handler)) as bound:
        yield bound


@contextmanager
def _serving(server: socketserver.TCPServer) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

"""An SMS service on this machine: it keeps what it is sent, and fails as it is told."""

import contextlib
import json
import ssl
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal

Mood = Literal["taken", "broken", "elsewhere", "silent", "cut"]


@dataclass
class SmsService:
    """A running service: where it is, how it answers, and what came in."""

    url: str = ""
    mood: Mood = "taken"
    messages: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


@contextlib.contextmanager
def running(*, certificate: Path | None = None) -> Iterator[SmsService]:
    """Yield a service that listens on a port of its own; over TLS where it has a certificate."""
    service = SmsService()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(service))
    scheme = "http" if certificate is None else "https"
    service.url = f"{scheme}://127.0.0.1:{server.server_port}/messages"
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        # The handshake is the thread's: one that fails there is no concern of the others.
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
        server.handle_error = lambda *_: None  # type: ignore[method-assign]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(service: SmsService) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            service.messages.append(json.loads(content))
            service.headers.append(dict(self.headers))
            self._answer()

        def _answer(self) -> None:
            match service.mood:
                case "cut":
                    self.close_connection = True
                    return
                case "silent":
                    time.sleep(1)
                    return
                case "elsewhere":
                    self.send_response(307)
                    self.send_header("Location", service.url + "/again")
                case mood:
                    self.send_response(500 if mood == "broken" else 202)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    return Handler

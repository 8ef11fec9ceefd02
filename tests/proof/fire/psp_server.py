"""The provider's process: it charges, loses and stalls some of its answers, and tells the shop."""

import argparse
import http.client
import json
import queue
import random
import threading
import time
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from uuid import uuid4

from fire.ledger import Ledger, Refused
from fire.psp import HEADER, Psp
from shop_admin.providers.payment import signatures

WEBHOOK = f"/api/webhooks/{Psp.name}/"
COURIERS = 3


class Office:
    """What all threads of the provider share: books, letters to send, and its bad habits."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.ledger = Ledger(options.ledger)
        self.letters: queue.Queue[str] = queue.Queue()
        self.options = options
        self._asked: Counter[str] = Counter()

    def mood(self, key: str) -> str:
        """Return what becomes of an answer: only the first to a key is ever lost or stalled."""
        self._asked[key] += 1
        dice = random.Random(f"{self.options.seed} {key}").random()
        if self._asked[key] > 1 or dice >= self.options.lost + self.options.stalled:
            return "sent"
        return "lost" if dice < self.options.lost else "stalled"


class Desk(BaseHTTPRequestHandler):
    """Answers one request; the money has moved before it does."""

    protocol_version = "HTTP/1.1"
    office: Office

    def do_GET(self) -> None:
        self._answer(200, {"is_open": True})

    def do_POST(self) -> None:
        # A request without a key is one of its own.
        key = self.headers.get("Idempotency-Key") or uuid4().hex
        wanted = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        ledger = self.office.ledger
        try:
            act = ledger.charge if self.path == "/charges" else ledger.refund
            found, message_id = act(key, wanted)
        except Refused as refused:
            return self._answer(402, {"reason": str(refused)})
        if message_id is not None:
            self.office.letters.put(message_id)
        # The money has moved, and the answer is on its way: here most of what goes wrong begins.
        time.sleep(random.Random(key).random() * self.office.options.latency)
        mood = self.office.mood(key)
        if mood == "lost":
            self.close_connection = True
            return None
        if mood == "stalled":
            time.sleep(self.office.options.pause)
        return self._answer(200, {"id": found})

    def _answer(self, status: int, content: dict[str, Any]) -> None:
        body = json.dumps(content).encode()
        try:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            # Who asked is gone: killed, or tired of waiting.
            self.close_connection = True

    def log_message(self, *_args: Any) -> None:
        """Say nothing: the ledger tells."""


def deliver(office: Office) -> None:
    """Carry letters to the shop for ever, each until it is taken, some of them twice."""
    dice = random.Random(office.options.seed)
    while True:
        letter = office.letters.get()
        time.sleep(dice.random() * 0.1)
        body = office.ledger.message(letter).encode()
        is_taken = _posted(office, body)
        if is_taken and dice.random() < 0.15:
            _posted(office, body)
        if is_taken:
            office.ledger.tell(letter)
        else:
            time.sleep(0.1)
            office.letters.put(letter)


def _posted(office: Office, body: bytes) -> bool:
    header = signatures.sign(body, office.options.secret.encode(), datetime.now(UTC))
    headers = {HEADER: header, "Content-Type": "application/json"}
    with closing(http.client.HTTPConnection(office.options.shop, timeout=10)) as line:
        try:
            line.request("POST", WEBHOOK, body, headers)
            answer = line.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            return False
    return answer.status == 200


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--shop", required=True)
    parser.add_argument("--secret", required=True)
    parser.add_argument("--ledger", type=Path, required=True)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--lost", type=float, default=0.0)
    parser.add_argument("--stalled", type=float, default=0.0)
    parser.add_argument("--latency", type=float, default=0.0)
    parser.add_argument("--pause", type=float, default=3.0)
    Desk.office = Office(parser.parse_args())
    for _ in range(COURIERS):
        threading.Thread(target=deliver, args=(Desk.office,), daemon=True).start()
    ThreadingHTTPServer.request_queue_size = 128
    ThreadingHTTPServer(("127.0.0.1", Desk.office.options.port), Desk).serve_forever()


if __name__ == "__main__":
    main()

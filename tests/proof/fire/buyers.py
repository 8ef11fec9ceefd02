"""The buyers: they order, hang up, ask again, pay, cancel; they remember what they were told."""

import json
import random
import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from factories import ADDRESS

from fire.arranging import METHODS, Shelves
from fire.wire import Answer, Line, Tally

ORDERS = "/api/orders/"
WEIGHTS = (28, 28, 20, 24)


@dataclass(frozen=True, kw_only=True)
class Told:
    """An answer that a buyer was given: the request with its key, and every byte of the answer."""

    path: str
    key: str
    request: bytes
    secret: str
    status: int
    reply: bytes

    def headers(self) -> dict[str, str]:
        """Return the headers of the request."""
        extra = {"Order-Token": self.secret} if self.secret else {}
        return {"Content-Type": "application/json", "Idempotency-Key": self.key, **extra}


@dataclass(frozen=True, kw_only=True)
class Bought:
    """An order as its buyer knows it."""

    order_id: str
    secret: str
    method: str
    total: str
    page: str


@dataclass
class Notes:
    """What all buyers were told, also on disk as it came."""

    file: Path
    told: list[Told] = field(default_factory=list)
    deeds: dict[str, set[str]] = field(default_factory=dict)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def keep(self, told: Told) -> None:
        """Write down an answer before anything else is done."""
        line = {
            name: value.decode() if isinstance(value, bytes) else value
            for name, value in vars(told).items()
        }
        with self._turn, self.file.open("a") as file:
            file.write(json.dumps(line) + "\n")
            self.told.append(told)

    def note(self, deed: str, order_id: str) -> None:
        """Write down what was done to an order, and confirmed."""
        with self._turn:
            self.deeds.setdefault(deed, set()).add(order_id)


class Buyer:
    """One buyer at a time, on one line."""

    def __init__(self, url: str, shelves: Shelves, notes: Notes, tally: Tally, seed: str) -> None:
        self.dice = random.Random(seed)
        self.line = Line(url, tally, self.dice)
        self.earlier: list[Bought] = []
        self._url = url
        self._shelves = shelves
        self._notes = notes
        self._tally = tally

    def buy(self) -> Bought | None:
        """Order a cart, whatever happens meanwhile; None where the shop has too little."""
        method = self.dice.choices(METHODS, WEIGHTS)[0]
        body = json.dumps(self._cart(method)).encode()
        answer = self._sent(ORDERS, body, "")
        if answer.status != 201:
            self._tally.add(f"refused {answer.json().get('code', answer.status)}")
            return None
        order = answer.json()
        action = order["payment"]["next_action"] or {}
        return Bought(
            order_id=order["id"],
            secret=order["access_token"],
            method=method,
            total=order["total_amount"],
            page=action.get("url", ""),
        )

    def pay_by(self, bought: Bought, method: str) -> None:
        """Pay another way than it was ordered."""
        body = json.dumps({"payment_method": method}).encode()
        answer = self._sent(f"{ORDERS}{bought.order_id}/pay/", body, bought.secret)
        self._tally.add(f"paid another way: {answer.status}")

    def cancel(self, bought: Bought) -> None:
        """Cancel; who hung up before the answer learns from the second one that it is done."""
        path, headers = f"{ORDERS}{bought.order_id}/cancel/", {"Order-Token": bought.secret}
        if self.dice.random() < 0.1:
            self.line.ask_and_leave("POST", path, b"", headers)
        answer = self.line.ask("POST", path, b"", headers)
        self._tally.add(f"cancelled: {answer.status}")
        if answer.status == 200:
            self._notes.note("cancelled", bought.order_id)

    def sees_it_paid(self, bought: Bought) -> bool:
        """Look whether one's order is paid; remember that it was said to be."""
        headers = {"Order-Token": bought.secret}
        answer = self.line.ask("GET", f"{ORDERS}{bought.order_id}/", None, headers)
        is_paid: bool = answer.json()["payment"]["status"] == "PAID"
        if is_paid:
            self._notes.note("paid", bought.order_id)
        return is_paid

    def pay_at_sandbox(self, bought: Bought) -> None:
        """Pay on the sandbox's page, sometimes twice over, sometimes not at all."""
        if not bought.page:
            self._tally.add("sandbox without a page")
            return
        choice = self.dice.choices(("pay", "twice", "decline"), (80, 15, 5))[0]
        path = bought.page.removeprefix(self._url)
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = self.line.ask("POST", path, f"choice={choice}".encode(), headers)
        if answer.status == 200 and choice != "decline":
            self._notes.note("paid", bought.order_id)

    def _sent(self, path: str, body: bytes, secret: str) -> Answer:
        """Send with a key: now and then hung up on, fired twice at once, or asked once more."""
        key = str(uuid.UUID(int=self.dice.getrandbits(128), version=4))
        request = Told(path=path, key=key, request=body, secret=secret, status=0, reply=b"")
        headers, kind = request.headers(), self.dice.random()
        if kind < 0.15:
            self.line.ask_and_leave("POST", path, body, headers)
        twin = self._twin(path, body, headers) if 0.15 <= kind < 0.2 else None
        answer = self.line.ask("POST", path, body, headers)
        if twin is not None:
            twin.join()
        if answer.status in (200, 201):
            self._keep(request, answer)
            if 0.2 <= kind < 0.3:
                self._keep(request, self.line.ask("POST", path, body, headers))
        return answer

    def _keep(self, request: Told, answer: Answer) -> None:
        given = {**vars(request), "status": answer.status, "reply": answer.body}
        self._notes.keep(Told(**given))

    def _twin(self, path: str, body: bytes, headers: dict[str, str]) -> threading.Thread:
        """Send the same at the same moment on another line."""
        self._tally.add("sent twice at once")
        line = Line(self._url, self._tally, random.Random(headers["Idempotency-Key"]))

        def send() -> None:
            line.try_once("POST", path, body, headers)
            line.close()

        twin = threading.Thread(target=send)
        twin.start()
        return twin

    def _cart(self, method: str) -> dict[str, Any]:
        shelf = self.dice.choice(self._shelves.products)
        return {
            "items": list(self._items(shelf)),
            "contact": {"email": "ada@example.com"},
            "shipping_address": ADDRESS,
            "payment_method": method,
        }

    def _items(self, shelf: tuple[uuid.UUID, ...]) -> Iterator[dict[str, Any]]:
        for _ in range(self.dice.choices((1, 2, 3), (60, 30, 10))[0]):
            quantity = self.dice.choices((1, 2), (80, 20))[0]
            yield {"product_id": str(self.dice.choice(shelf)), "quantity": quantity}

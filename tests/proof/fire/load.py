"""One run: so many buyers at once, the killer among them, until every cart is answered."""

import random
import threading
import time
import traceback
from dataclasses import dataclass

from fire.arranging import Shelves, arrange
from fire.buyers import Bought, Buyer, Notes
from fire.installation import Installation
from fire.killing import Killer
from fire.till import Login, Till
from fire.wire import Tally, Unanswered

TRIES = 20


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much is bought and killed."""

    checkouts: int
    kills: int
    crashes: int
    buyers: int = 24


@dataclass
class Run:
    """What happened, as seen from outside."""

    size: Size
    shelves: Shelves
    notes: Notes
    tally: Tally
    outages: list[float]
    seconds: float = 0.0


def put_under_fire(shop: Installation, size: Size, seed: int) -> Run:
    """Let everybody buy while processes die; return when every cart is answered."""
    shelves = arrange(shop, size.checkouts)
    notes, tally = Notes(shop.home / "told.jsonl"), Tally()
    killer = Killer(
        shop, tally, size.checkouts, size.kills, size.crashes, random.Random(f"killer {seed}")
    )
    crowd = Crowd(shop, shelves, notes, tally, killer, seed)
    begun = time.monotonic()
    crowd.run(size)
    return Run(
        size=size,
        shelves=shelves,
        notes=notes,
        tally=tally,
        outages=killer.outages,
        seconds=time.monotonic() - begun,
    )


class Crowd:
    """Threads that take carts off one pile."""

    def __init__(
        self,
        shop: Installation,
        shelves: Shelves,
        notes: Notes,
        tally: Tally,
        killer: Killer,
        seed: int,
    ) -> None:
        self._shop, self._shelves, self._notes = shop, shelves, notes
        self._tally, self._killer, self._seed = tally, killer, seed
        self._login = Login(shelves.admin)
        self._left = 0
        self._turn = threading.Lock()

    def run(self, size: Size) -> None:
        """Work the pile off."""
        self._left = size.checkouts
        threads = [threading.Thread(target=self._shop_on, args=(n,)) for n in range(size.buyers)]
        killing = threading.Thread(target=self._killer.run)
        for thread in (*threads, killing):
            thread.start()
        for thread in threads:
            thread.join()
        self._killer.end()
        killing.join()

    def _shop_on(self, number: int) -> None:
        buyer = Buyer(
            self._shop.url, self._shelves, self._notes, self._tally, f"{self._seed} {number}"
        )
        till = Till(line=buyer.line, login=self._login)
        while self._takes():
            try:
                bought = buyer.buy()
                if bought is not None:
                    self._follow(buyer, till, bought)
            except Exception:
                self._tally.add("buyers who gave up")
                traceback.print_exc()
            self._killer.count()
        buyer.line.close()

    def _takes(self) -> bool:
        with self._turn:
            self._left -= 1
            return self._left >= 0

    def _follow(self, buyer: Buyer, till: Till, bought: Bought) -> None:
        """Do what follows an order: pay it one way or another, or cancel it."""
        chance = buyer.dice.random()
        if bought.method == "sandbox":
            buyer.pay_at_sandbox(bought) if chance < 0.9 else buyer.cancel(bought)
        elif bought.method == "stripe":
            if chance < 0.05:
                buyer.cancel(bought)
            elif chance < 0.15 and buyer.earlier:
                # By now the shop may know that it is paid: where not, the console says so.
                before = buyer.earlier.pop(0)
                till.refund(before.order_id, before.total)
                self._tally.add("refunds asked for at the console")
            else:
                buyer.earlier.append(bought)
        elif chance < 0.55:
            for _ in range(TRIES):
                if till.mark_paid(bought.order_id) and buyer.sees_it_paid(bought):
                    break
                self._tally.add("marked paid once more")
            else:
                raise Unanswered(f"{bought} is not marked paid")
        elif chance < 0.7:
            buyer.cancel(bought)
        elif chance < 0.8:
            buyer.pay_by(bought, "stripe")

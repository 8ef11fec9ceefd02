"""Who kills whom, and when: by how far the buyers are, so that a run is the same on any machine."""

import random
import signal
import threading
import time
from dataclasses import dataclass, field

from fire.installation import Installation
from fire.processes import age_of
from fire.wire import Line, Tally
from shop_admin.launcher.processes import send

# Younger ones, killed again, look like a loop of crashes to granian: it gives up, rightly.
OLD_ENOUGH = 6.0


@dataclass
class Killer:
    """Kills processes of an installation as the checkouts go on."""

    shop: Installation
    tally: Tally
    checkouts: int
    kills: int
    crashes: int
    dice: random.Random
    outages: list[float] = field(default_factory=list)
    _done: int = 0
    _turn: threading.Lock = field(default_factory=threading.Lock)
    _over: threading.Event = field(default_factory=threading.Event)

    def count(self) -> None:
        """Note that one more checkout is over."""
        with self._turn:
            self._done += 1

    def end(self) -> None:
        """Let `run` end when all that was asked for has been killed."""
        self._over.set()

    def run(self) -> None:
        """Kill as the checkouts go on, until nothing is left to kill."""
        process, crash = (self._moments(number) for number in (self.kills, self.crashes))
        while process or crash:
            if crash and self._has_come(crash[0]):
                crash.pop(0)
                self._crash()
            elif process and self._has_come(process[0]):
                process.pop(0)
                self._kill()
            else:
                time.sleep(0.01)

    def _moments(self, number: int) -> list[float]:
        # Not in the last tenth: what died has to be seen coming back.
        return sorted(self.dice.uniform(0.02, 0.9) * self.checkouts for _ in range(number))

    def _has_come(self, moment: float) -> bool:
        return self._done >= moment or self._over.is_set()

    def _kill(self) -> None:
        web = [pid for pid in self.shop.web_processes() if age_of(pid) > OLD_ENOUGH]
        is_web = bool(web) and self.dice.random() < 0.5
        victims = web if is_web else self.shop.workers()
        while not victims:
            time.sleep(0.02)
            victims = self.shop.workers()
        send(self.dice.choice(victims), signal.SIGKILL)
        self.tally.add("web processes killed" if is_web else "workers killed")
        time.sleep(0.1)

    def _crash(self) -> None:
        self.shop.crash_database()
        self.tally.add("PostgreSQL killed")
        started = time.monotonic()
        line = Line(self.shop.url, Tally(), self.dice)
        while True:
            answer = line.try_once("GET", "/readyz", None, None)
            if answer is not None and answer.status == 200:
                break
            time.sleep(0.02)
        line.close()
        self.outages.append(time.monotonic() - started)

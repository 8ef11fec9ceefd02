"""Runs the installation's processes out of a warm one: forked, and forked again when they end.

A start from cold takes seconds of a processor, nearly all of it imports; under hundreds of kills
there would be nothing else. What runs in the children is the real thing: granian with its own
processes by the launcher's own options, and `flask work`.
"""

import json
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import granian.cli
import granian.server
from flask.cli import FlaskGroup

from fire.served import app
from shop_admin.launcher.processes import kill_group
from shop_admin.launcher.services import web_server
from shop_admin.wiring import EXTENSION

Run = Callable[[], object]


def serve() -> None:
    """Be the web server, as the launcher starts it."""
    command = web_server(app.extensions[EXTENSION].settings).command
    sys.argv = ["granian", *command[command.index("granian") + 1 : -1], "fire.served:app"]
    granian.cli.entrypoint()


def work() -> None:
    """Be a worker: `flask work`."""
    FlaskGroup(create_app=lambda: app).main(["work"], standalone_mode=True)


class Crew:
    """The children by their places; who is missing is forked anew."""

    def __init__(self, runs: dict[str, Run], told: Path) -> None:
        self._runs = runs
        self._told = told
        self._places: dict[int, str] = {}
        self.ends: list[tuple[str, int]] = []

    def fill(self) -> None:
        """Fork whoever is missing, and tell who is there."""
        for place in self._runs.keys() - set(self._places.values()):
            self._places[_forked(self._runs[place])] = place
        draft = self._told.with_suffix(".new")
        there = {place: pid for pid, place in self._places.items()}
        draft.write_text(json.dumps({"there": there, "ends": self.ends}))
        draft.rename(self._told)

    def tend(self) -> None:
        """Wait for the end of one child; what it left behind goes too."""
        pid, status = os.wait()
        place = self._places.pop(pid, None)
        if place is not None:
            kill_group(pid)
            self.ends.append((place, os.waitstatus_to_exitcode(status)))

    def dismiss(self) -> None:
        """End all children and their own."""
        for pid in self._places:
            kill_group(pid)


def _forked(run: Run) -> int:
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        os.setsid()
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        run()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    finally:
        os._exit(code)


def main() -> None:
    multiprocessing.set_start_method("fork")
    told, workers = Path(sys.argv[1]), int(sys.argv[2])
    crew = Crew({"web": serve} | {f"worker {n}": work for n in range(workers)}, told)

    def stop(*_: object) -> None:
        crew.dismiss()
        os._exit(0)

    signal.signal(signal.SIGTERM, stop)
    while True:
        crew.fill()
        crew.tend()
        # A child that ends at once, again and again, must not take the machine.
        time.sleep(0.05)


if __name__ == "__main__":
    main()

"""A worker with tasks of its own: one that is slow, one that fails; without waiting between."""

import os
import time
from pathlib import Path

from flask import Flask
from procrastinate import App, RetryStrategy

from shop_admin.config import Settings, load_settings
from shop_admin.errors import ProviderDown
from shop_admin.factory import create_app
from shop_admin.jobs import worker

worker_app = worker.worker_app
FOLDER = Path(os.environ["SLOW_FOLDER"])


def slow(*, name: str) -> None:
    (FOLDER / f"{name}.begun").write_text(str(os.getpid()))
    time.sleep(float(os.environ["SLOW_SECONDS"]))
    (FOLDER / f"{name}.done").write_text(str(os.getpid()))


def failing(*, name: str) -> None:
    with (FOLDER / f"{name}.tries").open("a") as file:
        file.write("x")
    raise ProviderDown("The provider is asleep.")


def _with_tick(flask_app: Flask, settings: Settings) -> App:
    app = worker_app(flask_app, settings)

    @app.periodic(cron="* * * * * *")
    @app.task(name="test.tick")
    def tick(timestamp: int) -> None:
        with (FOLDER / "ticks").open("a") as file:
            file.write(f"{timestamp}\n")

    return app


def main() -> None:
    worker.worker_app = _with_tick
    worker.TASKS["test.slow"] = slow
    worker.TASKS["test.failing"] = failing
    tries = worker.RETRY.max_attempts
    worker.RETRY = RetryStrategy(max_attempts=tries, wait=0)
    settings = load_settings()
    app = create_app(settings)
    with app.app_context():
        worker.run_worker(app, settings)


if __name__ == "__main__":
    main()

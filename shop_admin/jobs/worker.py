"""The worker: Procrastinate on our database, with every task this installation knows."""

import asyncio
import contextlib
import functools
import logging
import signal
from collections.abc import Callable
from threading import current_thread, main_thread
from typing import Any

from flask import Flask
from procrastinate import App, JobContext, PsycopgConnector, RetryStrategy, builtin_tasks
from procrastinate.exceptions import ConnectorException
from sqlalchemy import text
from sqlalchemy.engine import URL, make_url

from shop_admin.config import Settings
from shop_admin.db import acting_as, engine_options, transaction
from shop_admin.jobs import bulk, checks, exports, invoices, mails, payments, pictures, sales
from shop_admin.permissions import IDENTITY
from shop_admin.queries.work import STATES
from shop_admin.queue import TRIES
from shop_admin.services import inbox, upkeep, work
from shop_admin.services.bulk import RUN as RUN_BULK
from shop_admin.services.exports import MAKE as MAKE_EXPORT
from shop_admin.services.invoices import ISSUE, MAKE_FILE
from shop_admin.services.mails import SEND
from shop_admin.services.payments import SEND as SEND_REFUND
from shop_admin.services.purging import DELETE_PICTURE

log = logging.getLogger(__name__)

TASKS: dict[str, Callable[..., None]] = {
    ISSUE: invoices.issue,
    MAKE_FILE: invoices.make_file,
    DELETE_PICTURE: pictures.delete,
    SEND: mails.send,
    inbox.HANDLE: payments.handle,
    SEND_REFUND: payments.send_refund,
    payments.DELIVER: payments.deliver,
    MAKE_EXPORT: exports.make,
    RUN_BULK: bulk.run,
}
# Procrastinate counts what comes after the first try: 4, 10, 28 seconds … up to 36 minutes later.
RETRY = RetryStrategy(max_attempts=TRIES - 1, wait=1, exponential_wait=3)
# What comes every minute anyway waits out a database that is busy, and is no failure before that.
SOON = RetryStrategy(max_attempts=20, wait=30)
KEEP_DONE_JOBS_HOURS = 72
HEARTBEAT_SECONDS = 5
# A worker silent for so long was killed: its jobs are given to others.
STALLED_AFTER_SECONDS = 20
SECONDS_BETWEEN_BEGINNINGS = 1.0
ENDINGS = (signal.SIGINT, signal.SIGTERM)
READY_JOBS = text(f"SELECT count(*) FROM procrastinate_jobs WHERE {STATES['waiting']}")  # noqa: S608 - our own SQL


def worker_app(flask_app: Flask, settings: Settings) -> App:
    """Return the job application of one worker process."""
    app = App(connector=PsycopgConnector(conninfo=conninfo(settings), kwargs=_session()))
    for name, function in TASKS.items():
        app.task(name=name, retry=RETRY, pass_context=True)(_in_context(flask_app, function))
    _add_upkeep(app, flask_app)
    _add_sweep(app, flask_app)
    return app


def run_worker(flask_app: Flask, settings: Settings, *, wait: bool = True) -> None:
    """Work off jobs until told to stop (`wait`), or until there is none for this moment."""
    if wait:
        asyncio.run(_work_until_told(flask_app, settings))
        return
    asyncio.run(_work(flask_app, settings, wait=False))
    while _has_ready_jobs(flask_app):
        # A job that was asked for by the last one running.
        asyncio.run(_work(flask_app, settings, wait=False))


async def _work_until_told(flask_app: Flask, settings: Settings) -> None:
    """Work until SIGTERM or SIGINT; where the database goes away, begin anew until it is back.

    Procrastinate's worker ends with its connection, and ends alike when it is told to: so the
    signals are ours.
    """
    told = _told_to_stop()
    stop = asyncio.create_task(told.wait())
    while not told.is_set():
        work = asyncio.create_task(_work(flask_app, settings, wait=True))
        await asyncio.wait({work, stop}, return_when=asyncio.FIRST_COMPLETED)
        if told.is_set():
            work.cancel()
            with contextlib.suppress(asyncio.CancelledError, ConnectorException):
                await work
        else:
            log.warning("the worker lost the database, and begins anew", exc_info=work.exception())
            await asyncio.wait({stop}, timeout=SECONDS_BETWEEN_BEGINNINGS)


def _told_to_stop() -> asyncio.Event:
    """Return what the first signal sets; the second one ends the process at once."""
    told, loop = asyncio.Event(), asyncio.get_running_loop()

    def stop() -> None:
        told.set()
        for number in ENDINGS:
            loop.remove_signal_handler(number)

    for number in ENDINGS:
        loop.add_signal_handler(number, stop)
    return told


async def _work(flask_app: Flask, settings: Settings, *, wait: bool) -> None:
    app = worker_app(flask_app, settings)
    async with app.open_async():
        await app.run_worker_async(
            concurrency=settings.worker_jobs,
            wait=wait,
            fetch_job_polling_interval=2.0,
            shutdown_graceful_timeout=6.0,
            update_heartbeat_interval=HEARTBEAT_SECONDS,
            stalled_worker_timeout=STALLED_AFTER_SECONDS,
            delete_jobs="never",
            # Within a thread of another program its signals are left alone.
            install_signal_handlers=not wait and current_thread() is main_thread(),
        )


def _has_ready_jobs(flask_app: Flask) -> bool:
    with flask_app.app_context(), acting_as(IDENTITY.db_context()) as session:
        return bool(session.scalar(READY_JOBS))


def conninfo(settings: Settings) -> str:
    """Return the worker's libpq address: DATABASE_URL without the name of SQLAlchemy's driver."""
    url: URL = make_url(settings.database_url).set(drivername="postgresql")
    return url.render_as_string(hide_password=False)


def _session() -> dict[str, Any]:
    # The queue's connections run as the role that the queue is granted to; the jobs' own
    # transactions take the role of their store.
    options = engine_options()["connect_args"]["options"]
    return {"options": f"{options} -c role=shop_all", "application_name": "shop_admin worker"}


def _in_context(flask_app: Flask, function: Callable[..., None]) -> Callable[..., None]:
    @functools.wraps(function)
    def task(context: JobContext, **arguments: Any) -> None:
        with flask_app.app_context():
            try:
                function(**arguments)
            except Exception as error:
                _keep_reason(context, error)
                raise

    return task


def _keep_reason(context: JobContext, error: Exception) -> None:
    """Keep why a job failed, for the console; the queue itself keeps no reason."""
    if context.job.id is not None:
        with transaction(IDENTITY.db_context()):
            work.record_failure(context.job.id, error)


def _add_sweep(app: App, flask_app: Flask) -> None:
    """Add the sweep: every minute orders out of time give back what they hold."""

    @app.periodic(cron="* * * * *", periodic_id="sweep")
    @app.task(name="orders.sweep", queueing_lock="orders.sweep", retry=SOON)
    def sweep(timestamp: int) -> None:
        with flask_app.app_context():
            payments.sweep()


def _add_upkeep(app: App, flask_app: Flask) -> None:
    """Add the tasks that keep queue and counters tidy, each once a period for all workers."""

    @app.periodic(cron="* * * * * */20", periodic_id="stalled")
    @app.task(name="queue.retry_stalled", queueing_lock="queue.retry_stalled", pass_context=True)
    async def retry_stalled(context: JobContext, timestamp: int) -> None:
        manager = context.app.job_manager
        for stalled in await manager.get_stalled_jobs(
            seconds_since_heartbeat=STALLED_AFTER_SECONDS
        ):
            # One that cannot go on yet, because its like waits already, must not keep the others.
            with contextlib.suppress(ConnectorException):
                await manager.retry_job(stalled)

    @app.periodic(cron="17 * * * *", periodic_id="old")
    @app.task(name="queue.remove_old", queueing_lock="queue.remove_old", pass_context=True)
    async def remove_old(context: JobContext, timestamp: int) -> None:
        await builtin_tasks.remove_old_jobs(context, max_hours=KEEP_DONE_JOBS_HOURS)

    @app.periodic(cron="40 2 * * *", periodic_id="nightly")
    @app.task(name="checks.nightly", queueing_lock="checks.nightly")
    def nightly(timestamp: int) -> None:
        with flask_app.app_context():
            checks.nightly()

    @app.periodic(cron="37 * * * *", periodic_id="exports")
    @app.task(name="exports.prune", queueing_lock="exports.prune")
    def prune_exports(timestamp: int) -> None:
        with flask_app.app_context():
            exports.prune()

    @app.periodic(cron="27 * * * *", periodic_id="upkeep")
    @app.task(name="upkeep.prune", queueing_lock="upkeep.prune")
    def prune(timestamp: int) -> None:
        with flask_app.app_context(), transaction(IDENTITY.db_context()):
            upkeep.prune()

    @app.periodic(cron="7 * * * *", periodic_id="sales_days")
    @app.task(name="sales.sum_days", queueing_lock="sales.sum_days")
    def sum_days(timestamp: int) -> None:
        with flask_app.app_context():
            sales.sum_days()

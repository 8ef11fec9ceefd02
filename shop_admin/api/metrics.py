"""Figures for Prometheus: requests and their times, the pool, the queue, the day's orders.

The web server's processes add up in the folder that the launcher names
(PROMETHEUS_MULTIPROC_DIR): whichever of them is asked answers for all. What the database knows is
asked there, at most every ten seconds.
"""

import hmac
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Blueprint, Flask, Response, current_app, g, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector
from prometheus_client.values import MutexValue, ValueClass
from sqlalchemy import event, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import Pool

from shop_admin import clock, wiring
from shop_admin.api import errors
from shop_admin.api.upkeep_figures import upkeep_figures
from shop_admin.db import acting_as
from shop_admin.errors import NotFound
from shop_admin.permissions import IDENTITY
from shop_admin.queries.work import STATES

CACHED_SECONDS = 10
CACHE = "shop_admin.api.metrics"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
FORWARDED = ("X-Forwarded-For", "Forwarded", "Via", "X-Real-Ip")

REQUESTS = Counter(
    "shop_requests", "Requests answered.", ("endpoint", "method", "status"), registry=None
)
SECONDS = Histogram(
    "shop_request_seconds",
    "Time to answer.",
    ("endpoint", "method"),
    buckets=BUCKETS,
    registry=None,
)
CONNECTIONS = Gauge(
    "shop_pool_connections",
    "Database connections in use.",
    multiprocess_mode="livesum",
    registry=None,
)

_JOBS = text("SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY status")
_OLDEST = text(
    f"""
    SELECT coalesce(max(extract(epoch FROM now() - greatest(latest.at, jobs.scheduled_at))), 0)
    FROM procrastinate_jobs AS jobs CROSS JOIN LATERAL (SELECT max(at) AS at
        FROM procrastinate_events WHERE job_id = jobs.id AND type <> 'scheduled') AS latest
    WHERE {STATES["waiting"]}
    """  # noqa: S608 - our own SQL
)
# Ids are in the order of time, so the day's orders are the end of the primary key.
_ORDERS = text("SELECT count(*) FROM orders WHERE id >= :since AND status <> 'DRAFT'")

blueprint = Blueprint("metrics", __name__)
errors.attach(blueprint)


@dataclass
class Kept:
    """What the database said last, and when."""

    until: float = 0.0
    figures: list[Metric] = field(default_factory=list)


def install(app: Flask) -> None:
    """Count every answer of the application, and every connection that its pool lends."""
    app.extensions[CACHE] = Kept()
    app.after_request(_count)
    if not event.contains(Pool, "checkout", _lent):
        event.listen(Pool, "checkout", _lent)
        event.listen(Pool, "checkin", _returned)


@blueprint.get("/metrics")
def show_metrics() -> Response:
    """Answer with all figures: to this machine itself, or to whoever has the metrics token."""
    if not _may_read():
        raise NotFound
    body = b"".join(generate_latest(registry) for registry in (_processes(), _database()))
    response = Response(body, content_type=CONTENT_TYPE_LATEST)
    response.headers["Cache-Control"] = "no-store"
    return response


def _may_read() -> bool:
    token = wiring.parts().settings.metrics_token
    if token:
        given = request.headers.get("Authorization", "").encode()
        return hmac.compare_digest(given, f"Bearer {token}".encode())
    # What a proxy on this machine forwards comes from elsewhere, though it seems to come from here.
    if any(name in request.headers for name in FORWARDED):
        return False
    return _is_loopback(wiring.client_address())


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def note(endpoint: str, method: str, status: int, started: float | None) -> None:
    """Count an answer; `started` is by the process's performance counter, None where unknown."""
    method = method if method in METHODS else "OTHER"
    REQUESTS.labels(endpoint, method, f"{status // 100}xx").inc()
    if started is not None:
        SECONDS.labels(endpoint, method).observe(time.perf_counter() - started)


def _count(response: Response) -> Response:
    endpoint = request.endpoint or "none"
    note(endpoint, request.method, response.status_code, g.get("started"))
    return response


def _lent(*_connection: Any) -> None:
    CONNECTIONS.inc()


def _returned(*_connection: Any) -> None:
    CONNECTIONS.dec()


def _processes() -> CollectorRegistry:
    """Return the figures of all web processes, or of this one where they share no folder."""
    registry = CollectorRegistry()
    if ValueClass is MutexValue:
        for metric in (REQUESTS, SECONDS, CONNECTIONS):
            registry.register(metric)
        return registry
    folder = wiring.parts().settings.data_dir / "metrics"
    _forget_the_dead(folder)
    MultiProcessCollector(registry, path=str(folder))  # type: ignore[no-untyped-call]
    return registry


def _forget_the_dead(folder: Path) -> None:
    """Drop what killed processes held: their connections are gone with them."""
    for path in folder.glob("gauge_live*_*.db"):
        pid = path.stem.rpartition("_")[2]
        try:
            os.kill(int(pid), 0)
        except ProcessLookupError:
            mark_process_dead(pid, str(folder))  # type: ignore[no-untyped-call]
        except PermissionError:
            continue


class _Told(Collector):
    """Figures that were worked out already."""

    def __init__(self, figures: list[Metric]) -> None:
        self._figures = figures

    def collect(self) -> Iterator[Metric]:
        """Stream them."""
        yield from self._figures


def _database() -> CollectorRegistry:
    kept: Kept = current_app.extensions[CACHE]
    if time.monotonic() >= kept.until:
        kept.figures = _asked()
        kept.until = time.monotonic() + CACHED_SECONDS
    registry = CollectorRegistry()
    registry.register(_Told(kept.figures))
    return registry


def _asked() -> list[Metric]:
    try:
        with acting_as(IDENTITY.db_context()) as session:
            now = clock.now(session)
            since = UUID(int=int((now - timedelta(days=1)).timestamp() * 1000) << 80)
            jobs = {row[0]: row[1] for row in session.execute(_JOBS)}
            oldest = session.scalar(_OLDEST)
            placed = session.scalar(_ORDERS, {"since": since})
            upkeep = upkeep_figures(session, wiring.parts().settings.data_dir)
    except SQLAlchemyError:
        return [GaugeMetricFamily("shop_database_up", "Whether the database answers.", 0)]
    by_status = GaugeMetricFamily("shop_jobs", "Jobs in the queue.", labels=("status",))
    for status, count in sorted(jobs.items()):
        by_status.add_metric((status,), count)
    return [
        GaugeMetricFamily("shop_database_up", "Whether the database answers.", 1),
        by_status,
        GaugeMetricFamily(
            "shop_oldest_waiting_job_seconds", "How long the oldest job waits.", float(oldest or 0)
        ),
        GaugeMetricFamily("shop_orders_day", "Orders of the last 24 hours.", placed or 0),
        *upkeep,
    ]

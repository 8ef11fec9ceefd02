"""Figures of what keeps the shop sound: workers, the nightly check, the last backup."""

import json
from pathlib import Path

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from sqlalchemy import text
from sqlalchemy.orm import Session

STAMP = "last-backup.json"
"""In the data folder, written by the backup."""
_WORKERS = text(
    "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '60 s'"
)
_CHECK = text("SELECT broken, finished_at FROM checks ORDER BY id DESC LIMIT 1")


def upkeep_figures(session: Session, data_dir: Path) -> list[Metric]:
    """Return what the database and the data folder tell; what never happened is left out."""
    workers = session.scalar(_WORKERS) or 0
    figures: list[Metric] = [
        GaugeMetricFamily("shop_workers", "Workers seen in the last minute.", workers)
    ]
    if (check := session.execute(_CHECK).one_or_none()) is not None:
        figures.append(
            GaugeMetricFamily(
                "shop_check_broken_invariants", "Broken, by the last check.", check.broken
            )
        )
        figures.append(
            GaugeMetricFamily(
                "shop_last_check_timestamp_seconds",
                "When the last check ended.",
                check.finished_at.timestamp(),
            )
        )
    return figures + _backup_figures(data_dir / STAMP)


def _backup_figures(stamp: Path) -> list[Metric]:
    try:
        last = json.loads(stamp.read_text())
        moment, size = last["taken_at"], last["bytes"]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return [
        GaugeMetricFamily(
            "shop_last_backup_timestamp_seconds", "When the last backup was taken.", moment
        ),
        GaugeMetricFamily("shop_last_backup_bytes", "How large it is.", size),
    ]

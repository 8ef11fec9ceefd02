"""The folder in which the web server's processes add up their counters for /metrics."""

import shutil
from pathlib import Path

from shop_admin.config import Settings

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"


def empty_metrics_folder(settings: Settings) -> Path:
    """Return the folder, empty: counters begin anew with each run, as Prometheus expects."""
    folder = settings.data_dir / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder

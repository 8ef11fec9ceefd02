"""A data folder and its embedded database belong together, also where they lie apart.

For root the database lies outside of the data folder, by whose path it is found. Where the folder
was deleted and made anew, the old database would be met without its files and its key.
"""

import hashlib

from shop_admin.config import Settings
from shop_admin.launcher.errors import LaunchError
from shop_admin.launcher.postgres.passwords import FILE

STAMP = "database-id"
"""The file of the data folder that says which database is its own."""


def check_belonging(settings: Settings) -> None:
    """Raise LaunchError where the database that lies ready is another data folder's."""
    identity, stamp = _identity(settings), settings.data_dir / STAMP
    if identity is None or (stamp.exists() and stamp.read_text() == identity):
        return
    # Before there was a stamp, a folder in use was one with files.
    if not stamp.exists() and settings.files_dir.is_dir():
        return
    raise LaunchError(
        f"The database in {settings.cluster_dir} belongs to a data folder that was at "
        f"{settings.data_dir} and is gone, with its pictures, invoices and key. Bring that folder "
        "back, or say `make reset` to remove the database too and begin anew."
    )


def write_belonging(settings: Settings) -> None:
    """Write down which database is this data folder's."""
    (settings.data_dir / STAMP).write_text(_identity(settings) or "")


def _identity(settings: Settings) -> str | None:
    """Return what no two databases share; None where there is none."""
    try:
        return hashlib.sha256((settings.cluster_dir / FILE).read_bytes()).hexdigest()
    except OSError:
        return None

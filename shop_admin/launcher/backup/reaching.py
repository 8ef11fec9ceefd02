"""The database that a command works on: a server's, the running one, or one started for it."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from shop_admin.config import Settings
from shop_admin.launcher.embedded import with_embedded_database
from shop_admin.launcher.errors import LaunchError
from shop_admin.launcher.guardian import Guardian
from shop_admin.launcher.postgres import Cluster
from shop_admin.launcher.preflight import RECORD_FILE, check_data_folder, locked
from shop_admin.launcher.record import Record
from shop_admin.launcher.run import DEMO_STAMP
from shop_admin.launcher.schema import database_name


@contextmanager
def reached(settings: Settings) -> Iterator[Settings]:
    """Yield the settings with a database that answers, the running embedded one included.

    Raises LaunchError and ClusterError where there is none.
    """
    check_data_folder(settings.data_dir)
    if settings.database_url:
        yield settings
        return
    running = with_embedded_database(settings)
    if not running.database_url:
        raise LaunchError("There is no database yet: `make run` makes one, or set DATABASE_URL.")
    with ExitStack() as stack:
        is_ours = _try_to_lock(stack, settings)
        yield stack.enter_context(_started(settings)) if is_ours else running


@contextmanager
def reached_alone(settings: Settings) -> Iterator[Settings]:
    """Yield the settings with a database that the launcher does not serve at the moment.

    An embedded one is made where there is none yet. Raises LaunchError and ClusterError.
    """
    check_data_folder(settings.data_dir)
    if settings.database_url:
        yield settings
        return
    with locked(settings.data_dir), _started(settings) as own:
        yield own
        # The next start has no demo to fill in: this is somebody's own shop.
        name = database_name(own.database_url)
        (settings.data_dir / DEMO_STAMP).write_text(name)


def _try_to_lock(stack: ExitStack, settings: Settings) -> bool:
    try:
        stack.enter_context(locked(settings.data_dir))
    except LaunchError:
        # The launcher runs, and the database with it.
        return False
    return True


@contextmanager
def _started(settings: Settings) -> Iterator[Settings]:
    record = Record(settings.data_dir / RECORD_FILE)
    guardian = Guardian(record)
    log = settings.data_dir / "log" / "postgresql.log"
    cluster = Cluster(settings.cluster_dir, record=record, log=log)
    try:
        guardian.start()
        cluster.start()
        yield with_embedded_database(settings)
    finally:
        cluster.stop()
        record.close()
        guardian.release()

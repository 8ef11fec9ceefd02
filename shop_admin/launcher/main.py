"""`python app.py`: settings, checks, one run, and a sentence for whatever goes wrong."""

import sys

from shop_admin.config import ConfigError, Settings, load_settings, unknown_settings
from shop_admin.launcher.errors import LaunchError, StopAsked
from shop_admin.launcher.postgres import ClusterError
from shop_admin.launcher.preflight import check_data_folder, locked
from shop_admin.launcher.run import Run
from shop_admin.launcher.stopping import StopRequests

FAILED, MISCONFIGURED = 1, 2


def main() -> int:
    """Run shop_admin until somebody stops it; return the exit code."""
    try:
        settings = load_settings()
    except ConfigError as error:
        print(error, file=sys.stderr)
        return MISCONFIGURED
    for sentence in unknown_settings():
        say(sentence)
    try:
        return launch(settings)
    except (LaunchError, ClusterError) as error:
        print(error, file=sys.stderr)
        return FAILED


def launch(settings: Settings) -> int:
    """Hold the data folder, start everything, watch it, stop it; return the exit code.

    Raises LaunchError and ClusterError, after everything is stopped.
    """
    check_data_folder(settings.data_dir)
    requests = StopRequests()
    with locked(settings.data_dir):
        requests.install()
        run = Run(settings, requests, say)
        try:
            run.start()
            run.watch()
        except StopAsked:
            pass
        finally:
            if requests.is_asked:
                say("\nStopping …")
            run.stop()
    say("Stopped. Everything is kept for the next start.")
    return 0


def say(text: str) -> None:
    """Tell the person at the terminal; a terminal that is gone is no reason to fail."""
    try:
        print(text, flush=True)
    except OSError:
        return

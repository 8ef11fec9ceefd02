"""The examination as a command of `flask`."""

import sys

import click

from shop_admin.launcher.doctor.examination import run_doctor
from shop_admin.wiring import parts


@click.command("doctor")
def doctor() -> None:
    """Examine settings, database, roles, durability, disk, clock and fonts."""
    sys.exit(run_doctor(parts().settings))

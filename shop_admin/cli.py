"""Commands for whoever runs the installation: `flask --app app …`."""

import click
from flask import Flask, current_app

from shop_admin.db import transaction
from shop_admin.errors import ShopError
from shop_admin.jobs.worker import run_worker
from shop_admin.permissions import command
from shop_admin.services import accounts
from shop_admin.wiring import parts


def install(app: Flask) -> None:
    """Add the commands to `flask`."""
    for one in (work, demo, create_admin):
        app.cli.add_command(one)


@click.command("work")
@click.option("--drain", is_flag=True, help="Stop when no job is left.")
def work(*, drain: bool) -> None:
    """Run background jobs until stopped."""
    flask_app = current_app._get_current_object()  # type: ignore[attr-defined]
    run_worker(flask_app, parts().settings, wait=not drain)


@click.command("demo")
def demo() -> None:
    """Fill demo data once: three stores, 60 products, orders of the last 90 days."""
    from shop_admin.demo.fill import fill_once  # noqa: PLC0415 - drawing is heavy; this command only

    if not parts().settings.wants_demo:
        raise click.ClickException("Demo data is switched off by SHOP_DEMO or SHOP_ENV.")
    click.echo("Demo data filled." if fill_once() else "Demo data is there already.")


@click.command("create-admin")
@click.option("--email", prompt=True)
@click.option("--name", prompt=True)
@click.password_option()
def create_admin(email: str, name: str, password: str) -> None:
    """Make the first admin of an installation, or one more."""
    person = accounts.PersonInput(name=name, email=email, is_admin=True)
    actor = command()
    try:
        with transaction(actor.db_context()):
            accounts.create_person(actor, person, password=password)
    except ShopError as refused:
        raise click.ClickException(refused.message) from refused
    click.echo(f"{email} may log in now.")

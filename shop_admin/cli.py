"""Commands for whoever runs the installation: `flask --app app …`."""

import click
from flask import Flask, current_app

from shop_admin.db import transaction
from shop_admin.errors import ShopError
from shop_admin.jobs import checks
from shop_admin.jobs.worker import run_worker
from shop_admin.permissions import command
from shop_admin.services import accounts
from shop_admin.wiring import parts


def install(app: Flask) -> None:
    """Add the commands to `flask`."""
    for one in (work, demo, create_admin, check):
        app.cli.add_command(one)


@click.command("work")
@click.option("--drain", is_flag=True, help="Stop when no job is left.")
def work(*, drain: bool) -> None:
    """Run background jobs until stopped."""
    flask_app = current_app._get_current_object()  # type: ignore[attr-defined]
    run_worker(flask_app, parts().settings, wait=not drain)


@click.command("check")
@click.option("--files", is_flag=True, help="Read every stored file, and look for strays.")
@click.pass_context
def check(context: click.Context, *, files: bool) -> None:
    """Look whether all that is stored is sound; exit code 1 where it is not."""
    report = checks.run(every_file=files)
    for finding in report.findings:
        sign, count = ("✗", f" ({finding.count})") if finding.is_broken else ("✓", "")
        click.echo(f"{sign} {finding.code:<4} {finding.title}{count}")
        for example in finding.examples:
            click.echo(f"       {example['id']}: {example['note']}")
    click.echo(f"{report.files} files read, {len(report.broken)} invariants broken.")
    context.exit(1 if report.broken else 0)


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

"""Commands for whoever runs the installation: `flask --app app …`."""

import sys
from typing import TYPE_CHECKING

import click
from flask import Flask, current_app

from shop_admin.db import transaction
from shop_admin.errors import ShopError
from shop_admin.jobs import checks
from shop_admin.permissions import command
from shop_admin.services import accounts
from shop_admin.wiring import parts

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

DEMO_STORES = ("berlin", "mumbai", "paris")
# Each paper goes through the books and is drawn: so many take a minute or two.
PAPERS = 2_000


def install(app: Flask) -> None:
    """Add the commands to `flask`."""
    for one in (work, demo, create_admin, check):
        app.cli.add_command(one)


@click.command("work")
@click.option("--drain", is_flag=True, help="Stop when no job is left.")
def work(*, drain: bool) -> None:
    """Run background jobs until stopped."""
    from shop_admin.jobs.worker import run_worker  # noqa: PLC0415 - heavy; this command only

    run_worker(_application(), parts().settings, wait=not drain)


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
@click.option("--orders", type=click.IntRange(1, 5_000_000), help="Add so many orders instead.")
@click.option("--store", type=click.Choice(DEMO_STORES), help="To this one only.")
@click.option(
    "--invoices", type=click.IntRange(0, 500_000), help="Pay and invoice so many of them at most."
)
def demo(*, orders: int | None, store: str | None, invoices: int | None) -> None:
    """Fill demo data once: three stores, 60 products, the orders of their last 90 days.

    With --orders it adds orders of three years to these stores, by the million if need be, for
    benchmarks. Each invoice is a real one with its PDF, which is what takes time: 2,000 unless
    told otherwise. Meanwhile nobody else can write orders.
    """
    from shop_admin.demo.fill import fill_once  # noqa: PLC0415 - drawing is heavy; this command only

    if not parts().settings.wants_demo:
        raise click.ClickException("Demo data is switched off by SHOP_DEMO or SHOP_ENV.")
    if orders is None:
        click.echo("Demo data filled." if fill_once() else "Demo data is there already.")
        return
    _add_orders(orders, store, min(orders, PAPERS) if invoices is None else invoices)


def _add_orders(orders: int, store: str | None, invoices: int) -> None:
    from shop_admin.demo import bulk  # noqa: PLC0415 - heavy too; this command only

    actor, settings = command(), parts().settings
    slugs = (store,) if store else DEMO_STORES
    try:
        with _bar("Orders", orders) as bar:
            due = bulk.add_orders(
                actor, settings, slugs, orders=orders, invoices=invoices, told=bar.update
            )
    except bulk.MissingStores as missing:
        raise click.ClickException("Fill in the demo first: `flask demo`.") from missing
    with _bar("Invoices", len(due)) as bar:
        bulk.collect(actor, due, bar.update)
    from shop_admin.jobs.worker import run_worker  # noqa: PLC0415 - heavy; this command only

    run_worker(_application(), settings, wait=False)
    click.echo(f"{orders:,} orders added, {len(due):,} of them paid and invoiced.")


def _bar(label: str, length: int) -> "ProgressBar[int]":
    hidden = not sys.stderr.isatty()
    return click.progressbar(length=length, label=label, file=sys.stderr, hidden=hidden)


def _application() -> Flask:
    found: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    return found


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

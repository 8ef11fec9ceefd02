"""`flask backup` and `flask restore`, the same as `make backup` and `make restore`."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from shop_admin.config import ConfigError, Settings, load_settings
from shop_admin.factory import create_app
from shop_admin.jobs import checks
from shop_admin.launcher.backup.manifest import Manifest
from shop_admin.launcher.backup.reaching import reached, reached_alone
from shop_admin.launcher.backup.restoring import Target, look_at
from shop_admin.launcher.backup.restoring import restore as restore_into
from shop_admin.launcher.backup.taking import prune, take
from shop_admin.launcher.backup.verifying import verify
from shop_admin.launcher.errors import LaunchError
from shop_admin.launcher.postgres import ClusterError

TELLING = ("orders", "invoices", "users", "stores", "products")
"""The tables by which a person recognises a shop."""


@click.command("backup")
@click.option("--to", "home", type=click.Path(path_type=Path, file_okay=False), default=None)
@click.option("--keep", type=click.IntRange(min=1), help="Remove all but the newest so many.")
def backup(*, home: Path | None, keep: int | None) -> None:
    """Back up the database and the stored files into a new folder, and verify it."""
    settings = load_settings()
    home = (home or settings.data_dir / "backups").absolute()
    with _sentences():
        with reached(settings) as reachable:
            taken = take(reachable, home)
        removed = prune(home, keep) if keep else []
    manifest = taken.manifest
    click.echo(
        f"{taken.folder}: {manifest.rows} rows, {manifest.file_count} files, "
        f"{taken.size / 1e6:.1f} MB, in {taken.seconds:.1f} s; read again and whole."
    )
    for folder in removed:
        click.echo(f"Removed {folder}.")
    for key in manifest.missing[:10]:
        click.echo(f"Not in the storage, though a row names it: {key}", err=True)


@click.command("restore")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--yes", is_flag=True, help="Do not ask before restoring into an empty database.")
@click.option("--replace", is_flag=True, help="Replace what is in the database, after asking.")
@click.option("--verify", "only_verify", is_flag=True, help="Only read the backup and judge it.")
def restore(*, folder: Path, yes: bool, replace: bool, only_verify: bool) -> None:
    """Restore a backup into an empty database, then check everything."""
    settings = load_settings()
    with _sentences():
        manifest = verify(folder)
        click.echo(f"The backup of {manifest.taken_at:%Y-%m-%d %H:%M:%S} UTC is whole.")
        if only_verify:
            return
        with reached_alone(settings) as alone:
            target = look_at(alone, manifest)
            _ask(target, manifest, yes=yes, replace=replace)
            restore_into(alone, folder, manifest, target)
            click.echo(f"Restored {manifest.rows} rows and {manifest.file_count} files.")
            broken = _check(alone)
    sys.exit(1 if broken else 0)


def _ask(target: Target, manifest: Manifest, *, yes: bool, replace: bool) -> None:
    """Make sure that it is meant. Raises LaunchError where it is not."""
    if target.is_empty:
        if not yes:
            click.confirm(f"Restore {_told(manifest.tables)} into {target.name}?", abort=True)
        return
    if not replace:
        raise LaunchError(
            f"The database {target.name} is not empty ({_told(target.rows)}): restore into a new "
            "one, or say --replace to lose what is in it."
        )
    click.echo(f"This removes everything in {target.name}: {_told(target.rows)}.")
    if click.prompt("Type the name of the database to go on", default="") != target.name:
        raise LaunchError("Nothing was changed.")


def _told(tables: dict[str, int]) -> str:
    return ", ".join(f"{tables[name]} {name}" for name in TELLING if name in tables)


def _check(settings: Settings) -> bool:
    """Look whether all that was restored is sound, and say so; tell whether it is not."""
    with create_app(settings).app_context():
        report = checks.run(every_file=True)
    for finding in report.broken:
        click.echo(f"✗ {finding.code:<4} {finding.title} ({finding.count})")
        for example in finding.examples:
            click.echo(f"       {example['id']}: {example['note']}")
    click.echo(f"{report.files} files read, {len(report.broken)} invariants broken.")
    return bool(report.broken)


@contextmanager
def _sentences() -> Iterator[None]:
    try:
        yield
    except (ConfigError, LaunchError, ClusterError) as error:
        raise click.ClickException(str(error)) from error

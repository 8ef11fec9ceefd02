"""`python app.py` starts everything; `app:app` is the plain WSGI entry, which starts nothing."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - said before anything newer is read
    sys.exit("shop_admin needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".")

if __name__ == "__main__":
    try:
        from shop_admin.launcher.main import main
    except ModuleNotFoundError as error:
        sys.exit(f"The package {error.name} is missing: `make run` installs everything it needs.")
    sys.exit(main())

from shop_admin.config import ConfigError, Settings, load_settings
from shop_admin.factory import create_app
from shop_admin.launcher.backup.command import backup, restore
from shop_admin.launcher.doctor.command import doctor
from shop_admin.launcher.embedded import with_embedded_database


def _settings() -> Settings:
    settings = with_embedded_database(load_settings())
    if not settings.database_url:
        raise ConfigError("There is no database yet: `make run` makes one, or set DATABASE_URL.")
    return settings


try:
    app = create_app(_settings())
    for command in (doctor, backup, restore):
        app.cli.add_command(command)
except ConfigError as wrong:
    sys.stderr.write(f"{wrong}\n")
    sys.exit(2)

"""`make migrate`: the newest schema for the database of DATABASE_URL, or for the running one."""

import sys

from shop_admin.config import ConfigError, load_settings
from shop_admin.launcher.embedded import with_embedded_database
from shop_admin.launcher.errors import LaunchError
from shop_admin.launcher.schema import migrate_for


def upgrade() -> int:
    """Migrate as the database's owner and say what was done; return the exit code."""
    try:
        settings = with_embedded_database(load_settings())
        changed = bool(settings.database_url) and migrate_for(settings)
    except (ConfigError, LaunchError) as error:
        print(error, file=sys.stderr)
        return 1
    if not settings.database_url:
        print("There is no database yet: `make run` makes one.", file=sys.stderr)
        return 1
    print("The database now has the newest schema." if changed else "Nothing to do.")
    return 0


if __name__ == "__main__":
    sys.exit(upgrade())

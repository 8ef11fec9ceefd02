"""The embedded database of a data folder, for whoever comes beside a running launcher."""

from shop_admin.config import Settings
from shop_admin.launcher.postgres.cluster import cluster_url
from shop_admin.launcher.postgres.passwords import find_passwords


def with_embedded_database(settings: Settings) -> Settings:
    """Return the settings with the embedded database's URLs, where no DATABASE_URL is set.

    Starts nothing: a command such as `flask doctor` meets the database that the launcher runs.
    """
    home = settings.cluster_dir
    if settings.database_url or find_passwords(home) is None:
        return settings
    app_url, owner_url = cluster_url(home, "shop_app"), cluster_url(home, "shop_owner")
    return settings.model_copy(update={"database_url": app_url, "owner_url": owner_url})

"""Asking the web server whether it is ready."""

from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from shop_admin.config import Settings
from shop_admin.launcher.preflight import resolve_host

EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - looked up, not bound


def is_ready(settings: Settings) -> bool:
    """Tell whether `/readyz` answers 200: the database is reached, the migrations are current."""
    address = resolve_host(settings.host)[1]
    connection = HTTPConnection(EVERYWHERE.get(address, address), settings.port, timeout=3)
    names = settings.allowed_hosts
    host = names[0] if names else urlsplit(settings.base_url).netloc
    try:
        connection.request("GET", "/readyz", headers={"Host": host})
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()

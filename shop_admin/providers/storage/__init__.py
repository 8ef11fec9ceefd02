"""File storage: `open_storage` picks the provider by address."""

from pathlib import Path

from shop_admin.providers.storage.base import Storage
from shop_admin.providers.storage.local import LocalStorage
from shop_admin.providers.storage.servers import ObjectServer, open_objects

__all__ = ["ObjectServer", "open_storage"]


def open_storage(address: str | Path, server: ObjectServer | None = None) -> Storage:
    """Return the storage at a folder's path or at an object store's URL such as `s3://bucket/shop`.

    What `server` leaves open, an object store takes from its usual AWS_… variables.
    """
    if "://" in str(address):
        return open_objects(str(address), server or ObjectServer())
    return LocalStorage(Path(address))

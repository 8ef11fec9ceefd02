"""File storage: `open_storage` picks the provider by address."""

from pathlib import Path

from obstore.store import from_url

from shop_admin.providers.storage.base import Storage
from shop_admin.providers.storage.local import LocalStorage
from shop_admin.providers.storage.objects import ObjectStorage


def open_storage(address: str | Path) -> Storage:
    """Return the storage at a folder's path or at an object store's URL such as `s3://bucket/shop`.

    An object store takes its region and keys from its usual AWS_… variables.
    """
    if "://" in str(address):
        return ObjectStorage(from_url(str(address)))
    return LocalStorage(Path(address))

"""Pictures: what was purged leaves the storage too."""

from shop_admin.db import acting_as
from shop_admin.permissions import IDENTITY
from shop_admin.services import purging
from shop_admin.wiring import parts


def delete(*, image: str, thumbnail: str) -> None:
    """Delete the files of a purged picture; a second time finds them gone."""
    with acting_as(IDENTITY.db_context()):
        if purging.is_picture_in_use(image):
            return
    storage = parts().storage
    storage.delete(image)
    storage.delete(thumbnail)

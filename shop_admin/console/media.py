"""Pictures within the console: served to whoever may see the product, and to nobody else."""

from functools import lru_cache
from typing import ClassVar
from uuid import UUID

from flask import Response, request
from flask.typing import ResponseReturnValue
from flask_admin import expose

from shop_admin import edge
from shop_admin.console.base import ConsolePage
from shop_admin.console.base.permits import Permits
from shop_admin.documents.pictures import tiny_of
from shop_admin.errors import NotFound
from shop_admin.models.catalog import ProductImage
from shop_admin.models.stores import Store
from shop_admin.permissions import Permission
from shop_admin.queries.visibility import get
from shop_admin.wiring import parts

REMEMBERED = 1_000
"""So many tiny pictures a process keeps, of a few kilobytes each."""


class MediaPage(ConsolePage):
    """Product pictures and store logos, from the storage, sealed as data."""

    permits: ClassVar[Permits] = {
        "picture_view": {"GET": Permission.CATALOG_VIEW},
        "logo_view": {"GET": Permission.STORE_VIEW},
    }
    unscoped = frozenset({"picture_view", "logo_view"})

    @expose("/")
    def index_view(self) -> str:
        """Stay closed: there is no list of files."""
        raise NotFound

    @expose("/<uuid:image_id>/<any(tiny, thumb, full):size>.webp")
    def picture_view(self, image_id: UUID, size: str) -> ResponseReturnValue:
        """Serve a picture whose product the person sees."""
        with self.reading():
            image: ProductImage = get(ProductImage, self.actor, image_id)
            key = image.image if size == "full" else image.thumbnail
            etag = f"{image.sha256}-{size}"
        read = _tiny if size == "tiny" else parts().storage.get
        return _sealed(read(key), "image/webp", etag)

    @expose("/<uuid:store_id>/logo.png")
    def logo_view(self, store_id: UUID) -> ResponseReturnValue:
        """Serve the logo of a store that the person sees."""
        with self.reading():
            store: Store = get(Store, self.actor, store_id)
            key = store.logo
        if key is None:
            raise NotFound
        return _sealed(parts().storage.get(key), "image/png", key.replace("/", "-"))


@lru_cache(maxsize=REMEMBERED)
def _tiny(key: str) -> bytes:
    """Return a picture as a line of a list shows it; what a key names never changes."""
    return tiny_of(parts().storage.get(key))


def _sealed(data: bytes, mimetype: str, etag: str) -> ResponseReturnValue:
    """Return a file as data that nothing can run from; kept by this browser alone."""
    response = Response(data, mimetype=mimetype)
    response.set_etag(etag)
    response.headers["Cache-Control"] = "private, max-age=3600"
    response.make_conditional(request)
    return edge.seal(response)

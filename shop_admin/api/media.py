"""Pictures of public products, as files; anything else is not there."""

from flask import Blueprint, Response, request

from shop_admin import edge, wiring
from shop_admin.api import errors
from shop_admin.api.answers import conditional
from shop_admin.api.values import find_id
from shop_admin.db import BROWSER, acting_as
from shop_admin.errors import NotFound
from shop_admin.providers.storage.base import MissingFile
from shop_admin.queries import catalog

CACHED = "public, max-age=3600, immutable"

blueprint = Blueprint("public_media", __name__, url_prefix="/media")
errors.attach(blueprint)


@blueprint.get("/<image_id>/full.webp", defaults={"column": "image"})
@blueprint.get("/<image_id>/thumb.webp", defaults={"column": "thumbnail"})
def show_picture(image_id: str, column: str) -> Response:
    """Answer a picture of a product that is public at this moment."""
    known = find_id(image_id)
    if known is None:
        raise NotFound
    with acting_as(BROWSER) as session:
        row = session.execute(catalog.public_image(known)).one_or_none()
    if row is None:
        raise NotFound
    response = Response(content_type="image/webp")
    response.headers["Cache-Control"] = CACHED
    # Shops on other origins show these pictures: they are public by what they are.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    # A picture's bytes never change under its id: another upload is another id.
    response.set_etag(f"{known}-{column}")
    edge.seal(response)
    if not request.if_none_match.contains_weak(f"{known}-{column}"):
        response.set_data(_file(row._mapping[column]))
    return conditional(response)


def _file(key: str) -> bytes:
    try:
        return wiring.parts().storage.get(key)
    except MissingFile as missing:
        # The key is nobody's business.
        raise NotFound from missing

"""The blueprint of the API and its gate: nouns add their endpoints to it when imported."""

from flask import Blueprint, Response

from shop_admin.api import errors, rates
from shop_admin.api.answers import personal
from shop_admin.api.gate import Gate

blueprint = Blueprint("api", __name__, url_prefix="/api")
gate = Gate(blueprint)
endpoint = gate.endpoint

errors.attach(blueprint)


@blueprint.after_request
def _finish(response: Response) -> Response:
    """Keep from caches whatever does not say that it is public."""
    if "Cache-Control" not in response.headers:
        personal(response)
    return rates.tell(response)

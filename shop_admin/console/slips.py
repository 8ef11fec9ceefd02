"""Packing slips as answers: drawn anew each time, always the same for the same parcel."""

from flask import Response

from shop_admin.providers.storage.base import Storage
from shop_admin.services.shipments import Slip

FRAMED = "default-src 'none'; frame-ancestors 'self'"


def slip_answer(slip: Slip, storage: Storage) -> Response:
    """Return the slip's PDF, shown in the browser, ready to print. Call it out of transactions."""
    # Drawing takes 20 MB that most processes of most shops never need.
    from shop_admin.documents.packing_slips.render import render_packing_slip  # noqa: PLC0415

    logo = storage.get(slip.logo) if slip.logo else None
    data = render_packing_slip(slip.paper, logo, accent=slip.accent)
    response = Response(data, mimetype="application/pdf")
    name = "".join(sign if sign.isalnum() else "-" for sign in slip.paper.order_number)
    response.headers["Content-Disposition"] = f'inline; filename="slip-{name}.pdf"'
    response.headers["Content-Security-Policy"] = FRAMED
    response.headers["Cache-Control"] = "private, no-store"
    return response

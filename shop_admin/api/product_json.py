"""How products and pictures look in answers."""

from collections.abc import Mapping
from typing import Any

from shop_admin import money
from shop_admin.api.answers import address, moment
from shop_admin.queries.pages import Found


def card(row: Found) -> dict[str, Any]:
    """Return what a list shows of a product."""
    found = row._asdict()
    return {**_common(found), "image": picture_of(found["image"]) if found["image"] else None}


def details(row: Found) -> dict[str, Any]:
    """Return all that the public may know of a product."""
    found = row._asdict()
    pictures = [
        {"id": one["id"], **picture_of(one), "order": one["order"]} for one in found["images"] or ()
    ]
    first = pictures[0] if pictures else None
    shown = ("url", "thumbnail_url", "alt_text", "width", "height")
    return {
        **_common(found),
        "image": {name: first[name] for name in shown} if first else None,
        "description": row.description,
        "attributes": row.attributes,
        "weight": row.weight,
        "inventory_count": row.inventory_count,
        "images": pictures,
    }


def managed(row: Found) -> dict[str, Any]:
    """Return what its managers see of a product, on sale or not."""
    return {
        **details(row),
        "version": row.version,
        "status_flag": row.status_flag,
        "active_from": moment(row.active_from),
        "active_to": moment(row.active_to),
        "is_suspended": row.is_suspended,
    }


def picture_of(image: Mapping[str, Any]) -> dict[str, Any]:
    """Return where a picture and its thumbnail are, and how large it is."""
    return {
        "url": address(f"/media/{image['id']}/full.webp"),
        "thumbnail_url": address(f"/media/{image['id']}/thumb.webp"),
        "alt_text": image["alt_text"],
        "width": image["width"],
        "height": image["height"],
    }


def _common(found: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": str(found["product_id"]),
        "sku": found["sku"],
        "name": found["name"],
        "slug": found["slug"],
        "price": money.plain(found["price"], found["currency"]),
        "currency": found["currency"],
        "in_stock": found["in_stock"],
        "category": _named(found, "category"),
        "subcategory": _named(found, "subcategory"),
        "store": _named(found, "store"),
    }


def _named(found: Mapping[str, Any], what: str) -> dict[str, Any] | None:
    if found[f"{what}_id"] is None:
        return None
    return {
        "id": str(found[f"{what}_id"]),
        "name": found[f"{what}_name"],
        "slug": found[f"{what}_slug"],
    }

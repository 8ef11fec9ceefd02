"""Bodies that work as they stand once the ids in them are ids of the shop that is asked.

A shop makes its ids itself, so no static id can be right everywhere: those here stand for others.
The page of the document puts the ids of a product on sale in their place, tests those of theirs.
"""

from typing import Any

EXAMPLE_IDS = {
    "store_id": "01930000-0000-7000-8000-000000000001",
    "category_id": "01930000-0000-7000-8000-000000000002",
    "subcategory_id": "01930000-0000-7000-8000-000000000003",
    "product_id": "01930000-0000-7000-8000-000000000004",
    "image_id": "01930000-0000-7000-8000-000000000005",
    "order_id": "01930000-0000-7000-8000-000000000006",
}
"""The ids in examples, by what they stand for."""

_ADDRESS = {
    "name": "Ada Beispiel",
    "line1": "Lindenweg 4",
    "city": "Berlin",
    "postal_code": "10115",
    "country": "DE",
}


def _named(summary: str, **value: Any) -> dict[str, Any]:
    return {"summary": summary, "value": value}


# By the name of the body's schema.
BODIES: dict[str, dict[str, Any]] = {
    "AdminLogin": {
        "login": {
            "summary": "With email address and password",
            "value": {"email": "you@example.com", "password": "your password"},
        }
    },
    "CodeRequest": {"code": _named("A code by text message", mobile_number="+49 151 23456789")},
    "CustomerCredentials": {
        "login": _named(
            "With the code; 1234 where this runs for development",
            mobile_number="+49 151 23456789",
            otp="1234",
        )
    },
    "Profile": {"name": _named("My name and email", name="Ada Beispiel", email="ada@example.com")},
    "NewAttempt": {"transfer": _named("By bank transfer instead", payment_method="bank_transfer")},
    "NewOrder": {
        "delivery": _named(
            "Two of a product, paid on delivery",
            items=[{"product_id": EXAMPLE_IDS["product_id"], "quantity": 2}],
            contact={"name": "Ada Beispiel", "email": "ada@example.com"},
            shipping_address=_ADDRESS,
            payment_method="cash_on_delivery",
        ),
        "transfer": _named(
            "Reached by phone, paid by bank transfer, billed elsewhere",
            store=EXAMPLE_IDS["store_id"],
            items=[{"product_id": EXAMPLE_IDS["product_id"], "quantity": 1}],
            contact={"phone": "+49 30 901820"},
            shipping_address=_ADDRESS,
            billing_address={**_ADDRESS, "name": "Beispiel GmbH", "line2": "Buchhaltung"},
            payment_method="bank_transfer",
        ),
    },
    "NewProduct": {
        "short": _named(
            "With what is needed",
            sku="LAMP-1",
            name="Lamp",
            price="25.00",
            store=EXAMPLE_IDS["store_id"],
        ),
        "long": _named(
            "With all that there is",
            sku="LAMP-2",
            name="Blue lamp",
            price="25.00",
            store=EXAMPLE_IDS["store_id"],
            category=EXAMPLE_IDS["category_id"],
            description="Glows.",
            inventory_count=10,
            attributes={"colour": "blue"},
            weight=1200,
            active_from="2026-11-22T08:26:00Z",
            active_to=None,
            status_flag="DRAFT",
        ),
    },
    "ProductChange": {"price": _named("Another price", version=1, price="19.90")},
    "StockChange": {
        "received": _named("Five more came in", delta=5, reason="RECEIPT", note="Delivery 7")
    },
    "PictureChange": {"first": _named("To the front", order=0, alt_text="A blue lamp")},
    "NewCategory": {
        "own": _named("In one store", name="Table lamps", store=EXAMPLE_IDS["store_id"])
    },
    "NewSubcategory": {"one": _named("Below a category", name="Reading lamps")},
    "ShelfChange": {"name": _named("Another name", version=1, name="Desk lamps")},
}

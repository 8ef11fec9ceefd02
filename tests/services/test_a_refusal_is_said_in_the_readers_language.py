"""Refusals, of services and of constraints, are said in the language that the request speaks."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from gettext import GNUTranslations
from io import BytesIO
from uuid import UUID

import factories
import pytest
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from flask import Flask

from shop_admin import language
from shop_admin.db import transaction
from shop_admin.errors import Conflict, Forbidden, NotFound, ShopError
from shop_admin.models.orders import Order
from shop_admin.permissions import IDENTITY, Permission, command
from shop_admin.services import stock

LEFT = "Only %(number)s left of %(product)s."
GERMAN = {
    "Choose a reason from the list.": "Wähle einen Grund aus der Liste.",
    "Give a number from 1 to %(most)s, or below zero.": "Gib 1 bis %(most)s an, oder unter null.",
    "Another product of this store has this SKU.": "Diese SKU ist vergeben.",
    "You are not allowed to do this.": "Das darfst du nicht.",
    "There is no such record.": "Das gibt es nicht.",
    "The order is %(present)s and cannot become %(wanted)s.": (
        "Die Bestellung ist %(present)s und wird nicht mehr %(wanted)s."
    ),
    "shipped": "versandt",
    "placed": "aufgegeben",
}


@pytest.fixture
def german() -> Iterator[None]:
    catalogue = Catalog(locale="de")
    for text, said in GERMAN.items():
        catalogue.add(text, said)
    catalogue.add((LEFT, LEFT), ("Nur %(number)s Stück von %(product)s.", "Nur %(number)s Stücke."))
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    language.speak(GNUTranslations(compiled), "de")
    yield
    language.speak(language.ENGLISH)


def _refused(product_id: UUID, delta: int, reason: str) -> str:
    actor = command()
    with pytest.raises(ShopError) as refused, transaction(actor.db_context()):
        stock.adjust(actor, product_id, delta, reason)
    return refused.value.message


@pytest.mark.usefixtures("german")
def test_a_service_refuses_in_german(app: Flask) -> None:
    lamp = factories.make_product(factories.make_store(), stock=1, name="Blue Lamp")

    assert _refused(lamp, 1, "WHIM") == "Wähle einen Grund aus der Liste."
    assert _refused(lamp, 0, "COUNT") == "Gib 1 bis 1.000.000 an, oder unter null."
    assert _refused(lamp, -2, "DAMAGE") == "Nur 1 Stück von Blue Lamp."


@pytest.mark.usefixtures("german")
def test_another_thread_speaks_english_meanwhile(app: Flask) -> None:
    lamp = factories.make_product(factories.make_store(), stock=1, name="Blue Lamp")

    def elsewhere() -> list[str]:
        with app.app_context():
            return [_refused(lamp, 0, "COUNT"), _refused(lamp, -2, "DAMAGE")]

    with ThreadPoolExecutor(1) as threads:
        said = threads.submit(elsewhere).result()

    assert said == [
        "Give a number from 1 to 1,000,000, or below zero.",
        "Only 1 left of Blue Lamp.",
    ]
    assert _refused(lamp, 1, "WHIM") == "Wähle einen Grund aus der Liste."


@pytest.mark.usefixtures("german")
def test_what_has_no_words_of_its_own_is_said_too(app: Flask) -> None:
    with pytest.raises(Forbidden, match="Das darfst du nicht"):
        IDENTITY.require(Permission.SETTINGS)
    with pytest.raises(NotFound, match="Das gibt es nicht"):
        raise NotFound
    with pytest.raises(Conflict, match="Die Bestellung ist versandt und wird nicht mehr aufge"):
        Order(status="SHIPPED").move("PLACED")


@pytest.mark.usefixtures("german")
def test_a_constraint_refuses_in_german(app: Flask) -> None:
    store = factories.make_store()
    factories.make_product(store, sku="LAMP")

    with pytest.raises(Conflict) as refused:
        factories.make_product(store, sku="LAMP")

    assert refused.value.message == "Diese SKU ist vergeben."
    assert (refused.value.field, refused.value.code) == ("sku", "sku_taken")

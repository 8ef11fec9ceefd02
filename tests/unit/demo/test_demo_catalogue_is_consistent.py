"""The demo's stores and products agree with each other and with what a real store would enter."""

import re
from decimal import Decimal

import phonenumbers
import pytest

from shop_admin import money
from shop_admin.demo.catalogue import SHARED_CATEGORIES, STORES, product, store
from shop_admin.demo.records import DemoProduct, DemoStore

PRODUCTS = [(shop, item) for shop in STORES for item in shop.products]
by_store = pytest.mark.parametrize("shop", STORES, ids=lambda shop: shop.slug)


def has_valid_iban(iban: str) -> bool:
    turned = iban[4:] + iban[:4]
    return int("".join(str(int(letter, 36)) for letter in turned)) % 97 == 1


def test_there_are_three_stores_of_twenty_products() -> None:
    assert [shop.slug for shop in STORES] == ["berlin", "paris", "mumbai"]
    assert [len(shop.products) for shop in STORES] == [20, 20, 20]


def test_the_whole_demo_names_nothing_twice() -> None:
    skus = [item.sku for _, item in PRODUCTS]
    names = [item.name for _, item in PRODUCTS]
    prefixes = [p for shop in STORES for p in (shop.invoice_prefix, shop.credit_note_prefix)]
    assert len(set(skus)) == len(skus)
    assert len(set(names)) == len(names)
    assert prefixes == ["BER", "BERC", "PAR", "PARC", "MUM", "MUMC"]


@by_store
def test_every_product_stands_on_a_shelf_of_its_store(shop: DemoStore) -> None:
    shelves = {
        (category.slug, shelf.slug)
        for category in (*SHARED_CATEGORIES, *shop.categories)
        for shelf in category.subcategories
    }
    assert {(item.category, item.subcategory) for item in shop.products} <= shelves
    assert all(category.store == shop.slug for category in shop.categories)
    own = {category.slug for category in shop.categories}
    assert own & {item.category for item in shop.products} == own


@pytest.mark.parametrize(("shop", "item"), PRODUCTS, ids=lambda one: getattr(one, "sku", ""))
def test_every_product_is_worth_a_price_and_a_sentence(shop: DemoStore, item: DemoProduct) -> None:
    assert money.fits(item.price, shop.currency)
    assert item.price > 0
    assert item.compare_at_price is None or item.compare_at_price > item.price
    assert item.tax_class in {rate.tax_class for rate in shop.tax_rates}
    assert item.description.endswith(".")
    assert len(item.description) > 40
    assert item.weight > 0
    assert item.stock >= 0


def test_some_things_are_low_and_two_are_sold_out() -> None:
    assert len([1 for _, item in PRODUCTS if item.stock == 0]) == 2
    assert len([1 for _, item in PRODUCTS if 0 < item.stock <= item.low_stock_at]) >= 4


@by_store
def test_a_store_can_be_reached_only_in_the_demo(shop: DemoStore) -> None:
    assert shop.contact_email.endswith("@example.com")
    assert phonenumbers.is_valid_number(phonenumbers.parse(shop.contact_phone))
    assert re.fullmatch(r"#[0-9a-f]{6}", shop.accent)


@by_store
def test_a_store_has_a_bank_and_a_tax_id_of_the_right_form(shop: DemoStore) -> None:
    forms = {"DE": r"DE\d{9}", "FR": r"FR\d{11}", "IN": r"27[A-Z]{5}\d{4}[A-Z]\dZ[0-9A-Z]"}
    assert re.fullmatch(forms[shop.address.country], shop.tax_id)
    if shop.bank.iban:
        assert has_valid_iban(shop.bank.iban)
        assert shop.bank.iban.startswith(shop.address.country)
        assert re.fullmatch(r"[A-Z]{6}[A-Z0-9]{2}XXX", shop.bank.bic)
    else:
        assert re.fullmatch(r"[A-Z]{4}0[A-Z0-9]{6}", shop.bank.ifsc)


@by_store
def test_the_parts_of_a_tax_add_up(shop: DemoStore) -> None:
    for rate in shop.tax_rates:
        parts = sum((part for _, part in rate.components), Decimal(0))
        assert parts in {Decimal(0), rate.rate}


def test_things_are_found_by_name() -> None:
    assert store("paris").name == "Maison Mirabelle Paris"
    assert product("berlin", "FF-MUG-01").price == Decimal("18.50")
    with pytest.raises(KeyError):
        product("paris", "FF-MUG-01")

"""Fenster & Flur, Berlin: calm things for northern light."""

from decimal import Decimal

from shop_admin.demo.products.berlin import PRODUCTS
from shop_admin.demo.records import (
    DemoAddress,
    DemoBank,
    DemoCategory,
    DemoStore,
    DemoSubcategory,
    DemoTaxRate,
)

PLANTS = DemoCategory(
    slug="plants",
    name="Plants",
    description="Green company for window sills, and the pots to keep it in.",
    store="berlin",
    subcategories=(
        DemoSubcategory(slug="house-plants", name="House plants"),
        DemoSubcategory(slug="planters", name="Planters"),
    ),
)

STORE = DemoStore(
    slug="berlin",
    name="Fenster & Flur Berlin",
    legal_name="Fenster & Flur Handels GmbH",
    description="Calm things for northern light: lamps, stoneware, wool and paper.",
    address=DemoAddress(line1="Musterdamm 42", city="Berlin", postal_code="10999", country="DE"),
    contact_email="berlin@example.com",
    contact_phone="+493023125042",
    tax_id="DE999999421",
    bank=DemoBank(
        holder="Fenster & Flur Handels GmbH",
        bank="Demo Bank",
        iban="DE53999999990000000042",
        bic="DEMODEB1XXX",
    ),
    currency="EUR",
    language="de",
    time_zone="Europe/Berlin",
    accent="#2f4858",
    invoice_prefix="BER",
    credit_note_prefix="BERC",
    fiscal_year_start=1,
    tax_rates=(
        DemoTaxRate(tax_class="standard", name="USt.", rate=Decimal(19)),
        DemoTaxRate(tax_class="reduced", name="USt.", rate=Decimal(7)),
    ),
    categories=(PLANTS,),
    products=PRODUCTS,
)

"""Neem & Brass, Mumbai: metal, cotton and spice from Indian workshops."""

from decimal import Decimal

from shop_admin.demo.products.mumbai import PRODUCTS
from shop_admin.demo.records import (
    DemoAddress,
    DemoBank,
    DemoCategory,
    DemoStore,
    DemoSubcategory,
    DemoTaxRate,
)

FESTIVE = DemoCategory(
    slug="festive",
    name="Festive",
    description="Light and scent for the days that matter.",
    store="mumbai",
    subcategories=(
        DemoSubcategory(slug="diyas", name="Diyas & puja"),
        DemoSubcategory(slug="incense", name="Incense"),
    ),
)

HALF_18, HALF_5 = Decimal(9), Decimal("2.5")

# India taxes at 18 and 5 per cent since 22 September 2025, when the slab of 12 per cent ended
# (56th meeting of the GST Council).
STORE = DemoStore(
    slug="mumbai",
    name="Neem & Brass Mumbai",
    legal_name="Neem & Brass Retail Private Limited",
    description="Metal, cotton and spice from Indian workshops.",
    address=DemoAddress(
        line1="42 Sample Lane, Kala Ghoda",
        city="Mumbai",
        postal_code="400001",
        country="IN",
        region="Maharashtra",
    ),
    contact_email="mumbai@example.com",
    contact_phone="+912220000042",
    tax_id="27ZZZCN0042Z1Z3",
    bank=DemoBank(
        holder="Neem & Brass Retail Private Limited",
        bank="Demo Bank of India",
        account_number="000000000042",
        ifsc="DEMO0000042",
    ),
    currency="INR",
    language="en",
    time_zone="Asia/Kolkata",
    accent="#1f6f6b",
    invoice_prefix="MUM",
    credit_note_prefix="MUMC",
    fiscal_year_start=4,
    tax_rates=(
        DemoTaxRate(
            tax_class="standard",
            name="GST",
            rate=Decimal(18),
            components=(("CGST", HALF_18), ("SGST", HALF_18)),
        ),
        DemoTaxRate(
            tax_class="reduced",
            name="GST",
            rate=Decimal(5),
            components=(("CGST", HALF_5), ("SGST", HALF_5)),
        ),
    ),
    categories=(FESTIVE,),
    products=PRODUCTS,
    # Who pays by UPI often does so in the evening, at home.
    reservation_minutes=1440,
)

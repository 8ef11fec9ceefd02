"""Maison Mirabelle, Paris: a table, a bath and a writing desk in fruit colours."""

from decimal import Decimal

from shop_admin.demo.products.paris import PRODUCTS
from shop_admin.demo.records import (
    DemoAddress,
    DemoBank,
    DemoCategory,
    DemoStore,
    DemoSubcategory,
    DemoTaxRate,
)

BATH = DemoCategory(
    slug="bath",
    name="Bath",
    description="Soap and small luxuries for the washstand.",
    store="paris",
    subcategories=(DemoSubcategory(slug="soap", name="Soap"),),
)

STORE = DemoStore(
    slug="paris",
    name="Maison Mirabelle Paris",
    legal_name="Maison Mirabelle SARL",
    description="A table, a bath and a writing desk in fruit colours.",
    address=DemoAddress(
        line1="42 rue de l'Exemple", city="Paris", postal_code="75011", country="FR"
    ),
    contact_email="paris@example.com",
    contact_phone="+33199001042",
    tax_id="FR47999999428",
    bank=DemoBank(
        holder="Maison Mirabelle SARL",
        bank="Banque Démo",
        iban="FR7699999000420000000004253",
        bic="DEMOFRP1XXX",
    ),
    currency="EUR",
    language="fr",
    time_zone="Europe/Paris",
    accent="#8c3f4d",
    invoice_prefix="PAR",
    credit_note_prefix="PARC",
    fiscal_year_start=1,
    tax_rates=(
        DemoTaxRate(tax_class="standard", name="TVA", rate=Decimal(20)),
        DemoTaxRate(tax_class="reduced", name="TVA", rate=Decimal("5.5")),
    ),
    categories=(BATH,),
    products=PRODUCTS,
)

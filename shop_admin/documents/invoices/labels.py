"""The words on an invoice: one table, one row a language; and what a tax id is called where."""

from dataclasses import dataclass

from shop_admin.documents.paper import InvoicePaper


@dataclass(frozen=True, kw_only=True)
class Labels:
    """Every word that the paper prints by itself, in one language; `language` is its BCP 47 tag."""

    language: str
    invoice: str
    tax_invoice: str
    credit_note: str
    corrects: str
    issued: str
    supplied: str
    due: str
    order: str
    place_of_supply: str
    bill_to: str
    ship_to: str
    position: str
    description: str
    sku: str
    hsn: str
    quantity: str
    unit_price: str
    tax: str
    amount: str
    discount: str
    shipping: str
    subtotal: str
    total: str
    total_credited: str
    includes_tax: str
    excludes_tax: str
    tax_summary: str
    net: str
    gross: str
    paid: str
    amount_due: str
    paid_on: str
    paid_by: str
    refunded_on: str
    due_by: str
    to_be_refunded: str
    nothing_due: str
    holder: str
    iban: str
    bic: str
    bank: str
    reference: str
    reverse_charge: str
    notes: str
    terms: str
    carried_forward: str
    carried_over: str
    page: str


_ENGLISH = Labels(
    language="en",
    invoice="Invoice",
    tax_invoice="Tax Invoice",
    credit_note="Credit note",
    corrects="Corrects invoice {number}",
    issued="Issue date",
    supplied="Supply date",
    due="Due date",
    order="Order",
    place_of_supply="Place of supply",
    bill_to="Billed to",
    ship_to="Shipped to",
    position="#",
    description="Description",
    sku="SKU",
    hsn="HSN",
    quantity="Qty",
    unit_price="Unit price",
    tax="Tax",
    amount="Amount",
    discount="Discount",
    shipping="Shipping",
    subtotal="Subtotal",
    total="Total",
    total_credited="Total credited",
    includes_tax="Prices include tax.",
    excludes_tax="Prices exclude tax.",
    tax_summary="Tax summary",
    net="Net",
    gross="Gross",
    paid="Paid",
    amount_due="Amount due",
    paid_on="Paid on {day}",
    paid_by="by {method}",
    refunded_on="Refunded on {day}",
    due_by="Amount due by {day}",
    to_be_refunded="Amount to be refunded",
    nothing_due="Nothing is due.",
    holder="Account holder",
    iban="IBAN",
    bic="BIC",
    bank="Bank",
    reference="Payment reference",
    reverse_charge="Tax is not payable on reverse charge.",
    notes="Notes",
    terms="Terms",
    carried_forward="Carried forward",
    carried_over="Carried over",
    page="Page {number} of {count}",
)

LABELS = {_ENGLISH.language: _ENGLISH}

_VAT = "AT BE BG CY CZ DE DK EE ES FI FR GB GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
_VAT_COUNTRIES = frozenset(_VAT.split())
_TAX_ID_NAMES = {"IN": "GSTIN", "AU": "ABN", "NZ": "GST no.", "CH": "UID", "US": "EIN"}


def labels_for(locale: str) -> Labels:
    """Return the words for a locale such as 'de_AT': its language's, else English."""
    return LABELS.get(locale.replace("-", "_").partition("_")[0], _ENGLISH)


def tax_id_name(country: str) -> str:
    """Return what the country calls the number that its sellers are taxed under."""
    if country in _VAT_COUNTRIES:
        return "VAT ID"
    return _TAX_ID_NAMES.get(country, "Tax ID")


def title(paper: InvoicePaper, labels: Labels) -> str:
    """Return the paper's title; Rule 46 of the Indian CGST Rules asks for 'Tax Invoice'."""
    if paper.is_credit:
        return labels.credit_note
    return labels.tax_invoice if paper.seller.country == "IN" else labels.invoice

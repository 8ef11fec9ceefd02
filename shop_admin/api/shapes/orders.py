"""Orders in answers, with their lines, payment and invoice."""

from typing import Literal

from pydantic import Field

from shop_admin.api.shapes.catalogue import Named
from shop_admin.api.shapes.values import At, Currency, Id, Money, Rate, Shape, Url

OrderStatus = Literal["DRAFT", "PENDING", "PLACED", "PAID", "SHIPPED", "COMPLETED", "CANCELLED"]
PaymentStatus = Literal[
    "PENDING", "AUTHORIZED", "PAID", "FAILED", "CANCELLED", "PARTIALLY_REFUNDED", "REFUNDED"
]


class OrderLine(Shape):
    """What was bought, as it was named and priced when it was."""

    id: Id
    product_id: Id
    sku: str
    name: str
    quantity: int = Field(ge=1)
    unit_price: Money
    tax_rate: Rate
    line_total: Money


class BuyerContact(Shape):
    """How to reach the buyer."""

    name: str
    email: str
    phone: str


class PostalAddress(Shape):
    """Where something goes."""

    name: str
    line1: str
    line2: str
    city: str
    region: str
    postal_code: str
    country: str = Field(pattern="^([A-Z]{2})?$")


class NextAction(Shape):
    """What the buyer does next to pay."""

    type: Literal["redirect"]
    url: Url


class OrderPayment(Shape):
    """The present payment of an order."""

    id: Id
    payment_method: str
    status: PaymentStatus
    amount: Money
    next_action: NextAction | None


class OrderInvoice(Shape):
    """The invoice of an order, once it is issued."""

    invoice_number: str
    issued_at: At
    amount: Money
    pdf_url: Url


class Order(Shape):
    """All that its buyer knows of an order."""

    id: Id
    number: str | None
    status: OrderStatus
    store: Named
    currency: Currency
    subtotal: Money
    discount_amount: Money
    tax_amount: Money
    shipping_amount: Money
    total_amount: Money
    items: list[OrderLine]
    contact: BuyerContact
    shipping_address: PostalAddress
    billing_address: PostalAddress
    payment: OrderPayment | None
    invoice: OrderInvoice | None
    placed_at: At | None
    cdate: At


class PlacedOrder(Order):
    """A new order; the secret that opens it is told here only, and to guests only."""

    access_token: str = Field(default_factory=str)

"""Each invariant holds in a sound world, and finds the one fault that is planted against it."""

import pytest
import sqlalchemy as sa
from checks.conftest import World
from sqlalchemy.orm import Session

from shop_admin.db import acting_as
from shop_admin.permissions import IDENTITY
from shop_admin.queries.invariants import all_invariants, look

PAID = "(SELECT id FROM payments WHERE order_id = :paid)"
PLANTED: list[tuple[str, str, str]] = [
    ("I1", "a count without its movement", "UPDATE products SET inventory_count = 49"),
    (
        "I1",
        "a movement without its count",
        "UPDATE stock_movements SET delta = delta - 1 WHERE reason = 'SALE'",
    ),
    (
        "I1",
        "stock below zero",
        """
        ALTER TABLE products DROP CONSTRAINT IF EXISTS ck_products_inventory_count;
        UPDATE products SET inventory_count = -1 WHERE id = :product;
        UPDATE stock_movements SET delta = -41 WHERE product_id = :product AND reason = 'IMPORT'""",
    ),
    ("I2", "an order without lines", "DELETE FROM order_items WHERE order_id = :placed"),
    (
        "I2",
        "an order that was answered for and lost",
        """
        INSERT INTO idempotency_keys (id, party, method, path, key, body_hash, state, resource_id)
        VALUES (gen_random_uuid(), 'guest', 'POST', '/api/orders/', 'k', '', 'DONE',
                gen_random_uuid())""",
    ),
    (
        "I2",
        "an order that was never placed",
        "UPDATE orders SET placed_at = NULL WHERE id = :placed",
    ),
    (
        "I3",
        "a capture that is missing",
        f"DELETE FROM payment_events WHERE payment_id = {PAID} AND kind = 'CAPTURED'",
    ),
    (
        "I3",
        "a capture of another amount",
        f"UPDATE payment_events SET amount = 1 WHERE payment_id = {PAID} AND kind = 'CAPTURED'",
    ),
    (
        "I3",
        "money captured twice",
        f"""
        INSERT INTO payment_events (id, store_id, payment_id, kind, amount, reference)
        SELECT gen_random_uuid(), store_id, id, 'CAPTURED', amount, 'twice' FROM payments
        WHERE id = {PAID}""",
    ),
    (
        "I3",
        "money captured and not paid",
        """
        INSERT INTO payment_events (id, store_id, payment_id, kind, amount)
        SELECT gen_random_uuid(), store_id, id, 'CAPTURED', amount FROM payments
        WHERE order_id = :placed""",
    ),
    ("I3", "a refund that no event tells", "DELETE FROM payment_events WHERE kind = 'REFUNDED'"),
    (
        "I4",
        "a paid order without its payment",
        "UPDATE orders SET status = 'PAID' WHERE id = :placed",
    ),
    (
        "I4",
        "an unpaid order with a paid payment",
        "UPDATE orders SET status = 'PLACED' WHERE id = :paid",
    ),
    (
        "I4",
        "a payment of another amount",
        "UPDATE payments SET amount = amount + 1 WHERE order_id = :placed",
    ),
    (
        "I4",
        "a payment in another currency",
        "UPDATE payments SET currency = 'USD' WHERE order_id = :placed",
    ),
    (
        "I4",
        "a cancelled order whose money stays",
        "UPDATE orders SET status = 'CANCELLED' WHERE id = :paid",
    ),
    (
        "I5",
        "a line more",
        """
        INSERT INTO order_items (id, store_id, order_id, product_id, position, sku, name, quantity,
            unit_price, tax_class, tax_name, tax_rate, tax_amount, line_total)
        SELECT gen_random_uuid(), store_id, order_id, product_id, 99, sku, name, quantity,
            unit_price, tax_class, tax_name, tax_rate, tax_amount, line_total
        FROM order_items WHERE order_id = :placed""",
    ),
    (
        "I5",
        "a line's tax",
        "UPDATE order_items SET tax_amount = tax_amount + 0.01 WHERE order_id = :placed",
    ),
    ("I6", "more refunded than captured", "UPDATE refunds SET amount = 1000"),
    (
        "I6",
        "a refund that is said and not done",
        "UPDATE refunds SET status = 'PENDING', done_at = NULL",
    ),
    (
        "I6",
        "credit above the invoice",
        """
        INSERT INTO invoices (id, store_id, order_id, series_id, kind, number, invoice_number,
            corrects_id, amount, tax_amount, currency, taxes, issued_at, snapshot)
        SELECT gen_random_uuid(), store_id, order_id, series_id, 'CREDIT_NOTE', 99, 'C-26-000099',
            id, amount + 1, 0, currency, taxes, issued_at, snapshot
        FROM invoices WHERE order_id = :paid""",
    ),
    (
        "I7",
        "a paid order without its invoice",
        """
        DELETE FROM procrastinate_events;
        DELETE FROM invoices WHERE order_id = :paid""",
    ),
    (
        "I7",
        "a second invoice",
        """
        DROP INDEX ux_invoices_order;
        INSERT INTO invoices (id, store_id, order_id, series_id, kind, number, invoice_number,
            amount, tax_amount, currency, taxes, issued_at, snapshot)
        SELECT gen_random_uuid(), store_id, order_id, series_id, kind, 99, 'X-26-000099',
            amount, tax_amount, currency, taxes, issued_at, snapshot
        FROM invoices WHERE order_id = :paid""",
    ),
    ("I8", "a gap", "UPDATE invoices SET number = 99 WHERE order_id = :paid"),
    (
        "I8",
        "a number that was taken and not used",
        "UPDATE invoice_series SET last = last + 1 WHERE last > 0",
    ),
    (
        "I8",
        "dates that turn back",
        "UPDATE invoices SET issued_at = issued_at + interval '1 day' WHERE order_id = :paid",
    ),
    (
        "I9",
        "a job that nobody does",
        "UPDATE procrastinate_events SET at = now() - interval '16 minutes'",
    ),
    ("I9", "a job that failed", "UPDATE procrastinate_jobs SET status = 'failed'"),
    (
        "I10",
        "a paper without its file",
        """
        DELETE FROM invoice_files;
        UPDATE invoices SET cdate = cdate - interval '1 hour'""",
    ),
    ("I11", "an order of another store", "UPDATE orders SET store_id = :other WHERE id = :placed"),
    ("I11", "a category of another store", "UPDATE categories SET store_id = :other"),
    (
        "I11",
        "a subcategory of another category",
        "UPDATE subcategories SET category_id = gen_random_uuid()",
    ),
    (
        "I11",
        "a sale of what was not ordered",
        "UPDATE order_items SET product_id = gen_random_uuid()",
    ),
    (
        "I12",
        "a record that was changed in silence",
        "UPDATE products SET price = 1 WHERE id = :product",
    ),
    (
        "I12",
        "a trail that tells something else",
        """
        UPDATE audit_entries SET new = new || '{"name": "Forged"}'
        WHERE record_id = :product AND action = 'create'""",
    ),
    (
        "I13",
        "a tax that its lines do not add up to",
        "UPDATE invoices SET tax_amount = tax_amount + 0.01 WHERE order_id = :paid",
    ),
    (
        "I13",
        "an amount that its lines do not add up to",
        "UPDATE invoices SET amount = amount + 0.01 WHERE order_id = :paid",
    ),
    (
        "I14",
        "a day of sales that nobody made",
        """
        INSERT INTO sales_days (store_id, starts_at, ends_at, count, first_count, amount)
        VALUES (:store, now() - interval '9 days', now() - interval '8 days', 1, 1, 25)""",
    ),
    (
        "I14",
        "a day of products that nobody bought",
        """
        INSERT INTO sales_days (store_id, starts_at, ends_at, count, first_count, amount)
        VALUES (:store, now() - interval '9 days', now() - interval '8 days', 0, 0, 0);
        INSERT INTO product_days (store_id, starts_at, product_id, quantity, amount)
        VALUES (:store, now() - interval '9 days', :product, 1, 25)""",
    ),
    (
        "I13",
        "a rate that stands twice",
        """
        UPDATE invoices SET taxes = taxes || '[{"rate": "19", "name": "VAT", "net": "0",
            "tax": "0"}]' WHERE order_id = :paid""",
    ),
    (
        "I13",
        "a paper that says another net amount",
        """
        UPDATE invoices SET snapshot = jsonb_set(snapshot, '{paper,taxes,0,net}', '"1.00"')
        WHERE order_id = :paid""",
    ),
    (
        "I13",
        "parts that are not the whole tax",
        """
        UPDATE invoices SET snapshot = jsonb_set(snapshot, '{paper,taxes,0,components}',
            '[{"name": "CGST", "rate": "9", "amount": "0.01"}]') WHERE order_id = :paid""",
    ),
    (
        "I13",
        "a rate that its order does not have",
        """
        UPDATE invoices SET taxes = jsonb_set(taxes, '{0,rate}', '"7"')
        WHERE order_id = :paid""",
    ),
    (
        "I13",
        "an order of another total",
        "UPDATE orders SET (subtotal, total_amount) = (0, 0), discount_amount = 0 WHERE id = :paid",
    ),
    ("I12", "a record without its beginning", "DELETE FROM audit_entries WHERE record_id = :paid"),
]


def _broken(session: Session) -> dict[str, int]:
    findings = [look(session, invariant) for invariant in all_invariants(session)]
    return {finding.code: finding.count for finding in findings if finding.is_broken}


def test_a_sound_world_breaks_none(world: World) -> None:
    with acting_as(IDENTITY.db_context()) as session:
        findings = [look(session, invariant) for invariant in all_invariants(session)]
    assert [finding.code for finding in findings] == [f"I{number}" for number in range(1, 15)]
    assert [finding for finding in findings if finding.is_broken] == []


@pytest.mark.parametrize(("code", "fault", "sql"), PLANTED, ids=[f"{c} {f}" for c, f, _ in PLANTED])
def test_it_is_found(world: World, vandal: Session, code: str, fault: str, sql: str) -> None:
    assert _broken(vandal) == {}
    known = {
        "product": world.product,
        "paid": world.paid,
        "placed": world.placed,
        "other": world.other,
        "store": world.store,
    }
    for statement in sql.split(";"):
        used = {name: value for name, value in known.items() if f":{name}" in statement}
        assert vandal.execute(sa.text(statement), used) is not None
    assert code in _broken(vandal)

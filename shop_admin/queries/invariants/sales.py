"""Stock, orders and money: what was sold, taken, paid and given back agrees."""

from shop_admin.language import N_
from shop_admin.queries.invariants.invariant import Invariant

STOCK = Invariant(
    code="I1",
    title=N_("Each product's stock is the sum of its movements, and not below zero"),
    sql="""
    SELECT products.id, format('%s: %s in stock, %s by movements', sku, inventory_count,
                               coalesce(moved.total, 0)) AS note
    FROM products LEFT JOIN (
        SELECT product_id, sum(delta) AS total FROM stock_movements GROUP BY product_id
    ) AS moved ON moved.product_id = products.id
    WHERE inventory_count <> coalesce(moved.total, 0) OR inventory_count < 0
    """,
)

# The kept answer of a checkout names the order that it was for.
ACKNOWLEDGED = Invariant(
    code="I2",
    title=N_("Each order that a buyer was told of is there, with its lines and its moment"),
    sql="""
    SELECT resource_id AS id, 'was answered for, and is not there' AS note
    FROM idempotency_keys
    WHERE method = 'POST' AND path LIKE '/api/orders/%' AND resource_id IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM orders WHERE orders.id = resource_id)
    UNION ALL
    SELECT id, format('%s: %s', number, status) FROM orders
    WHERE status <> 'DRAFT' AND placed_at IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM order_items
        WHERE order_items.order_id = orders.id AND order_items.store_id = orders.store_id)
    UNION ALL
    SELECT id, format('%s was never placed', number) FROM orders
    WHERE status NOT IN ('DRAFT', 'CANCELLED') AND placed_at IS NULL
    """,
)

# An attempt that was given up and paid all the same has the refund of what came in.
CHARGES = Invariant(
    code="I3",
    title=N_("Each payment says what its events say: captured once and in full, refunds alike"),
    sql="""
    SELECT payments.id, format('%s of %s: captured %s times, %s; refunded %s, by events %s',
        status, amount, told.captures, told.captured, refunded_amount, told.refunded) AS note
    FROM payments CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE kind = 'CAPTURED') AS captures,
               coalesce(sum(events.amount) FILTER (WHERE kind = 'CAPTURED'), 0) AS captured,
               coalesce(sum(events.amount) FILTER (WHERE kind = 'REFUNDED'), 0) AS refunded
        FROM payment_events AS events WHERE events.payment_id = payments.id
    ) AS told
    WHERE (paid_at IS NOT NULL AND (told.captures <> 1 OR told.captured <> amount))
       OR (paid_at IS NULL AND told.captures > 0 AND NOT EXISTS (
               SELECT 1 FROM refunds WHERE refunds.payment_id = payments.id))
       OR told.refunded <> refunded_amount
       OR (paid_at IS NOT NULL
           AND (status = 'REFUNDED') <> (refunded_amount = amount AND amount > 0))
    """,
)

# A shipped order may still wait for its cash; a cancelled one may have a refund to do.
PAID = Invariant(
    code="I4",
    title=N_("An order is paid if and only if its payment is, in the same amount"),
    sql="""
    SELECT orders.id, format('%s %s of %s %s: payment %s of %s %s', number, orders.status,
        total_amount, orders.currency, coalesce(live.status, 'none'), live.amount,
        live.currency) AS note
    FROM orders LEFT JOIN payments AS live
        ON live.order_id = orders.id AND live.status NOT IN ('FAILED', 'CANCELLED')
    WHERE (orders.status IN ('PAID', 'COMPLETED') AND live.paid_at IS NULL)
       OR (orders.status IN ('DRAFT', 'PENDING', 'PLACED') AND live.paid_at IS NOT NULL)
       OR (orders.status = 'CANCELLED' AND live.paid_at IS NOT NULL AND NOT EXISTS (
               SELECT 1 FROM refunds WHERE refunds.payment_id = live.id))
       OR live.amount <> total_amount OR live.currency <> orders.currency
    """,
)

TOTALS = Invariant(
    code="I5",
    title=N_("Each order's lines add up to its total"),
    sql="""
    SELECT orders.id, format('%s: %s, lines %s', number, total_amount, lines.total) AS note
    FROM orders CROSS JOIN LATERAL (
        SELECT coalesce(sum(line_total), 0) AS total, coalesce(sum(tax_amount), 0) AS tax,
               coalesce(sum(discount_amount), 0) AS discount
        FROM order_items WHERE order_items.order_id = orders.id
    ) AS lines
    WHERE status <> 'DRAFT' AND placed_at IS NOT NULL AND (
        lines.total <> subtotal - orders.discount_amount
        OR lines.tax <> orders.tax_amount OR lines.discount <> orders.discount_amount
        OR total_amount <> lines.total + shipping_amount
            + CASE WHEN prices_include_tax THEN 0 ELSE lines.tax END)
    """,
)

REFUNDS = Invariant(
    code="I6",
    title=N_("No more is given back than came in, on paper as in money"),
    sql="""
    SELECT payments.id, format('payment of %s: refunds %s, done %s, said %s', payments.amount,
        asked, done, refunded_amount) AS note
    FROM payments JOIN (
        SELECT payment_id, sum(amount) FILTER (WHERE status <> 'FAILED') AS asked,
               coalesce(sum(amount) FILTER (WHERE status = 'DONE'), 0) AS done
        FROM refunds GROUP BY payment_id
    ) AS refund ON refund.payment_id = payments.id
    CROSS JOIN LATERAL (
        SELECT CASE WHEN paid_at IS NOT NULL THEN payments.amount ELSE coalesce(sum(events.amount)
            FILTER (WHERE kind = 'CAPTURED'), 0) END AS total
        FROM payment_events AS events WHERE events.payment_id = payments.id
    ) AS came
    WHERE asked > came.total OR done <> refunded_amount
    UNION ALL
    SELECT papers.id, format('invoice %s of %s: credited %s', papers.invoice_number,
        papers.amount, sum(credits.amount))
    FROM invoices AS papers JOIN invoices AS credits ON credits.corrects_id = papers.id
    GROUP BY papers.id, papers.invoice_number, papers.amount
    HAVING sum(credits.amount) > papers.amount
    """,
)

# What has a mark is read from the orders until it is summed anew, so it may be wrong meanwhile.
DAYS = Invariant(
    code="I14",
    title=N_("Each day that is summed comes to what its orders come to"),
    sql="""
    SELECT days.store_id AS id, format('%s: %s of %s for %s, by orders %s of %s for %s',
        days.starts_at, days.first_count, days.count, days.amount,
        told.first_count, told.count, told.amount) AS note
    FROM sales_days AS days CROSS JOIN LATERAL (
        SELECT count(*) AS count, coalesce(sum(total_amount), 0) AS amount,
            count(*) FILTER (WHERE NOT EXISTS (
                SELECT 1 FROM orders AS earlier
                WHERE earlier.store_id = orders.store_id AND earlier.buyer = orders.buyer
                  AND earlier.placed_at < orders.placed_at
                  AND earlier.status IN ('PLACED', 'PAID', 'SHIPPED', 'COMPLETED')
                  AND earlier.is_deleted IS FALSE)) AS first_count
        FROM orders
        WHERE orders.store_id = days.store_id AND placed_at >= days.starts_at
          AND placed_at < days.ends_at AND is_deleted IS FALSE
          AND status IN ('PLACED', 'PAID', 'SHIPPED', 'COMPLETED')
    ) AS told
    WHERE (days.count, days.first_count, days.amount)
            IS DISTINCT FROM (told.count, told.first_count, told.amount)
      AND NOT EXISTS (SELECT 1 FROM sales_changes AS marks
                      WHERE marks.store_id = days.store_id AND marks.placed_at >= days.starts_at
                        AND marks.placed_at < days.ends_at)
    UNION ALL
    SELECT days.store_id, format('%s: of %s %s for %s too many', days.starts_at, told.product_id,
        sum(told.quantity), sum(told.amount))
    FROM sales_days AS days CROSS JOIN LATERAL (
        SELECT product_id, quantity, amount FROM product_days
        WHERE product_days.store_id = days.store_id AND product_days.starts_at = days.starts_at
        UNION ALL
        SELECT items.product_id, -items.quantity, -items.line_total
        FROM orders JOIN order_items AS items
            ON items.order_id = orders.id AND items.store_id = orders.store_id
        WHERE orders.store_id = days.store_id AND placed_at >= days.starts_at
          AND placed_at < days.ends_at AND is_deleted IS FALSE
          AND status IN ('PLACED', 'PAID', 'SHIPPED', 'COMPLETED')
    ) AS told
    WHERE NOT EXISTS (SELECT 1 FROM sales_changes AS marks
                      WHERE marks.store_id = days.store_id AND marks.placed_at >= days.starts_at
                        AND marks.placed_at < days.ends_at)
    GROUP BY days.store_id, days.starts_at, told.product_id
    HAVING sum(told.quantity) <> 0 OR sum(told.amount) <> 0
    """,
)

# How the notes above read, for who reads them in another language.
NOTES = (
    N_("%(sku)s: %(stock)s in stock, %(moved)s by movements"),
    N_("%(number)s was never placed"),
    N_("%(number)s: %(total)s, lines %(lines)s"),
    N_(
        "%(status)s of %(amount)s: captured %(times)s times, %(captured)s; refunded %(refunded)s,"
        " by events %(told)s"
    ),
    N_("payment of %(amount)s: refunds %(asked)s, done %(done)s, said %(said)s"),
    N_("invoice %(number)s of %(amount)s: credited %(credited)s"),
    N_("was answered for, and is not there"),
)

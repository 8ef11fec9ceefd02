"""Between stores: no key leads from one store's record to another's, whatever the keys enforce."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from shop_admin.language import N_
from shop_admin.queries.invariants.invariant import Invariant

# Every foreign key between two tables that both know their store, with its columns besides it.
KEYS = text(
    """
    SELECT keys.conname, keys.conrelid::regclass::text, keys.confrelid::regclass::text,
           quote_ident(child.attname), quote_ident(parent.attname)
    FROM pg_constraint AS keys
    CROSS JOIN LATERAL unnest(keys.conkey, keys.confkey) AS pair(ours, theirs)
    JOIN pg_attribute AS child ON child.attrelid = keys.conrelid AND child.attnum = pair.ours
    JOIN pg_attribute AS parent ON parent.attrelid = keys.confrelid AND parent.attnum = theirs
    WHERE keys.contype = 'f' AND keys.connamespace = 'public'::regnamespace
      AND parent.attname = 'id'
      AND EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = keys.conrelid
                  AND attname = 'store_id' AND NOT attisdropped)
      AND EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = keys.confrelid
                  AND attname = 'store_id' AND NOT attisdropped)
    ORDER BY keys.conname
    """
)
# What all stores share (a parent without a store) is no border crossed.
CROSSED = (
    "SELECT child.id, format('{key}: of %s, leads to %s of %s', child.store_id, parent.id,"
    " parent.store_id) AS note FROM {child} AS child JOIN {parent} AS parent"
    " ON parent.{theirs} = child.{ours}"
    " WHERE parent.store_id IS NOT NULL AND child.store_id IS DISTINCT FROM parent.store_id"
)
# A person's own address book and sessions have no store; only staff acts as staff.
SUBCATEGORY = (
    "SELECT products.id, 'products: its subcategory is in another category' AS note FROM products"
    " JOIN subcategories ON subcategories.id = products.subcategory_id"
    " WHERE products.category_id IS DISTINCT FROM subcategories.category_id"
)
LEDGER = (
    "SELECT movements.id, 'stock_movements: it is for an order without this product' AS note"
    " FROM stock_movements AS movements WHERE order_id IS NOT NULL AND reason = 'SALE'"
    " AND NOT EXISTS (SELECT 1 FROM order_items AS items WHERE items.order_id = movements.order_id"
    " AND items.product_id = movements.product_id)"
)


def borders(session: Session) -> Invariant:
    """Return the invariant over every foreign key that this database has now."""
    keys = [
        CROSSED.format(key=row[0], child=row[1], parent=row[2], ours=row[3], theirs=row[4])
        for row in session.execute(KEYS)
    ]
    return Invariant(
        code="I11",
        title=N_("No record leads to another store's"),
        sql=" UNION ALL ".join([*keys, SUBCATEGORY, LEDGER]),
    )


# How the notes above read, for who reads them in another language.
NOTES = (
    N_("%(key)s: of %(store)s, leads to %(parent)s of %(other)s"),
    N_("products: its subcategory is in another category"),
    N_("stock_movements: it is for an order without this product"),
)

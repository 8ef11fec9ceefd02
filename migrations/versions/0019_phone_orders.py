"""Drafts whose lines change, parcels that hold no more than was ordered, movements undone once."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

DEFINER = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp"
SEARCH = "((order_number || ' ') || tracking_number)"

# The lock on the order is what makes two parcels that are packed at once count each other.
PARCEL_FITS = f"""
CREATE FUNCTION parcel_fits() RETURNS trigger {DEFINER} AS $$
BEGIN
    SELECT number INTO NEW.order_number FROM orders
    WHERE id = NEW.order_id AND store_id = NEW.store_id FOR NO KEY UPDATE;
    IF jsonb_array_length(NEW.items) = 0 OR EXISTS (
        SELECT 1 FROM jsonb_array_elements(NEW.items) AS part
        WHERE (part ->> 'quantity')::int < 1
    ) OR EXISTS (
        SELECT 1 FROM (
            SELECT items FROM shipments WHERE order_id = NEW.order_id
            UNION ALL SELECT NEW.items
        ) AS parcels, jsonb_array_elements(parcels.items) AS part
        LEFT JOIN order_items
            ON order_items.id = (part ->> 'item_id')::uuid AND order_id = NEW.order_id
        GROUP BY part ->> 'item_id', order_items.quantity
        HAVING sum((part ->> 'quantity')::int) > coalesce(order_items.quantity, 0)
    ) THEN
        RAISE EXCEPTION 'more in the parcels than was ordered' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'parcel_fits';
    END IF;
    RETURN NEW;
END $$
"""

# Carrier, number and note of a parcel may be put right; what was in it, and when it left, may not.
FREEZE_PARCEL = """
CREATE FUNCTION freeze_parcel() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.order_id, OLD.order_number, OLD.items, OLD.shipped_at, OLD.is_deleted)
       IS DISTINCT FROM
       (NEW.order_id, NEW.order_number, NEW.items, NEW.shipped_at, NEW.is_deleted) THEN
        RAISE EXCEPTION 'a parcel that left keeps its content' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'parcel_frozen';
    END IF;
    RETURN NEW;
END $$
"""

# Cancelling gives back the stock of the whole order: what has left cannot be given back.
KEEP_SENT_ORDER = f"""
CREATE FUNCTION keep_sent_order() RETURNS trigger {DEFINER} AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM shipments WHERE order_id = NEW.id) THEN
        RAISE EXCEPTION 'a part of this order has left' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'order_partly_sent';
    END IF;
    RETURN NEW;
END $$
"""

# Hands move stock; what a sale took or gave back follows its order and is undone there.
UNDO_FITS = f"""
CREATE FUNCTION undo_fits() RETURNS trigger {DEFINER} AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM stock_movements
        WHERE id = NEW.undoes_id AND store_id = NEW.store_id AND product_id = NEW.product_id
          AND delta = -NEW.delta AND order_id IS NULL AND reason <> 'UNDO'
    ) THEN
        RAISE EXCEPTION 'this undoes no movement' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'undo_fits';
    END IF;
    RETURN NEW;
END $$
"""

TRIGGERS = """
CREATE TRIGGER parcel_fits BEFORE INSERT ON shipments
    FOR EACH ROW EXECUTE FUNCTION parcel_fits();
CREATE TRIGGER freeze_parcel BEFORE UPDATE ON shipments
    FOR EACH ROW EXECUTE FUNCTION freeze_parcel();
CREATE TRIGGER keep_sent_order BEFORE UPDATE OF status ON orders FOR EACH ROW
    WHEN (NEW.status = 'CANCELLED' AND OLD.status <> 'CANCELLED')
    EXECUTE FUNCTION keep_sent_order();
CREATE TRIGGER undo_fits BEFORE INSERT ON stock_movements FOR EACH ROW
    WHEN (NEW.undoes_id IS NOT NULL) EXECUTE FUNCTION undo_fits()
"""

# A draft's lines come and go; freeze_order_item refuses it once the order is placed.
GRANTS = """
GRANT DELETE ON order_items TO shop_scoped, shop_all;
GRANT INSERT (note), UPDATE (note) ON shipments TO shop_scoped, shop_all
"""

FILL_NUMBERS = """
ALTER TABLE shipments DISABLE TRIGGER audit;
UPDATE shipments SET order_number = orders.number
FROM orders WHERE orders.id = shipments.order_id;
ALTER TABLE shipments ENABLE ALWAYS TRIGGER audit
"""

DROP = """
REVOKE DELETE ON order_items FROM shop_scoped, shop_all;
DROP FUNCTION parcel_fits(), freeze_parcel(), keep_sent_order(), undo_fits() CASCADE
"""


def upgrade() -> None:
    op.add_column(
        "shipments", sa.Column("order_number", sa.Text(), server_default="", nullable=False)
    )
    op.add_column("shipments", sa.Column("note", sa.Text(), server_default="", nullable=False))
    _run(FILL_NUMBERS)
    op.create_index(
        "ix_shipments_search",
        "shipments",
        [sa.literal_column(SEARCH).label("search")],
        postgresql_using="gin",
        postgresql_ops={"search": "gin_trgm_ops"},
    )
    op.create_index(
        "ix_shipments_store_id", "shipments", ["store_id", sa.literal_column("id DESC")]
    )
    op.add_column("stock_movements", sa.Column("undoes_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_stock_movements_undoes_id"),
        "stock_movements",
        "stock_movements",
        ["undoes_id"],
        ["id"],
    )
    op.create_index(
        "ux_stock_movements_undoes_id",
        "stock_movements",
        ["undoes_id"],
        unique=True,
        postgresql_where=sa.text("undoes_id IS NOT NULL"),
    )
    _run(PARCEL_FITS, FREEZE_PARCEL, KEEP_SENT_ORDER, UNDO_FITS, TRIGGERS, GRANTS)


def downgrade() -> None:
    _run(DROP)
    op.drop_index("ux_stock_movements_undoes_id", "stock_movements")
    op.drop_column("stock_movements", "undoes_id")
    op.drop_index("ix_shipments_store_id", "shipments")
    op.drop_index("ix_shipments_search", "shipments")
    op.drop_column("shipments", "note")
    op.drop_column("shipments", "order_number")


def _run(*statements: str) -> None:
    with op.get_bind().connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)

"""Provider payments: messages with what they say in columns, handled once; refunds with their reference."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

DEFINER = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp"
SCOPED = "NOT coalesce((NEW.args ->> 'store_id')::uuid = ANY (app_stores()), false)"
# A provider's message names a payment; which store that is, only its handling finds out.
WEBHOOK = (
    "NOT (current_setting('app.party', true) = 'webhook'"
    " AND NEW.task_name IN ('inbox.handle', 'sandbox.deliver'))"
)
JOB_IN_SCOPE = """
CREATE OR REPLACE FUNCTION job_in_scope() RETURNS trigger {definer} AS $$
BEGIN
    IF current_setting('role') = 'shop_scoped'
       AND {rule} THEN
        RAISE EXCEPTION 'no job for another store' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$
"""

# The webhook's party only ever adds a message; a store's party reads those of its own payments
# and writes down what became of them.
POLICIES = """
GRANT INSERT, SELECT ON provider_events, provider_event_results TO shop_scoped;
CREATE POLICY received ON provider_events FOR INSERT TO shop_scoped
    WITH CHECK (current_setting('app.party', true) = 'webhook');
CREATE POLICY scoped ON provider_events FOR SELECT TO shop_scoped USING (
    EXISTS (SELECT 1 FROM payments WHERE payments.id = provider_events.payment_id)
    OR EXISTS (
        SELECT 1 FROM payments
        WHERE provider_events.payment_id IS NULL
          AND payments.payment_method = provider_events.provider
          AND payments.transaction_id = provider_events.transaction_id));
CREATE POLICY scoped ON provider_event_results TO shop_scoped
    USING (EXISTS (SELECT 1 FROM provider_events
                   WHERE provider_events.id = provider_event_results.event_id))
    WITH CHECK (EXISTS (SELECT 1 FROM provider_events
                        WHERE provider_events.id = provider_event_results.event_id))
"""
NO_POLICIES = """
DROP POLICY scoped ON provider_event_results;
DROP POLICY scoped ON provider_events;
DROP POLICY received ON provider_events;
REVOKE INSERT, SELECT ON provider_events, provider_event_results FROM shop_scoped
"""
REFUND_COLUMN = """
GRANT INSERT (reference), UPDATE (reference) ON refunds TO shop_scoped, shop_all
"""


def upgrade() -> None:
    op.add_column("provider_events", sa.Column("payment_id", sa.Uuid(), nullable=True))
    op.add_column("provider_events", sa.Column("refund_id", sa.Uuid(), nullable=True))
    for name in ("transaction_id", "reference", "currency"):
        op.add_column(
            "provider_events", sa.Column(name, sa.Text(), server_default="", nullable=False)
        )
    op.add_column("provider_events", sa.Column("amount", sa.Numeric(14, 4), nullable=True))
    op.create_index("ix_provider_events_payment_id", "provider_events", ["payment_id"])
    op.create_index(
        "ix_provider_events_transaction_id",
        "provider_events",
        ["provider", "transaction_id"],
        postgresql_where=sa.text("payment_id IS NULL AND transaction_id <> ''"),
    )
    op.drop_constraint("uq_provider_event_results_event_id", "provider_event_results")
    op.create_unique_constraint(
        "uq_provider_event_results_event_id_outcome",
        "provider_event_results",
        ["event_id", "outcome"],
    )
    op.create_index(
        "ux_payment_events_reference",
        "payment_events",
        ["payment_id", "kind", "reference"],
        unique=True,
        postgresql_where=sa.text("reference <> '' AND kind <> 'NOTE'"),
    )
    op.add_column("refunds", sa.Column("reference", sa.Text(), server_default="", nullable=False))
    op.create_index(
        "ix_refunds_open",
        "refunds",
        ["store_id", "id"],
        postgresql_where=sa.text("status <> 'DONE'"),
    )
    _execute(
        POLICIES,
        REFUND_COLUMN,
        JOB_IN_SCOPE.format(definer=DEFINER, rule=f"{WEBHOOK}\n       AND {SCOPED}"),
    )


def downgrade() -> None:
    _execute(NO_POLICIES, JOB_IN_SCOPE.format(definer=DEFINER, rule=SCOPED))
    op.drop_index("ix_refunds_open", "refunds")
    op.drop_column("refunds", "reference")
    op.drop_index("ux_payment_events_reference", "payment_events")
    op.drop_constraint("uq_provider_event_results_event_id_outcome", "provider_event_results")
    op.create_unique_constraint(
        "uq_provider_event_results_event_id", "provider_event_results", ["event_id"]
    )
    op.drop_index("ix_provider_events_transaction_id", "provider_events")
    op.drop_index("ix_provider_events_payment_id", "provider_events")
    for name in ("amount", "currency", "reference", "transaction_id", "refund_id", "payment_id"):
        op.drop_column("provider_events", name)


def _execute(*statements: str) -> None:
    with op.get_bind().connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)

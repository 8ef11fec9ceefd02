"""The job queue of Procrastinate, in the same database as the work that asks for jobs."""

from pathlib import Path

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

SCHEMA = Path(__file__).parents[1] / "sql" / "procrastinate_3_10_0.sql"

# Whoever may write an order may ask for its job, without reading the queue.
DEFER_AS_OWNER = """
ALTER FUNCTION procrastinate_defer_jobs_v1(procrastinate_job_to_defer_v1[])
SECURITY DEFINER SET search_path = public, pg_temp
"""

DROP = """
DO $$
DECLARE thing record;
BEGIN
    DROP TABLE procrastinate_events, procrastinate_periodic_defers,
        procrastinate_jobs, procrastinate_workers CASCADE;
    FOR thing IN
        SELECT oid::regprocedure AS name FROM pg_proc
        WHERE proname LIKE 'procrastinate\\_%' AND pronamespace = 'public'::regnamespace
    LOOP EXECUTE format('DROP FUNCTION %s CASCADE', thing.name); END LOOP;
    DROP TYPE procrastinate_job_to_defer_v1;
    DROP TYPE procrastinate_job_status;
    DROP TYPE procrastinate_job_event_type;
END $$
"""


def upgrade() -> None:
    # The raw cursor: the schema has % signs and many statements in one text.
    with op.get_bind().connection.cursor() as cursor:
        cursor.execute(SCHEMA.read_text())
    op.execute(DEFER_AS_OWNER)


def downgrade() -> None:
    with op.get_bind().connection.cursor() as cursor:
        cursor.execute(DROP)

import contextlib

import psycopg2
from alembic import command
from alembic.script import ScriptDirectory

from shop_admin.launcher.schema import migrations

SHAPE = """
    SELECT 'column', table_name, column_name,
        data_type || is_nullable || coalesce(column_default, '')
    FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT 'index', tablename, indexname, indexdef FROM pg_indexes
    WHERE schemaname = 'public'
    UNION ALL SELECT 'trigger', tgrelid::regclass::text, tgname,
        pg_get_triggerdef(oid) || tgenabled::text
    FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT 'policy', polrelid::regclass::text, polname, polcmd::text
        || pg_get_expr(polqual, polrelid) FROM pg_policy
    UNION ALL SELECT 'function', '', oid::regprocedure::text, md5(prosrc) FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT 'grant', table_name, column_name, grantee || privilege_type
    FROM information_schema.column_privileges WHERE grantee LIKE 'shop\\_%'
    ORDER BY 1, 2, 3, 4
"""


def _shape(url: str) -> list[tuple[str, ...]]:
    with (
        contextlib.closing(psycopg2.connect(url.replace("+psycopg2", ""))) as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute(SHAPE)
        return cursor.fetchall()


def test_up_down_and_up_again_is_the_same(empty_database: str) -> None:
    config = migrations(empty_database)
    empty = _shape(empty_database)
    command.upgrade(config, "head")
    first = _shape(empty_database)
    command.downgrade(config, "base")
    rest = [row for row in _shape(empty_database) if "alembic_version" not in row]
    command.upgrade(config, "head")

    assert len(first) > 800
    assert rest == empty
    assert _shape(empty_database) == first


def test_models_and_migrations_agree(empty_database: str) -> None:
    config = migrations(empty_database)
    command.upgrade(config, "head")
    # It raises where autogenerate would find anything to do.
    assert command.check(config) is None


def test_there_is_one_line_of_migrations(empty_database: str) -> None:
    script = ScriptDirectory.from_config(migrations(empty_database))
    assert len(script.get_heads()) == 1

import sqlalchemy as sa

from shop_admin.config import Settings
from shop_admin.db import engine_options


def test_what_the_server_ended_is_not_lent_again(settings: Settings) -> None:
    engine = sa.create_engine(settings.database_url, **engine_options(pool_size=2))
    with engine.connect() as one, engine.connect() as two:
        pids = [each.scalar(sa.text("SELECT pg_backend_pid()")) for each in (one, two)]
    with engine.connect() as killer:
        own = killer.scalar(sa.text("SELECT pg_backend_pid()"))
        ended = next(pid for pid in pids if pid != own)
        killer.execute(sa.text("SELECT pg_terminate_backend(:pid, 2000)"), {"pid": ended})
        with engine.connect() as fresh:
            assert fresh.scalar(sa.text("SELECT pg_backend_pid()")) not in pids
    engine.dispose()


def test_a_connection_that_lives_is_lent_again(settings: Settings) -> None:
    engine = sa.create_engine(settings.database_url, **engine_options(pool_size=1))
    pids = set()
    for _ in range(3):
        with engine.connect() as one:
            pids.add(one.scalar(sa.text("SELECT pg_backend_pid()")))
    engine.dispose()

    assert len(pids) == 1

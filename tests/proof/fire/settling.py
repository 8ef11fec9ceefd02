"""After the fire: the workers do what is left, the provider tells what is untold."""

import time

from fire.installation import Installation, looking_at
from fire.ledger import count_untold

# What waits for its next try waits no longer: hours of patience are not what is proved here. A
# job that a worker is just taking needs no haste, and waiting for it could be a deadlock.
HASTEN = """
    UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE id IN (
        SELECT id FROM procrastinate_jobs WHERE status = 'todo' AND scheduled_at IS NOT NULL
        ORDER BY id FOR UPDATE SKIP LOCKED)
"""
LEFT = """
    SELECT task_name, status::text, attempts, worker_id, args::text FROM procrastinate_jobs
    WHERE status IN ('todo', 'doing') AND queueing_lock IS NULL
"""
PATIENCE = 1_800.0


def settle(shop: Installation, patience: float = PATIENCE) -> float:
    """Wait until no job and no message is left; return how long that took.

    A killed worker's jobs go on when its heartbeat has been missed, as in any installation.
    """
    begun = time.monotonic()
    with looking_at(shop) as cursor:
        while time.monotonic() - begun < patience:
            cursor.execute(HASTEN)
            cursor.execute(LEFT)
            left = cursor.fetchall()
            if not left and count_untold(shop.ledger) == 0:
                return time.monotonic() - begun
            time.sleep(0.5)
    raise RuntimeError(f"{count_untold(shop.ledger)} messages are left, and of jobs {left[:20]}")

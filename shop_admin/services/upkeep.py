"""Forgetting what has served its time: counters, sessions, codes and kept answers."""

from sqlalchemy import text

from shop_admin.db import db

_OVER = tuple(
    text(statement)
    for statement in (
        "DELETE FROM rate_buckets WHERE expires_at < shop_now()",
        "DELETE FROM sessions WHERE expires_at < shop_now()",
        "DELETE FROM one_time_codes WHERE expires_at < shop_now() - interval '2 days'",
        "DELETE FROM idempotency_keys WHERE cdate < shop_now() - interval '72 hours'",
        "DELETE FROM job_failures WHERE NOT EXISTS"
        " (SELECT 1 FROM procrastinate_jobs WHERE id = job_failures.job_id)",
        "DELETE FROM bulk_jobs WHERE finished_at < shop_now() - interval '90 days'",
        "DELETE FROM export_records USING exports WHERE exports.id = export_id"
        " AND exports.key IS NULL AND exports.finished_at < shop_now() - interval '30 days'",
    )
)


def prune() -> None:
    """Delete what is over; asked for every hour."""
    for statement in _OVER:
        db.session.execute(statement)

"""The audit trail: whoever reads it from its beginning arrives at what is stored."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from shop_admin.language import N_
from shop_admin.queries.invariants.invariant import Invariant

AUDITED = text(
    "SELECT tgrelid::regclass::text FROM pg_trigger"
    " WHERE tgname = 'audit' AND NOT tgisinternal ORDER BY 1"
)
# The trigger itself knows which columns are bookkeeping and left out, and which it never tells.
SILENT = text(
    "SELECT substring(prosrc FROM 'silent text\\[\\] := ''(\\{[^}]*\\})'''),"
    " substring(prosrc FROM 'secrets text\\[\\] := ''(\\{[^}]*\\})''')"
    " FROM pg_proc WHERE proname = 'audit_row' AND pronamespace = 'public'::regnamespace"
)
SEALED_HASH = "•••"

# Of most records the trail has one entry that says it all: they are compared whole, and only the
# others column by column. A column that came later is not in the entry that made the record: it
# counts from its first change on.
DIFFERS = """
    SELECT rows.id, format('{table}: %s is not what the trail says', string_agg(now.key, ', '
                           ORDER BY now.key)) AS note
    FROM {table} AS rows
    JOIN LATERAL (
        SELECT count(*) AS entries, (array_agg(new))[1] AS one FROM audit_entries
        WHERE table_name = '{table}' AND record_id = rows.id AND action IN ({deeds})
    ) AS told ON told.entries <> 1 OR told.one - '{silent}'::text[] - '{secrets}'::text[]
        <> to_jsonb(rows) - '{silent}'::text[] - '{secrets}'::text[]
    CROSS JOIN LATERAL jsonb_each(to_jsonb(rows)) AS now
    JOIN LATERAL (
        SELECT entries.new -> now.key AS value FROM audit_entries AS entries
        WHERE entries.table_name = '{table}' AND entries.record_id = rows.id
          AND entries.action IN ({deeds}) AND entries.new ? now.key
        ORDER BY entries.id DESC LIMIT 1
    ) AS said ON said.value <> '"{hidden}"' AND said.value IS DISTINCT FROM now.value
    WHERE NOT now.key = ANY ('{silent}'::text[])
    GROUP BY rows.id
"""
UNTOLD = """
    SELECT rows.id, '{table}: the trail does not know who made it' AS note FROM {table} AS rows
    WHERE NOT EXISTS (
        SELECT 1 FROM audit_entries AS entries
        WHERE entries.table_name = '{table}' AND entries.record_id = rows.id
          AND entries.action = 'create')
"""
DEEDS = "'create', 'update', 'move', 'remove', 'restore'"


def trail(session: Session) -> Invariant:
    """Return the invariant over every table that is audited now."""
    silent, secrets = session.execute(SILENT).one()
    words = {"silent": silent, "secrets": secrets, "hidden": SEALED_HASH, "deeds": DEEDS}
    selects = [
        select.format(table=table, **words)
        for table in session.scalars(AUDITED)
        for select in (DIFFERS, UNTOLD)
    ]
    return Invariant(
        code="I12",
        title=N_("Each record is what its audit trail says, from its making on"),
        sql=" UNION ALL ".join(selects),
    )


# How the notes above read, for who reads them in another language.
NOTES = (
    N_("%(table)s: %(columns)s is not what the trail says"),
    N_("%(table)s: the trail does not know who made it"),
)

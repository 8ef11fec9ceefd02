"""Invoices and jobs: every paper that is due is there or under way, numbered without a gap."""

from shop_admin.queries.invariants.invariant import Invariant

# What is paid is invoiced, whatever the store's rule was before, but for a store that invoices
# what has left. A cancelled order's paper was issued before, or never.
INVOICED = Invariant(
    code="I7",
    title="Each paid order has one invoice, or a job under way for ten minutes at most",
    sql="""
    SELECT orders.id, format('%s %s: %s invoices', orders.number, orders.status,
                             count(invoices.id)) AS note
    FROM orders JOIN stores ON stores.id = orders.store_id
    LEFT JOIN invoices ON invoices.order_id = orders.id AND invoices.kind = 'INVOICE'
    WHERE orders.status NOT IN ('DRAFT', 'CANCELLED')
      AND (stores.invoice_rule <> 'SHIPPED' OR orders.status IN ('SHIPPED', 'COMPLETED'))
      AND EXISTS (SELECT 1 FROM payments
                  WHERE payments.order_id = orders.id AND paid_at IS NOT NULL)
    GROUP BY orders.id
    HAVING count(invoices.id) > 1 OR count(invoices.id) = 0 AND NOT EXISTS (
        SELECT 1 FROM procrastinate_jobs AS jobs
        JOIN procrastinate_events AS events ON events.job_id = jobs.id
        WHERE jobs.task_name = 'invoices.issue' AND jobs.status IN ('todo', 'doing')
          AND jobs.args ->> 'order_id' = orders.id::text
          AND events.type = 'deferred' AND events.at > now() - interval '10 minutes')
    """,
)

SERIES = Invariant(
    code="I8",
    title="Each series counts without a gap, its dates in the order of its numbers",
    sql="""
    SELECT series.id, format('%s-%s: last %s, %s papers up to %s', prefix, fiscal_year, last,
                             count(papers.id), max(papers.number)) AS note
    FROM invoice_series AS series LEFT JOIN invoices AS papers ON papers.series_id = series.id
    GROUP BY series.id
    HAVING last <> count(papers.id) OR last <> coalesce(max(papers.number), 0)
    UNION ALL
    SELECT id, format('%s is dated before the one in front of it', invoice_number) FROM (
        SELECT id, invoice_number, issued_at,
               lag(issued_at) OVER (PARTITION BY series_id ORDER BY number) AS before
        FROM invoices
    ) AS dated WHERE issued_at < before
    """,
)

# Ready since: asked for, put off until, or given back. A failed one is of interest for a week.
JOBS = Invariant(
    code="I9",
    title="No job is undone for more than 15 minutes, and none failed this week",
    sql="""
    SELECT jobs.id, format('%s %s after %s tries, args %s%s', jobs.task_name, jobs.status,
        jobs.attempts, jobs.args, ': ' || job_failures.sentence) AS note
    FROM procrastinate_jobs AS jobs
    CROSS JOIN LATERAL (
        SELECT max(at) FILTER (WHERE type <> 'scheduled') AS at
        FROM procrastinate_events WHERE job_id = jobs.id
    ) AS latest
    LEFT JOIN job_failures ON job_failures.job_id = jobs.id
    WHERE (jobs.status IN ('todo', 'doing')
           AND greatest(latest.at, jobs.scheduled_at) < now() - interval '15 minutes')
       OR (jobs.status = 'failed' AND latest.at > now() - interval '7 days')
    """,
)

FILED = Invariant(
    code="I10",
    title="Each paper has its file after 15 minutes at most",
    sql="""
    SELECT invoices.id, format('%s has no file', invoice_number) AS note
    FROM invoices LEFT JOIN invoice_files ON invoice_files.invoice_id = invoices.id
    WHERE invoice_files.id IS NULL AND invoices.cdate < shop_now() - interval '15 minutes'
    """,
)

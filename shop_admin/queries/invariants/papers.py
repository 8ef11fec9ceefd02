"""Invoices and jobs: every paper that is due is there or under way, numbered without a gap."""

from shop_admin.language import N_
from shop_admin.queries.invariants.invariant import Invariant

# What is paid is invoiced, whatever the store's rule was before, but for a store that invoices
# what has left. A cancelled order's paper was issued before, or never.
INVOICED = Invariant(
    code="I7",
    title=N_("Each paid order has one invoice, or a job under way for ten minutes at most"),
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
    title=N_("Each series counts without a gap, its dates in the order of its numbers"),
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

# Ready since: asked for, put off until, or given back. A failed one is of interest for a week,
# unless it is of those that come round by themselves, and the next one has done it.
JOBS = Invariant(
    code="I9",
    title=N_("No job is undone for more than 15 minutes, and none failed this week"),
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
       OR (jobs.status = 'failed' AND latest.at > now() - interval '7 days'
           AND NOT EXISTS (
               SELECT 1 FROM procrastinate_jobs AS later
               WHERE later.queueing_lock = jobs.queueing_lock AND later.id > jobs.id
                 AND later.status = 'succeeded'))
    """,
)

FILED = Invariant(
    code="I10",
    title=N_("Each paper has its file after 15 minutes at most"),
    sql="""
    SELECT invoices.id, format('%s has no file', invoice_number) AS note
    FROM invoices LEFT JOIN invoice_files ON invoice_files.invoice_id = invoices.id
    WHERE invoice_files.id IS NULL AND invoices.cdate < shop_now() - interval '15 minutes'
    """,
)

# Every register and tax report reads these; a credit note is of an amount of its own.
TAXED = Invariant(
    code="I13",
    title=N_(
        "Each paper's taxes add up to it, on the paper and beside it, as its order's lines do"
    ),
    sql="""
    SELECT invoices.id, format('%s of %s, tax %s: tax lines %s and %s, on the paper %s and %s;'
        ' %s rates unlike the order', invoice_number, amount, invoices.tax_amount, kept.net,
        kept.tax, paper.net, paper.tax, coalesce(sold.unlike, 0)) AS note
    FROM invoices
    CROSS JOIN LATERAL (
        SELECT coalesce(sum((line ->> 'net')::numeric), 0) AS net,
               coalesce(sum((line ->> 'tax')::numeric), 0) AS tax,
               count(*) - count(DISTINCT ((line ->> 'rate')::numeric, line ->> 'name')) AS twice
        FROM jsonb_array_elements(taxes) AS line
    ) AS kept
    CROSS JOIN LATERAL (
        SELECT coalesce(sum((line ->> 'net')::numeric), 0) AS net,
               coalesce(sum((line ->> 'tax')::numeric), 0) AS tax,
               count(*) FILTER (WHERE parts.tax <> (line ->> 'tax')::numeric) AS unlike
        FROM jsonb_array_elements(snapshot #> '{paper,taxes}') AS line
        CROSS JOIN LATERAL (
            SELECT sum((part ->> 'amount')::numeric) AS tax
            FROM jsonb_array_elements(line -> 'components') AS part
        ) AS parts
    ) AS paper
    LEFT JOIN LATERAL (
        SELECT count(*) AS unlike FROM (
            SELECT (line ->> 'rate')::numeric AS rate, sum((line ->> 'tax')::numeric) AS tax
            FROM jsonb_array_elements(taxes) AS line GROUP BY 1
        ) AS lines FULL JOIN (
            SELECT tax_rate AS rate, sum(items.tax_amount) AS tax
            FROM order_items AS items WHERE items.order_id = invoices.order_id GROUP BY 1
        ) AS items USING (rate) WHERE lines.tax IS DISTINCT FROM items.tax
    ) AS sold ON kind = 'INVOICE'
    LEFT JOIN orders ON kind = 'INVOICE' AND orders.id = invoices.order_id
    WHERE kept.tax <> invoices.tax_amount OR kept.net + kept.tax <> amount OR kept.twice > 0
       OR (paper.net, paper.tax) <> (kept.net, kept.tax) OR paper.unlike > 0 OR sold.unlike > 0
       OR (orders.total_amount, orders.tax_amount) <> (amount, invoices.tax_amount)
    """,
)

# How the notes above read, for who reads them in another language.
NOTES = (
    N_("%(order)s: %(count)s invoices"),
    N_("%(series)s: last %(last)s, %(count)s papers up to %(most)s"),
    N_("%(number)s is dated before the one in front of it"),
    N_("%(number)s has no file"),
)

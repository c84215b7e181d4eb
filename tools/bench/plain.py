"""The yardstick: one plain SQL statement with the columns of ``kam.analysis.line``.

Written by hand for speed and for nothing else: one basis (ordered), one measure
(revenue), fixed limits, rhythm; no cost drivers, no facts kept for later, no roll-up
mended, no classes on the customers. Straight from order lines to the result. It
shares no code with the product, so that it is also a second opinion on the figures.
"""

from __future__ import annotations

import datetime

# %(name)s are psycopg2 parameters, {name} are fragments from :func:`statement`.
SQL = """
INSERT INTO {table} (analysis_id, {columns})
WITH company (id, rate, tz) AS (VALUES {companies}),
-- lines of each order, without sections and notes
line AS (
    SELECT order_id, SUM(price_subtotal) AS revenue, SUM(margin) AS margin,
           COUNT(*) AS lines
      FROM sale_order_line
     WHERE display_type IS NULL AND state = 'sale'
  GROUP BY order_id
),
-- one row per account and local day, all of the past
day AS MATERIALIZED (
    SELECT account_id, day, COUNT(*) AS orders, SUM(revenue * factor) AS revenue,
           SUM(margin * factor) AS margin, SUM(lines) AS lines
      FROM (SELECT p.kam_account_id AS account_id, l.revenue, l.margin, l.lines,
                   timezone(c.tz, timezone('UTC', o.date_order))::date AS day,
                   c.rate / o.currency_rate AS factor
              FROM sale_order o
              JOIN company c ON c.id = o.company_id
              JOIN res_partner p ON p.id = o.partner_id
         LEFT JOIN line l ON l.order_id = o.id
             WHERE o.state = 'sale'
               AND p.commercial_partner_id != ALL(%(internal)s)
               AND p.kam_account_id != ALL(%(internal)s)) head
     WHERE day <= %(date_to)s
  GROUP BY account_id, day
),
month AS (
    SELECT account_id, date_trunc('month', day)::date AS month,
           SUM(revenue) AS revenue, SUM(margin) AS margin
      FROM day WHERE day >= %(window_from)s
  GROUP BY 1, 2
),
history AS (
    SELECT account_id AS history_id, MIN(month) AS first_month,
           COUNT(*) FILTER (WHERE month >= %(date_from)s) AS active_months,
           COALESCE(SUM(revenue) FILTER (WHERE month >= %(y1)s), 0) AS y1,
           COALESCE(SUM(margin) FILTER (WHERE month >= %(y1)s), 0) AS margin_y1,
           COALESCE(SUM(revenue) FILTER (WHERE month >= %(y2)s AND month < %(y1)s), 0)
               AS y2,
           COALESCE(SUM(revenue) FILTER (WHERE month >= %(y3)s AND month < %(y2)s), 0)
               AS y3,
           COALESCE(SUM(revenue::float8) FILTER (WHERE month >= %(date_from)s), 0)
               AS amount,
           COALESCE(SUM(revenue::float8 ^ 2) FILTER (WHERE month >= %(date_from)s), 0)
               AS amount_square
      FROM month GROUP BY account_id
),
gap AS (
    SELECT *, LAG(day) OVER w AS day_before, day - LAG(day) OVER w AS gap
      FROM day WHERE day >= %(window_from)s
    WINDOW w AS (PARTITION BY account_id ORDER BY day)
),
rhythm AS (
    SELECT account_id, COUNT(*) AS order_days, MAX(day) AS last_day,
           SUM(orders) FILTER (WHERE day >= %(date_from)s) AS orders,
           COUNT(*) FILTER (WHERE day >= %(date_from)s) AS period_days,
           ROUND(COALESCE(SUM(revenue) FILTER (WHERE day >= %(date_from)s), 0), 2)
               AS revenue,
           ROUND(COALESCE(SUM(margin) FILTER (WHERE day >= %(date_from)s), 0), 2)
               AS margin,
           SUM(lines) FILTER (WHERE day >= %(date_from)s) AS lines,
           stddev_pop(gap) FILTER (WHERE day_before >= %(date_from)s)
           / NULLIF(AVG(gap) FILTER (WHERE day_before >= %(date_from)s), 0) AS gap_cv,
           percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY gap) AS usual
      FROM gap GROUP BY account_id
),
pool AS (
    SELECT percentile_cont(ARRAY[0.8, 0.9]) WITHIN GROUP (ORDER BY gap) AS usual
      FROM gap
),
first_day AS (SELECT account_id, MIN(day) AS day FROM day GROUP BY account_id),
ranked AS (
    SELECT *, RANK() OVER (ORDER BY revenue DESC) AS rank,
           GREATEST(revenue, 0) / NULLIF(SUM(GREATEST(revenue, 0)) OVER (), 0)
               AS share,
           (SUM(GREATEST(revenue, 0)) OVER (ORDER BY revenue DESC)
            - SUM(GREATEST(revenue, 0)) OVER (PARTITION BY revenue))
           / NULLIF(SUM(GREATEST(revenue, 0)) OVER (), 0) AS share_before
      FROM rhythm WHERE orders > 0
),
classed AS (
    SELECT r.*, h.*, f.day AS first_day, s.*, t.*, m.*,
           CASE WHEN share IS NULL THEN NULL WHEN revenue <= 0 THEN 'c'
                WHEN share_before < 0.8 THEN 'a' WHEN share_before < 0.95 THEN 'b'
                ELSE 'c' END AS abc,
           CASE WHEN months < 6 OR period_days < 3 THEN NULL
                WHEN h.active_months >= 0.75 * months THEN 'x'
                WHEN gap_cv <= 0.5 THEN 'y' ELSE 'z' END AS xyz,
           first_month <= %(y2)s AND y2 > 0 AS known,
           first_month <= %(y3)s AND y3 > 0 AS known_before
      FROM ranked r
      JOIN history h ON h.history_id = r.account_id
      JOIN first_day f ON f.account_id = r.account_id
CROSS JOIN LATERAL (SELECT %(date_to)s::date - r.last_day AS silence) s
CROSS JOIN LATERAL (SELECT GREATEST(0, 12 * (date_part('year', %(date_to)s::date)
                           - date_part('year', start))
                           + date_part('month', %(date_to)s::date)
                           - date_part('month', start) + 1)::int AS months
                      FROM GREATEST(first_month, %(date_from)s::date) AS start) t
CROSS JOIN LATERAL (SELECT CASE WHEN months > 0 AND amount > 0.005 THEN
                           SQRT(GREATEST(amount_square / months
                                         - (amount / months) ^ 2, 0))
                           / (amount / months) END AS cv) m
)
SELECT %(analysis)s, c.account_id, revenue, margin, 0, NULL, margin,
       margin / NULLIF(revenue, 0),
       margin / NULLIF(revenue, 0), orders, COALESCE(lines, 0), first_day, last_day,
       ROUND((%(date_to)s::date - first_day) / 365.25, 2), share, share_before, rank,
       abc, NULL,
       CASE WHEN share >= 0.3 THEN 'warning' WHEN share >= 0.1 THEN 'notice' END,
       revenue > 0 AND share_before < 0.8 AND margin < 0.05 * revenue, months,
       active_months, period_days, cv, gap_cv, xyz,
       CASE WHEN abc IS NOT NULL OR xyz IS NOT NULL
            THEN UPPER(COALESCE(abc, '–') || COALESCE(xyz, '–')) END,
       order_days, c.usual[1], c.usual[2], silence,
       CASE WHEN order_days >= 4 THEN
            CASE WHEN silence > 3 * c.usual[1] AND silence > c.usual[2] THEN 'lost'
                 WHEN silence > 1.5 * c.usual[1] OR silence > c.usual[2] THEN 'at_risk'
                 WHEN silence >= c.usual[1] THEN 'due' ELSE 'active' END
            WHEN pool.usual IS NULL THEN NULL
            WHEN silence > pool.usual[2] THEN 'lost'
            WHEN silence > pool.usual[1] THEN 'at_risk' ELSE 'active' END,
       ROUND(y1, 2), ROUND(y2, 2), CASE WHEN known THEN y1 / y2 - 1 END,
       CASE WHEN known THEN ROUND((y1 * trend)::numeric, 2) END,
       CASE WHEN known THEN ROUND((margin_y1 * trend)::numeric, 2) END,
       CASE WHEN known_before THEN ROUND((y2 * trend_before)::numeric, 2) END,
       CASE WHEN known_before THEN ABS(y2 * trend_before - y1) / NULLIF(ABS(y1), 0) END,
       p.kam_status, p.kam_tier_id
  FROM classed c
  JOIN res_partner p ON p.id = c.account_id
CROSS JOIN pool
CROSS JOIN LATERAL (
       SELECT CASE WHEN known THEN
                   LEAST(GREATEST(y1 / y2, 0.5), 2)::float8 ^ 0.5 END AS trend,
              CASE WHEN known_before THEN
                   LEAST(GREATEST(y2 / y3, 0.5), 2)::float8 ^ 0.5 END AS trend_before
       ) d
"""

COLUMNS = """partner_id revenue margin cost_to_serve cost_detail profit margin_percent
profit_percent order_count line_count first_order_date last_order_date years share
share_before rank abc previous_abc flag_concentration flag_unprofitable month_count
active_months period_order_days cv interval_cv xyz abc_xyz order_days median_interval
long_interval days_since_order retention revenue_year revenue_year_before growth
forecast_revenue forecast_profit backtest_revenue forecast_error key_status
tier_id""".split()


def months_before(day, months):
    """The first of the month so many months before the month of a date."""
    number = day.year * 12 + day.month - 1 - months
    return datetime.date(number // 12, number % 12 + 1, 1)


def statement(cr, table, analysis_id, date_to, rates):
    """The statement and its parameters: twelve months up to ``date_to``.

    ``date_to`` is the last day of a month that is over, ``rates`` maps the id of each
    company to its rate to the currency of the analysis. The rows belong to an analysis
    that exists, as the foreign key of the table wants it.
    """
    cr.execute(
        """SELECT c.id, coalesce(p.tz, 'UTC') FROM res_company c
             JOIN res_partner p ON p.id = c.partner_id WHERE c.id = ANY(%s)""",
        [list(rates)],
    )
    companies = ", ".join(
        f"({company}, {rates[company]!r}::numeric, '{tz}')"
        for company, tz in cr.fetchall()
    )
    cr.execute("SELECT array_agg(partner_id) FROM res_company")
    values = {
        "analysis": analysis_id,
        "internal": cr.fetchone()[0],
        "date_to": date_to,
    }
    for name, months in {"y1": 11, "y2": 23, "y3": 35, "window_from": 35}.items():
        values[name] = months_before(date_to, months)
    values["date_from"] = values["y1"]
    columns = ", ".join(COLUMNS)
    return SQL.format(table=table, columns=columns, companies=companies), values

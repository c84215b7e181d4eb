"""The benchmark: the product beside one plain SQL statement, in one interleaved run.

    make bench ARGS="--lines 1000000,5000000 --pairs 3"

For each size a database is made, filled by :mod:`tools.history`, the addon installed
on it, and measured by a process of its own. So are the jobs of every night on many
key accounts (``--parts reminders,health``). Slow figures fail nothing: the table says
whether they reach the project's bars. See docs/performance.md.
"""

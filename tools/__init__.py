"""Bring-up, tests and lint of kam_odoo: what the Makefile calls.

Start reading at ``__main__.py``.  One file does one thing:
``venv`` (Python packages), ``odoo_source`` and ``debian_package`` (Odoo 19),
``postgres`` (the server), ``database`` and ``templates`` (databases),
``odoo_command`` and ``server`` (running Odoo), ``demo``, ``linting``,
``addon_tests`` and ``testing`` (what ``make test`` does), ``testbed`` (what the
system tests use), ``screenshots`` with ``browser`` (the pictures of the documentation).
"""

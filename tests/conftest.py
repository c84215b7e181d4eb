"""Fixtures of the system tests: a real Odoo, real databases, real programs."""

import os

import pytest

from tools import postgres, testbed


@pytest.fixture(scope="session")
def odoo():
    """Databases, scripts and servers; see tools/testbed.py."""
    bed = testbed.Testbed()
    yield bed
    bed.close()


@pytest.fixture(scope="session")
def env_vars(odoo):
    """The environment with which programs find the database server."""
    return {**os.environ, **postgres.environment()}


@pytest.fixture
def make_db(odoo):
    """`odoo.make_db`, whose databases are dropped at the end of the test."""
    made = []

    def make(name, **options):
        made.append(odoo.make_db(name, **options))
        return made[-1]

    yield make
    for db in made:
        odoo.drop_db(db)


@pytest.fixture(scope="session")
def program():
    """The path of a program; skips the test without it, on CI fails it."""
    return testbed.program

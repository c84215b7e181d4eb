"""The analysis of a random history agrees with a second computation in plain Python.

Every column of every customer and every figure of the header, for each basis, measure
and method, for one company, the other and both, for whole and for broken months.
Amounts agree to the last unit of the currency, shares and rates to a billionth; rates
between the amounts of months to a millionth, for the addon keeps those amounts with six
decimals (and weighs the error of the portfolio with rounded amounts).
"""

import datetime
from collections import Counter
from pathlib import Path

import pytest

from tests import exported
from tests.independent_cases import CASES, LIMITS
from tests.reference import History, Run
from tests.reference_run import analyse

NEAR = {"cv": 1e-6, "growth": 1e-6, "forecast_error": 1e-6, "wape": 1e-5}

GENERATE = """
import sys
sys.path.insert(0, folder)
from random_history import generate
result = generate(env, seed)
"""
ANALYSE = """
from freezegun import freeze_time
from itertools import groupby
admin = env.ref("base.user_admin")
result = []
for now, group in groupby(cases, key=lambda case: case["now"]):
    with freeze_time(now):
        for case in group:
            chosen = case["company"]
            allowed = companies if chosen != companies[1] else companies[::-1]
            values = {**case["options"], "company_id": chosen}
            values |= dict(zip(("date_from", "date_to"), case["period"]))
            if values.get("currency"):
                currency = env["res.currency"].search(
                    [("name", "=", values.pop("currency"))]
                )
                values["currency_id"] = currency.id
            records = env["res.company"].browse(companies)
            names = [f"kam_{name}" for name in case["settings"]]
            before = records.read(names) if names else []
            if names:
                records.write(dict(zip(names, case["settings"].values())))
            analysis = (
                env["kam.analysis"]
                .with_user(admin)
                .with_context(allowed_company_ids=allowed)
                .create(values)
            )
            analysis.action_run()
            result.append(analysis.id)
            for company in before:
                values = {name: company[name] for name in names}
                env["res.company"].browse(company["id"]).write(values)
"""


class World:
    """A database with the finished analyses, and what they should say."""

    def __init__(self, odoo, db):
        folder = str(Path(__file__).parent)
        self.companies = odoo.run_script(db, GENERATE, folder=folder, seed=1)
        self.cases = [case for cases in CASES.values() for case in cases]
        plain = [{**vars(case), "company": self.company(case)} for case in self.cases]
        ids = odoo.run_script(db, ANALYSE, cases=plain, companies=self.companies)
        with odoo.connect(db) as connection:
            self.history = History(exported.tables(connection))
            self.headers = {
                row["id"]: row
                for row in exported.rows(connection, "SELECT * FROM kam_analysis")
            }
            self.lines = {}
            for row in exported.rows(connection, "SELECT * FROM kam_analysis_line"):
                of_analysis = self.lines.setdefault(row["analysis_id"], {})
                of_analysis[row["partner_id"]] = row
            self.defections = {}
            for row in exported.rows(connection, "SELECT * FROM kam_defection"):
                of_analysis = self.defections.setdefault(row["analysis_id"], {})
                of_analysis[row["partner_id"], row["categ_id"]] = row
            self.kinds = {
                row["name"]["en_US"]: row["kind"]
                for row in exported.rows(
                    connection, "SELECT name, kind FROM kam_cost_driver"
                )
            }
            self.currencies = {
                row["name"]: row["id"]
                for row in exported.rows(
                    connection, "SELECT id, name FROM res_currency"
                )
            }
            self.contacts = exported.rows(
                connection,
                """SELECT id, kam_abc, kam_xyz, kam_retention, kam_account_id
                     FROM res_partner""",
            )
        self.ids = dict(zip(map(id, self.cases), ids, strict=True))
        self.expected = {}
        self.classes = []  # (what was analysed, end, classes) in the order of the runs
        for case in self.cases:
            self.expected[id(case)] = self.expect(case)

    def company(self, case):
        """Id of the company of a case; None: both."""
        return None if case.company is None else self.companies[case.company]

    def expect(self, case):
        """What the second computation says."""
        company = self.company(case)
        options = {"basis": "ordered", "measure": "revenue", **case.options}
        home = self.history.companies[company or self.companies[0]]
        currency = options.pop("currency", None)
        x_limit, y_limit = LIMITS[options.get("xyz_method", "rhythm")]
        run = Run(
            company_ids=(company,) if company else tuple(self.companies),
            currency_id=self.currencies[currency] if currency else home["currency_id"],
            date_from=datetime.date.fromisoformat(case.period[0]),
            date_to=datetime.date.fromisoformat(case.period[1]),
            now=datetime.datetime.fromisoformat(case.now),
            settings=case.settings,
            **{"x_limit": x_limit, "y_limit": y_limit, **options},
        )
        what = (company, run.currency_id, run.basis, run.measure)
        earlier = [
            (end, number, classes)
            for number, (done, end, classes) in enumerate(self.classes)
            if done == what and end < run.date_to
        ]
        previous = max(earlier, key=lambda one: one[:2])[2] if earlier else {}
        found = analyse(self.history, run, previous)
        classes = {account: line["abc"] for account, line in found[1].items()}
        self.classes.append((what, run.date_to, classes))
        return found


@pytest.fixture(scope="module")
def world(odoo):
    db = odoo.make_db("independent")
    yield World(odoo, db)
    odoo.drop_db(db)


def agree(name, found, wanted):
    """Whether two values are the same: exactly, numbers nearly (see above)."""
    if isinstance(wanted, (type(None), str, bool, datetime.date)) or found is None:
        return found == wanted
    near = NEAR.get(name, 1e-9)
    return abs(float(found) - float(wanted)) <= near * max(1, abs(float(wanted)))


def differences(world, case):
    """(column, account, found, wanted) of everything that does not agree."""
    analysis = world.ids[id(case)]
    header, lines, _retention, stopped = world.expected[id(case)]
    found_lines = world.lines.get(analysis, {})
    for account in sorted(set(lines) ^ set(found_lines)):
        yield "customer", account, account in found_lines, account in lines
    for name, wanted in header.items():
        found = world.headers[analysis][name]
        if not agree(name, found, wanted):
            yield name, "header", found, wanted
    for account in sorted(set(lines) & set(found_lines)):
        found_line = found_lines[account]
        for name, wanted in lines[account].items():
            found = found_line[name]
            if name == "cost_detail":
                same = same_costs(world, found, wanted)
            else:
                same = agree(name, found, wanted)
            if not same:
                yield name, account, found, wanted
    found_stopped = world.defections.get(analysis, {})
    for key in sorted(set(stopped) ^ set(found_stopped)):
        yield "defection", key, key in found_stopped, key in stopped
    for key in sorted(set(stopped) & set(found_stopped)):
        for name, wanted in stopped[key].items():
            found = found_stopped[key][name]
            if not agree(name, found, wanted):
                yield f"defection.{name}", key, found, wanted


def same_costs(world, found, wanted):
    """Whether the cost by driver agrees; the addon keeps it with two decimals."""
    found = {
        world.kinds.get(name, "capital"): cost for name, _count, cost in found or []
    }
    wanted = {kind: cost for kind, (count, cost) in wanted.items() if count}
    return found.keys() == wanted.keys() and all(
        abs(float(found[kind]) - float(cost)) < 0.00501 for kind, cost in wanted.items()
    )


@pytest.mark.parametrize("name", CASES)
def test_agrees_with_the_second_computation(world, name):
    wrong = []
    for case in CASES[name]:
        what = " ".join(map(str, (case.company, *case.options.values())))
        for column, account, found, wanted in differences(world, case):
            wrong.append(f"{column} of {account}: {found}, not {wanted} ({what})")
    summary = Counter(line.split(" of ")[0] for line in wrong)
    assert not wrong, f"{dict(summary)}\n" + "\n".join(wrong[:40])


def test_every_column_is_compared(world):
    case = CASES["latest"][0]
    _header, lines, *_rest = world.expected[id(case)]
    compared = set(next(iter(lines.values())))
    stored = set(next(iter(world.lines[world.ids[id(case)]].values())))
    assert stored - compared == {"id", "analysis_id", "partner_id"}


def test_classes_on_the_contacts(world):
    """The latest period stays: classes per company, retention also of the absent."""
    for case in CASES["latest"]:
        _header, lines, retention, _stopped = world.expected[id(case)]
        key = str(world.company(case))
        for contact in world.contacts:
            line = lines.get(contact["id"], {})
            wanted = {
                "kam_abc": line.get("abc"),
                "kam_xyz": line.get("xyz"),
                "kam_retention": retention.get(contact["id"]),
            }
            found = {name: (contact[name] or {}).get(key) for name in wanted}
            assert found == wanted, contact["id"]


def test_missing_accounts_are_mended(world):
    found = {row["id"]: row["kam_account_id"] for row in world.contacts}
    assert found == world.history.account


def test_the_history_has_everything(world):
    """Nothing above is true for want of data."""
    seen = Counter()
    for _header, lines, retention, stopped in world.expected.values():
        seen["defection"] += len(stopped)
        for line in lines.values():
            for name in ("abc", "xyz", "previous_abc", "flag_concentration"):
                seen[name, line[name]] += 1
            for name in ("growth", "forecast_error", "cv", "interval_cv"):
                seen[name, line[name] is None] += 1
            seen["unprofitable", line["flag_unprofitable"]] += 1
            seen["sign", line["revenue"] > 0, line["revenue"] < 0] += 1
            seen |= Counter(("cost", kind) for kind in line["cost_detail"])
        seen |= Counter(("retention", status) for status in retention.values())
        ranks = Counter(line["rank"] for line in lines.values())
        seen["ties"] += max(ranks.values()) > 1
        seen["single customer"] += len(lines) == 1
    wanted = [
        *(("abc", one) for one in ("a", "b", "c", None)),
        *(("xyz", one) for one in ("x", "y", "z", None)),
        *(("previous_abc", one) for one in ("a", "b", "c", None)),
        *(("flag_concentration", one) for one in ("notice", "warning", None)),
        *(("retention", one) for one in ("active", "due", "at_risk", "lost")),
        *((name, known) for name in ("growth", "cv") for known in (True, False)),
        *(("cost", kind) for kind in ("order", "meeting", "invoice", "capital")),
        ("unprofitable", True),
        ("sign", False, True),
        ("sign", False, False),
        "ties",
        "single customer",
        "defection",
    ]
    missing = [one for one in wanted if not seen[one]]
    assert not missing, missing

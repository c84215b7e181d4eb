"""The ground of the random history: companies, rates, users and trees of contacts.

Used inside Odoo's shell by ``random_history.py``, which holds the description.
"""

import datetime

FIRST, LAST = datetime.date(2021, 3, 5), datetime.date(2025, 6, 16)
ZONES = ("America/Los_Angeles", "Asia/Tokyo")
CURRENCIES = {"USD": 1.0, "EUR": 0.9, "JPY": 147.0}
RATES = {  # of the cost drivers, in the currencies of the two companies
    "order": (12.5, 900),
    "order_line": (0.75, 60),
    "lost_quotation": (8, 700),
    "meeting": (40, 5000),
    "invoice": (3.2, 250),
    "escalation": (75, 8000),
}


def insert(env, table, rows):
    """Insert dicts by plain SQL; returns the new ids in order, if there are ids."""
    names = sorted({name for row in rows for name in row})
    ids = []
    for start in range(0, len(rows), 1000):
        part = rows[start : start + 1000]
        one = "(" + ", ".join(["%s"] * len(names)) + ")"
        env.cr.execute(
            f"INSERT INTO {table} ({', '.join(names)}) VALUES "
            + ", ".join([one] * len(part))
            + f" RETURNING {'id' if not table.endswith('_rel') else names[0]}",
            [row.get(name) for row in part for name in names],
        )
        ids += [row[0] for row in env.cr.fetchall()]
    return ids


class Ground:
    """Companies, currencies, rates, users, contacts and cost drivers."""

    def __init__(self, env, rng):
        self.env, self.rng = env, rng
        self.currencies = {
            name: env["res.currency"]
            .with_context(active_test=False)
            .search([("name", "=", name)])
            for name in CURRENCIES
        }
        for currency in self.currencies.values():
            currency.active = True
        first = env.ref("base.main_company")
        second = env["res.company"].create(
            {"name": "Second", "currency_id": self.currencies["JPY"].id}
        )
        self.companies = [first, second]
        for company, zone in zip(self.companies, ZONES, strict=True):
            company.partner_id.tz = zone
            company.kam_capital_rate = 0.08
        env.ref("base.user_admin").company_ids = [(4, second.id)]
        self.currency_of = {
            first.id: first.currency_id.name,
            second.id: second.currency_id.name,
        }
        self.rates = {}
        month, rows = datetime.date(2021, 2, 1), []
        while month <= LAST.replace(day=28) + datetime.timedelta(days=70):
            for name, level in CURRENCIES.items():
                value = 1.0 if name == "USD" else level * rng.uniform(0.9, 1.1)
                self.rates[name, month] = round(value, 6)
                row = {"currency_id": self.currencies[name].id, "name": month}
                row["rate"] = self.rates[name, month]
                rows.append({**row, "company_id": False})
                if month.month % 5 == 0:  # the second company has rates of its own
                    own = round(row["rate"] * rng.uniform(0.98, 1.02), 6)
                    rows.append({**row, "rate": own, "company_id": second.id})
            month = (month + datetime.timedelta(days=31)).replace(day=1)
        env["res.currency.rate"].search([]).unlink()
        env["res.currency.rate"].create(rows)
        self.users = env["res.users"].create(
            [
                {
                    "name": f"Seller {company.id}",
                    "login": f"seller{company.id}",
                    "company_id": company.id,
                    "company_ids": [(6, 0, [company.id])],
                }
                for company in self.companies
            ]
        )
        drivers = env["kam.cost.driver"].search([])
        for kind, rates in RATES.items():
            for company, rate in zip(self.companies, rates, strict=True):
                driver = drivers.filtered(lambda one, kind=kind: one.kind == kind)
                driver.with_company(company).rate = rate

    def rate(self, company, currency, date):
        """Units of the currency for one of the company's currency."""
        month = date.replace(day=1)
        own = self.rates[self.currency_of[company], month]
        return round(self.rates[currency, month] / own, 6)

    def contacts(self, count):
        """Trees of contacts; returns a list of lists: the ids of one customer each."""
        rng = self.rng
        made = self.env["res.partner"].with_context(tracking_disable=True)
        tiers = self.env["kam.tier"].search([])
        trees = [[] for _tree in range(count)]

        def add(which, kind, parents, **values):
            """One contact in every tree of ``which``, under its contact in parents."""
            rows = [
                {
                    "name": f"Customer {tree} {kind}",
                    "is_company": kind in ("company", "group", "branch", "own"),
                    "parent_id": parents.get(tree, False),
                    "type": "contact",
                    **values,
                }
                for tree in which
            ]
            new = dict(zip(which, made.create(rows).ids, strict=True))
            for tree, contact in new.items():
                trees[tree].append(contact)
            return new

        def some(which, part):
            return [tree for tree in which if rng.random() < part]

        every = list(range(count))
        persons = some(every, 0.12)  # no company at the root
        rest = [tree for tree in every if tree not in persons]
        below = add(persons, "person", {})
        add(some(persons, 0.4), "company", below)  # an account of its own
        add(some(persons, 0.3), "person", below, kam_stands_alone=True)
        roots = add(rest, "group", {})
        branches = add(some(rest, 0.5), "branch", roots)
        deeper = add(some(list(branches), 0.5), "branch", branches)
        alone = add(some(list(deeper), 0.4), "own", deeper, kam_stands_alone=True)
        for parents in (roots, branches, deeper, alone):
            add(some(list(parents), 0.6), "person", parents)
            add(some(list(parents), 0.2), "person", parents, active=False)
        for tree in some(rest, 0.3):
            account = made.browse(roots[tree])
            account.kam_status = rng.choice(["key", "key", "prospect", "former"])
            account.kam_tier_id = rng.choice(tiers)
        return trees

    def internal(self):
        """Contacts around our own companies: some of them are no customers."""
        made = self.env["res.partner"]
        holding = made.create({"name": "Our holding", "is_company": True})
        self.companies[0].partner_id.parent_id = holding
        ids = [company.partner_id.id for company in self.companies]
        for company in self.companies:
            ids += made.create(
                [
                    {"name": "Colleague", "parent_id": company.partner_id.id},
                    {
                        "name": "Site",
                        "is_company": True,
                        "parent_id": company.partner_id.id,
                    },
                ]
            ).ids
        sister = {"name": "Sister", "is_company": True, "parent_id": holding.id}
        return ids + made.create(sister).ids

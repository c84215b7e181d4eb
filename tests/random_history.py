"""A random sales history with everything awkward in it, for the tests to analyse.

``generate`` runs inside Odoo's shell: contacts, companies and rates come by the ORM,
orders, lines, meetings and invoices by SQL, as an import would bring them.
"""

import calendar
import datetime
import random
from zoneinfo import ZoneInfo

from random_activities import escalations, invoices, meetings
from random_ground import CURRENCIES, FIRST, LAST, Ground, insert


class Orders:
    """Rows of orders and lines, kept until they are written at once."""

    def __init__(self, ground, products):
        self.ground, self.rng, self.products = ground, ground.rng, products
        self.orders, self.lines = [], []
        self.stop = LAST  # from then on the customer buys but the first product

    def moment(self, company, day):
        """A UTC time on a local day, often next to midnight here or there."""
        rng = self.rng
        zone = ZoneInfo(self.ground.companies[company].partner_id.tz)
        chance = rng.random()
        if chance < 0.2:
            day = day.replace(day=1)
        elif chance < 0.4:
            day = day.replace(day=calendar.monthrange(day.year, day.month)[1])
        day = min(day, LAST)
        second = rng.choice([0, 1, 3599, 86399, *(rng.randrange(86400),) * 4])
        local = datetime.datetime.combine(day, datetime.time(), zone)
        local += datetime.timedelta(seconds=second)
        if chance > 0.95:
            return datetime.datetime.combine(day, datetime.time(second // 7200))
        return local.astimezone(datetime.timezone.utc).replace(tzinfo=None)

    def add(self, company, partner, day, size):
        """One order with its lines; returns its index."""
        rng, ground = self.rng, self.ground
        date = self.moment(company, day)
        record = ground.companies[company]
        name = rng.choice([*(ground.currency_of[record.id],) * 5, *CURRENCIES])
        rate = ground.rate(record.id, name, date.date())
        chance = rng.random()
        state = rng.choice(["draft", "sent", "cancel"]) if chance < 0.12 else "sale"
        validity = date.date() + datetime.timedelta(days=rng.randrange(200))
        self.orders.append(
            {
                "company_id": record.id,
                "partner_id": partner,
                "partner_invoice_id": partner,
                "partner_shipping_id": partner,
                "currency_id": ground.currencies[name].id,
                "currency_rate": None if rng.random() < 0.03 else rate,
                "state": state,
                "date_order": date,
                "validity_date": None if rng.random() < 0.3 else validity,
                "name": f"R{len(self.orders):06}",
                "user_id": ground.users[company].id,
            }
        )
        places = 0 if name == "JPY" else 2
        worth = ground.rates[name, date.date().replace(day=1)]
        count = 0 if rng.random() < 0.02 else rng.choice([1, 1, 2, 3, 3, 4, 6])
        for number in range(count):
            self.line(number, size * worth, places)
        return len(self.orders) - 1

    def line(self, number, size, places):
        """One line of the last order: usual, odd, a section or a down payment."""
        rng = self.rng
        chance = rng.random()
        row = {"order": len(self.orders) - 1, "sequence": number, "name": "Line"}
        if chance < 0.08:
            kind = rng.choice(["line_section", "line_subsection", "line_note"])
            row |= {"display_type": kind, "product_id": None, "product_uom_id": None}
            row |= {"price_unit": 0, "product_uom_qty": 0, "customer_lead": 0}
            # no amounts belong here, and if an import left one, it is no sale
            row |= {"price_subtotal": 7 if chance < 0.01 else None}
            self.lines.append(row)
            return
        price = round(size * rng.lognormvariate(-1, 0.7), places)
        quantity = rng.choice([1, 1, 2, 3, 10, 0.5])
        if chance < 0.12:
            quantity = -quantity
        elif chance < 0.14:
            price = 0
        elif chance < 0.15:
            quantity = 0
        subtotal = round(price * quantity, places)
        cost = round(price * rng.uniform(0.4, 1.1), 2)
        margin = round(subtotal - cost * quantity, places)
        part = rng.choice([0, 0.5, 1, 1, 1, 1])
        stopped = self.orders[-1]["date_order"].date() > self.stop
        product = self.products[0] if stopped else rng.choice(self.products)
        row |= {
            "product_id": product.id,
            "product_uom_id": product.uom_id.id,
            "price_unit": price,
            "product_uom_qty": quantity,
            "customer_lead": 0,
            "price_subtotal": subtotal,
            "purchase_price": None if rng.random() < 0.02 else cost,
            "margin": rng.choice([margin] * 20 + [None, margin - 5]),
            "qty_invoiced": None if rng.random() < 0.01 else quantity * part,
            "untaxed_amount_invoiced": round(
                subtotal * (part if rng.random() > 0.03 else part - 0.25), places
            ),
        }
        if row["margin"] is not None and rng.random() < 0.01:
            row["price_subtotal"] = None
        if chance > 0.985:
            row |= {"is_downpayment": True, "product_uom_qty": 0, "price_subtotal": 0}
            row |= {"margin": None, "qty_invoiced": 1}
        self.lines.append(row)

    def repeat(self, orders, partner):
        """The same orders for another customer, to the cent and the second."""
        for index in orders:
            copy = {**self.orders[index], "partner_id": partner}
            self.orders.append({**copy, "name": f"R{len(self.orders):06}"})
            self.lines += [
                {**line, "order": len(self.orders) - 1}
                for line in list(self.lines)
                if line["order"] == index
            ]

    def write(self):
        """Insert all."""
        ids = insert(self.ground.env, "sale_order", self.orders)
        headers = dict(enumerate(ids))
        rows = []
        for line in self.lines:
            order = self.orders[line["order"]]
            row = {**line, "order_id": headers[line["order"]], "state": order["state"]}
            row |= {"company_id": order["company_id"]}
            row |= {"currency_id": order["currency_id"]}
            row.pop("order")
            rows.append(row)
        insert(self.ground.env, "sale_order_line", rows)


def buying_days(rng):
    """Days on which a customer buys, by one of several habits."""
    start, end = FIRST, LAST
    habit = rng.choice(["month", "week", "quarter", "often", "seldom", "new", "gone"])
    if habit == "new":
        start = LAST - datetime.timedelta(days=rng.randrange(20, 500))
    elif habit == "gone":
        end = FIRST + datetime.timedelta(days=rng.randrange(200, 1400))
    elif rng.random() < 0.5:
        start += datetime.timedelta(days=rng.randrange(900))
    length = (end - start).days
    step = {"month": 30, "week": 14, "quarter": 91}.get(habit)
    if step:
        days = range(rng.randrange(step), length, step)
        return [start + datetime.timedelta(days=day + rng.randrange(4)) for day in days]
    count = rng.randrange(1, 4) if habit == "seldom" else rng.randrange(4, 30)
    return [
        start + datetime.timedelta(days=rng.randrange(length)) for _n in range(count)
    ]


def generate(env, seed=1, customers=150):
    """Write everything; returns the ids of the two companies."""
    rng = random.Random(seed)
    ground = Ground(env, rng)
    trees = ground.contacts(customers)
    trees.append(ground.internal())
    categories = env["product.category"].create([{"name": name} for name in "ABC"])
    products = env["product.product"].create(
        [{"name": "Thing", "categ_id": one.id} for one in [*categories, categories[1]]]
    )
    env.flush_all()
    orders = Orders(ground, products)
    firsts = []
    for tree in trees:
        size = rng.lognormvariate(4, 1.3)
        which = rng.choice([[0], [1], [0, 1]])
        orders.stop = LAST - datetime.timedelta(days=rng.choice([0, 60, 150, 300]))
        made = [
            orders.add(rng.choice(which), rng.choice(tree), day, size)
            for day in buying_days(rng)
        ]
        firsts.append(made)
    twins = env["res.partner"].create(
        [{"name": f"Twin {number}", "is_company": True} for number in range(9)]
    )
    for twin in twins:
        orders.repeat(firsts[twin.id % 3 + 1], twin.id)
    # long before the rest: one customer on one day, three on another
    for tree, month, day in ((5, 5, 7), (6, 6, 4), (7, 6, 4), (8, 6, 4)):
        order = orders.orders[orders.add(0, trees[tree][0], FIRST, 300)]
        order |= {"date_order": datetime.datetime(2019, month, day, 20)}
        order |= {"state": "sale"}
    orders.write()
    meetings(ground, trees)
    invoices(ground, trees)
    escalations(ground, trees)
    env.cr.execute("UPDATE res_partner SET kam_account_id = NULL WHERE id % 17 = 0")
    env.invalidate_all()
    return [company.id for company in ground.companies]

import math

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Command

from .catalog import CATEGORIES, PRODUCTS, SECOND_RATE, SECOND_RATE_ELSE
from .schedule import MONTHS, anchor_day, build_orders, months_before

# Nobody should be written to, and no chatter is wanted, for history that is made up.
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
    "no_mail_to_attendees": True,
    "dont_notify": True,
    "no_reset_password": True,
    "lang": "en_US",
}
MODULE = "kam_demo"  # of the external identifiers; no addon of that name exists
MAIN_TZ = "Europe/Ljubljana"
SECOND_TZ = "Europe/Prague"
USERS = [
    ("kam_manager", "Alenka Zupančič", "kam_odoo.group_kam_manager"),
    ("kam_user", "Matej Kosmač", "kam_odoo.group_kam_user"),
    ("kam_user_2", "Ingrid Vesterholm", "kam_odoo.group_kam_user"),
    ("kam_sales", "Tomasz Zielonka", "sales_team.group_sale_salesman"),
]
# Example rates, in the main company's currency: order, line and so on.
COST_RATES = {
    "order": 25,
    "order_line": 3,
    "lost_quotation": 40,
    "meeting": 60,
    "invoice": 4,
    "escalation": 150,
}
UNITS = {
    "unit": "uom.product_uom_unit",
    "meter": "uom.product_uom_meter",
    "hour": "uom.product_uom_hour",
}


class KamDemo(models.AbstractModel):
    """Make a believable sales history, relative to today, by a fixed seed.

    Only the demo data file calls it, and tests in their own transaction. What it makes
    has external identifiers ``kam_demo.…``, by which it is found again: not those of
    the addon, because uninstalling the addon must not tear at customers with orders.
    """

    _name = "kam.demo"
    _description = "Key Account Demo Data"

    @api.model
    def _generate(self, today=None):
        """Make companies, users, customers, orders and analyses, unless they are there.

        :param date today: the day of the demo, by default today at the main company
        :return: True if anything was made
        """
        if self._demo_ref("analysis", optional=True):
            return False
        demo = self.with_context(**QUIET)
        if not today:
            today = fields.Date.context_today(demo.with_context(tz=MAIN_TZ))
        # Companies without analyses: the addon was uninstalled and is back again.
        if not self._demo_ref("company", optional=True):
            demo._make_companies(today)
            demo._make_users()
            demo._make_products()
            demo._make_partners()
            orders = demo._make_orders(build_orders(today))
            demo._make_opportunities(today, orders)
            demo._make_meetings(today)
            demo._make_invoices(orders)
            demo._make_payments(today)
        demo._set_groups()
        demo._set_programme()
        demo._qualify_leads()
        demo._class_opportunities()
        demo._make_decisions(today)
        demo._set_cost_rates()
        demo._make_ladder(today)
        demo._make_escalations(today)
        demo._make_contacts(today)
        demo._make_relations(today)
        demo._make_touches(today)
        demo._make_analyses(today)
        demo._make_terms(today)
        demo._make_discount_approvals(today)
        demo._make_rounds(today)
        demo._make_plans(today)
        demo._make_plan_ends(today)
        demo._make_reviews(today)
        demo._make_health(today)
        demo._make_reminders()
        return True

    @api.model
    def _demo_ref(self, name, optional=False):
        """The demo record of that name, or an empty value if ``optional``."""
        return self.env.ref(f"{MODULE}.{name}", raise_if_not_found=not optional)

    @api.model
    def _demo_create(self, model, values_by_name, **context):
        """Create records in one batch and give them external identifiers.

        :param dict values_by_name: name of the identifier → values
        :return: dict name → record
        """
        records = (
            self.env[model]
            .with_context(**context)
            .create(list(values_by_name.values()))
        )
        named = dict(zip(values_by_name, records, strict=True))
        self.env["ir.model.data"]._update_xmlids(
            [
                {
                    "xml_id": f"{MODULE}.{name}",
                    "record": record,
                    "noupdate": True,
                }
                for name, record in named.items()
            ]
        )
        return named

    @api.model
    def _companies(self):
        """Our two companies, the main one first."""
        return self.env.ref("base.main_company") + self._demo_ref("company")

    @api.model
    def _make_companies(self, today):
        """The second company, in a currency of its own, with rates of three years."""
        main = self.env.ref("base.main_company")
        currency = self.env.ref("base.CZK")
        if main.currency_id == currency:
            currency = self.env.ref("base.EUR")
        currency.active = True
        second = self._demo_create(
            "res.company",
            {
                "company": {
                    "name": "Moldau Automation s.r.o.",
                    "currency_id": currency.id,
                    "country_id": self.env.ref("base.cz").id,
                    "city": "Brno",
                    "email": "office@moldau-automation.example",
                }
            },
            # Outside of an installation, Odoo would install the country's accounting.
            install_mode=True,
        )["company"]
        main.partner_id.tz = MAIN_TZ
        second.partner_id.tz = SECOND_TZ
        base = SECOND_RATE.get(main.currency_id.name, SECOND_RATE_ELSE)
        rates = []
        for months in range(MONTHS + 3):
            day = months_before(today, months)
            wave = 0.03 * math.sin((day.year * 12 + day.month) / 5)
            for company in (main, second):
                # Rates are relative to one common currency, which need not be ours.
                unit = main.currency_id._get_rates(company, day)[main.currency_id.id]
                rates.append(
                    {
                        "name": day,
                        "currency_id": currency.id,
                        "company_id": company.id,
                        "rate": round(base * (1 + wave), 3) * unit,
                    }
                )
        taken = {
            (rate.name, rate.company_id.id)
            for rate in self.env["res.currency.rate"].search(
                [("currency_id", "=", currency.id)]
            )
        }
        self.env["res.currency.rate"].create(
            [rate for rate in rates if (rate["name"], rate["company_id"]) not in taken]
        )

    @api.model
    def _make_users(self):
        """The people of the demo; the password is the login."""
        main, second = companies = self._companies()
        self._demo_create(
            "res.users",
            {
                f"user_{login}": {
                    "name": name,
                    "login": login,
                    "password": login,
                    "email": f"{login}@kam.example",
                    "tz": MAIN_TZ,
                    "company_id": main.id,
                    "company_ids": [Command.set(companies.ids)],
                    "group_ids": [
                        Command.set([self.env.ref("sales_team.group_sale_salesman").id])
                    ],
                }
                for login, name, _group in USERS
            },
        )
        # Without its column a discount looks like a sum that does not add up.
        discounts = self.env.ref("sale.group_discount_per_so_line")
        self.env.ref("base.group_user").implied_ids += discounts
        team = self.env.ref("sales_team.team_sales_department", False)
        if team:
            sellers = [self._user(login).id for login, _name, _group in USERS]
            team.member_ids = [Command.link(seller) for seller in sellers]
        users = self.env.ref("base.user_admin")
        users |= self.env.ref("base.user_demo", raise_if_not_found=False) or users
        users.write({"company_ids": [Command.link(second.id)]})

    @api.model
    def _set_groups(self):
        """What each user of the demo may do in this addon."""
        for login, _name, group in USERS:
            self._user(login).group_ids += self.env.ref(group)
        admin = self.env.ref("base.user_admin")
        admin.group_ids += self.env.ref("kam_odoo.group_kam_manager")

    @api.model
    def _user(self, login):
        """A user of the demo by login, an empty one without login."""
        return self._demo_ref(f"user_{login}") if login else self.env["res.users"]

    @api.model
    def _make_products(self):
        """Categories in two levels, and products with price and cost, without taxes.

        Without taxes, because a chart of accounts may or may not be installed.
        """
        for key, (name, parent) in CATEGORIES.items():
            self._demo_create(
                "product.category",
                {
                    f"category_{key}": {
                        "name": name,
                        "parent_id": parent and self._demo_ref(f"category_{parent}").id,
                    }
                },
            )
        main, second = self._companies()
        rate = second.currency_id.with_company(second)._get_conversion_rate(
            main.currency_id, second.currency_id, second
        )
        products = self._demo_create(
            "product.product",
            {
                f"product_{key}": {
                    "name": name,
                    "default_code": key.upper(),
                    "categ_id": self._demo_ref(f"category_{category}").id,
                    "type": "consu" if category in self._goods() else "service",
                    "uom_id": self.env.ref(UNITS[unit]).id,
                    "list_price": price,
                    "standard_price": cost,
                    "invoice_policy": "order",
                    "taxes_id": [Command.clear()],
                    "supplier_taxes_id": [Command.clear()],
                }
                for key, name, category, price, cost, unit in PRODUCTS
            },
            allowed_company_ids=main.ids,
        )
        for product in products.values():
            cost = product.with_company(main).standard_price
            product.with_company(second).standard_price = round(cost * rate, 2)

    @api.model
    def _goods(self):
        """Categories of goods; the others are services."""
        return {"drives", "sensors", "controls", "cables", "spare"}

    @api.model
    def _set_cost_rates(self):
        """Example rates of the cost drivers; without demo data all are zero."""
        main, second = self._companies()
        factor = round(
            main.currency_id._get_conversion_rate(
                main.currency_id, second.currency_id, main
            )
        )
        for name, rate in COST_RATES.items():
            driver = self.env.ref(f"kam_odoo.kam_cost_driver_{name}")
            driver.with_company(main).rate = rate
            driver.with_company(second).rate = rate * factor

    @api.model
    def _make_analyses(self, today):
        """The main company three months ago and now, and the second company now."""
        main, second = self._companies()
        anchor = anchor_day(today)
        earlier = anchor_day(months_before(anchor, 2))
        for name, company, date_to in (
            ("analysis_before", main, earlier),
            ("analysis", main, anchor),
            ("analysis_second", second, anchor),
        ):
            analysis = self._demo_create(
                "kam.analysis",
                {
                    name: {
                        "company_id": company.id,
                        "date_from": date_to + relativedelta(days=1, months=-12),
                        "date_to": date_to,
                        "basis": "ordered",
                        "measure": "revenue",
                    }
                },
                allowed_company_ids=company.ids,
            )[name]
            analysis.with_context(allowed_company_ids=company.ids).action_run()

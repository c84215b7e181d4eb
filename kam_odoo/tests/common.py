from datetime import date, datetime, time

from odoo import Command, fields
from odoo.tests import new_test_user

from odoo.addons.base.tests.common import BaseCommon


class KamCommon(BaseCommon):
    """Two companies, five kinds of users, and orders with exact amounts.

    The companies are new ones, so whatever demo data the database holds never enters
    a figure. ``company_a`` keeps its books in EUR and is the company of ``self.env``;
    ``company_b`` keeps them in USD, 1 EUR = 1.25 USD at all times. Days are counted
    in UTC in both. No product has taxes, so the amount given is the untaxed amount.

    Users: ``salesperson`` (own documents), ``kam_user``, ``kam_manager`` (both
    companies), ``other_user`` (a key account user of ``company_b`` only),
    ``employee`` (no sales right at all) and ``portal``.
    """

    @classmethod
    def setup_independent_company(cls, **kwargs):
        currency = cls._enable_currency("EUR")
        return cls.env["res.company"].create(
            {"name": "KAM East", "currency_id": currency.id}
        )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company_a = cls.env.company
        cls.eur = cls.company_a.currency_id
        cls.usd = cls._enable_currency("USD")
        cls.company_b = cls.env["res.company"].create(
            {"name": "KAM West", "currency_id": cls.usd.id}
        )
        cls.companies = cls.company_a + cls.company_b
        cls.env.user.company_ids = [Command.set(cls.companies.ids)]
        cls.companies.partner_id.tz = "UTC"
        for company in cls.companies:
            cls._rate(cls.eur, "2000-01-01", 1.0, company)
            cls._rate(cls.usd, "2000-01-01", 1.25, company)
        cls.tiers = cls.env["kam.tier"].search([])
        cls.tier_strategic = cls.env.ref("kam_odoo.kam_tier_strategic")
        cls.tier_key = cls.env.ref("kam_odoo.kam_tier_key")
        cls.salesperson = cls._user("kam_sales", "sales_team.group_sale_salesman")
        cls.kam_user = cls._user("kam_user", "kam_odoo.group_kam_user")
        cls.kam_manager = cls._user(
            "kam_manager", "kam_odoo.group_kam_manager", cls.companies
        )
        cls.other_user = cls._user(
            "kam_other", "kam_odoo.group_kam_user", cls.company_b
        )
        cls.employee = cls._user("kam_employee", "base.group_user")
        cls.portal = cls._user("kam_portal", "base.group_portal")
        cls.category = cls.env["product.category"].create({"name": "Machines"})
        cls.other_category = cls.env["product.category"].create({"name": "Parts"})
        cls._kam_products = {}
        for category in (cls.category, cls.other_category):
            cls._product(category)

    @classmethod
    def _user(cls, login, group, companies=None):
        """User of one group; of ``company_a`` unless told otherwise."""
        companies = companies or cls.company_a
        return new_test_user(
            cls.env,
            login,
            groups=group,
            company_id=companies[0].id,
            company_ids=[Command.set(companies.ids)],
        )

    @classmethod
    def _rate(cls, currency, day, rate, company=None):
        """Rate of a currency from a day on (units per EUR), in one company."""
        return cls.env["res.currency.rate"].create(
            {
                "name": day,
                "rate": rate,
                "currency_id": currency.id,
                "company_id": (company or cls.company_a).id,
            }
        )

    @classmethod
    def _product(cls, category):
        """An untaxed product of the category, shared by the companies."""
        if category not in cls._kam_products:
            cls._kam_products[category] = cls.env["product.product"].create(
                {
                    "name": f"Product of {category.name}",
                    "type": "service",
                    "invoice_policy": "order",
                    "categ_id": category.id,
                    "taxes_id": [Command.clear()],
                }
            )
        return cls._kam_products[category]

    @classmethod
    def _account(cls, name, parent=None, **values):
        """A company in the address book; give ``is_company=False`` for a person."""
        return cls.env["res.partner"].create(
            {
                "name": name,
                "is_company": True,
                "parent_id": parent.id if parent else False,
                **values,
            }
        )

    @classmethod
    def _order(cls, partner, date, amount, **options):
        """One order, confirmed unless told otherwise; see ``_orders``."""
        return cls._orders([{**options, **cls._row(partner, date, amount)}])

    @classmethod
    def _row(cls, partner, date, amount, **options):
        """One row for ``_orders``."""
        return {"partner": partner, "date": date, "amount": amount, **options}

    @classmethod
    def _orders(cls, rows):
        """Many orders of one line each at once: fast, and the amounts are exact.

        Keys of a row:

        - partner: the customer of the order, any contact
        - date: a day ("2024-05-31" or date; the order is at noon UTC) or a datetime
        - amount: untaxed total in the currency of the order
        - cost: total purchase cost in the currency of the order, 0 by default
        - company: ``company_a`` by default
        - currency: that of the company by default
        - category: product category, ``self.category`` by default
        - qty: quantity, 1 by default; choose it so that amount ÷ qty has two decimals
        - state: "sale" by default, or draft, sent, cancel
        - any other key is a value of the sale.order, such as validity_date
        """
        return cls.env["sale.order"].create([cls._order_values(dict(r)) for r in rows])

    @classmethod
    def _order_values(cls, row):
        company = row.pop("company", None) or cls.company_a
        currency = row.pop("currency", None) or company.currency_id
        category = row.pop("category", None) or cls.category
        qty = row.pop("qty", 1)
        line = {
            "product_id": cls._product(category).id,
            "product_uom_qty": qty,
            "price_unit": row.pop("amount") / qty,
            "purchase_price": row.pop("cost", 0.0) / qty,
            "tax_ids": [Command.clear()],
        }
        return {
            "partner_id": row.pop("partner").id,
            "date_order": cls._moment(row.pop("date")),
            "company_id": company.id,
            "pricelist_id": cls._pricelist(currency, company).id,
            "user_id": False,
            "team_id": False,
            "state": row.pop("state", "sale"),
            "order_line": [Command.create(line)],
            **row,
        }

    @classmethod
    def _moment(cls, day):
        """Noon UTC of a day; a datetime is taken as it is."""
        if isinstance(day, str) and len(day) > 10:
            return fields.Datetime.to_datetime(day)
        if isinstance(day, str):
            day = fields.Date.to_date(day)
        if isinstance(day, date) and not isinstance(day, datetime):
            return datetime.combine(day, time(12))
        return day

    @classmethod
    def _pricelist(cls, currency, company):
        """The price list that puts an order into a foreign currency, else none."""
        Pricelist = cls.env["product.pricelist"]
        if currency == company.currency_id:
            return Pricelist
        values = {
            "name": f"KAM {currency.name}",
            "currency_id": currency.id,
            "company_id": company.id,
        }
        domain = [(name, "=", value) for name, value in values.items()]
        return Pricelist.search(domain, limit=1) or Pricelist.create(values)

    @classmethod
    def _analysis(cls, run=True, user=None, **values):
        """An analysis of ``company_a`` over 2024, run at once by the manager.

        :param bool run: False leaves it a draft
        :param user: who creates and runs it, ``kam_manager`` by default
        :param values: any field of kam.analysis; company_id=False for all companies
        :return: the analysis, readable without access rules
        """
        values = {
            "company_id": cls.company_a.id,
            "date_from": "2024-01-01",
            "date_to": "2024-12-31",
            **values,
        }
        analysis = (
            cls.env["kam.analysis"].with_user(user or cls.kam_manager).create(values)
        )
        if run:
            analysis.action_run()
        return analysis.with_env(cls.env)

    def _line(self, analysis, partner):
        """The line of one account, empty if it is not in the analysis."""
        return analysis.line_ids.filtered(lambda line: line.partner_id == partner)

    def _classes(self, analysis):
        """ABC–XYZ class by name of the account, such as {"Alfa": "AX"}."""
        return {line.partner_id.name: line.abc_xyz for line in analysis.line_ids}

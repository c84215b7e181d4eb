from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from psycopg2.extras import Json, execute_values

from odoo import api, models
from odoo.fields import Command
from odoo.tools import SQL

from .kam_demo import MODULE
from .schedule import INTERNAL


class KamDemo(models.AbstractModel):
    """The orders: some thousands, so they are inserted by SQL in a few statements.

    Every stored figure is what Odoo computes itself; a test recomputes a sample. The
    columns that this addon knows nothing about (other addons may add some) are copied
    from a prototype order that Odoo makes and that is removed again.
    """

    _inherit = "kam.demo"

    @api.model
    def _make_orders(self, orders):
        """Insert the orders and return them with their new identifiers.

        :param orders: list of schedule.Order
        :return: list of (schedule.Order, sale order id)
        """
        self.env.flush_all()
        companies = self._companies()
        prototypes = {company: self._prototype(company) for company in companies}
        cache = self._order_cache()
        order_ids = self._next_ids("sale_order", len(orders))
        line_count = sum(len(order.lines) + 2 * order.note for order in orders)
        line_ids = iter(self._next_ids("sale_order_line", line_count))
        order_rows, line_rows = [], []
        for number, (order_id, order) in enumerate(
            zip(order_ids, orders, strict=True), start=1
        ):
            company = companies[1] if order.second else companies[0]
            header, lines = prototypes[company]
            row = self._order_values(order, company, cache)
            row.update(id=order_id, name=f"KAM{number:05d}")
            rows = self._line_values(order, row, lines, cache)
            order_rows.append({**header, **row, **self._order_sums(row, rows)})
            for line in rows:
                line["id"] = next(line_ids)
                del line["raw_subtotal"]
            line_rows += rows
        self._insert("sale_order", order_rows)
        self._insert("sale_order_line", line_rows)
        self.env.invalidate_all()
        return list(zip(orders, order_ids, strict=True))

    @api.model
    def _prototype(self, company):
        """Columns of a fresh order and of its three kinds of lines, as Odoo fills them.

        :return: (order columns, {"product"|"line_section"|"line_note": line columns})
        """
        order = (
            self.env["sale.order"]
            .with_company(company)
            .create(
                {
                    "name": "KAM00000",
                    "company_id": company.id,
                    "partner_id": self._demo_ref("dominant").id,
                    "order_line": [
                        Command.create(
                            {"product_id": self._demo_ref("product_sd210").id}
                        ),
                        Command.create({"display_type": "line_section", "name": "-"}),
                        Command.create({"display_type": "line_note", "name": "-"}),
                    ],
                }
            )
        )
        self.env.flush_all()
        header = self._read_rows("sale_order", "id", order.id)[0]
        lines = self._read_rows("sale_order_line", "order_id", order.id)
        order.unlink()
        return header, {line["display_type"] or "product": line for line in lines}

    @api.model
    def _read_rows(self, table, column, value):
        """Rows of a table as they are stored, as dicts."""
        return self.env.execute_query_dict(
            SQL(
                "SELECT * FROM %s WHERE %s = %s",
                SQL.identifier(table),
                SQL.identifier(column),
                value,
            )
        )

    @api.model
    def _next_ids(self, table, count):
        """As many identifiers from the table's own sequence."""
        query = SQL(
            "SELECT nextval(%s) FROM generate_series(1, %s)", f"{table}_id_seq", count
        )
        return [row[0] for row in self.env.execute_query(query)]

    @api.model
    def _insert(self, table, rows):
        """Insert dicts that all have the same keys."""
        columns = list(rows[0])
        names = SQL(", ").join(map(SQL.identifier, columns))
        statement = SQL("INSERT INTO %s (%s) VALUES", SQL.identifier(table), names)
        execute_values(
            self.env.cr._obj,
            statement.code + " %s",
            [
                tuple(
                    Json(value) if isinstance(value, dict | list) else value
                    for value in map(row.get, columns)
                )
                for row in rows
            ],
            page_size=1000,
        )

    @api.model
    def _order_cache(self):
        """Records that every order needs, read once: by key, login or month."""
        main, second = self._companies()
        team = self.env.ref("sales_team.team_sales_department", False)
        models = ("res.partner", "product.product", "res.users")
        keys = {
            data.name: self.env[data.model].browse(data.res_id)
            for data in self.env["ir.model.data"].search(
                [("module", "=", MODULE), ("model", "in", models)]
            )
        }
        keys[INTERNAL.key] = second.partner_id
        return {
            "keys": keys,
            "team": team.id if team else None,
            "pricelist": self._demo_ref("pricelist").id,
            "zones": {
                company: ZoneInfo(company.partner_id.tz) for company in (main, second)
            },
            "rates": {},
            "products": {},
            "main": main,
            "currency": second.currency_id,
        }

    @api.model
    def _order_values(self, order, company, cache):
        """Columns of one order but its sums."""
        keys = cache["keys"]
        partner = keys[order.customer]
        if order.by_contact and (person := keys.get(f"{order.customer}_person_1")):
            partner = person
        moment = datetime.combine(order.day, time.min) + timedelta(minutes=order.minute)
        moment = moment.replace(tzinfo=cache["zones"][company])
        moment = moment.astimezone(timezone.utc).replace(tzinfo=None)
        foreign = order.foreign or order.second
        currency = cache["currency"] if foreign else company.currency_id
        day = moment.date()
        key = (company, currency, day.replace(day=1))
        if key not in cache["rates"]:
            # The rates of the demo change on the first of each month.
            cache["rates"][key] = self.env["res.currency"]._get_conversion_rate(
                company.currency_id, currency, company, day
            )
        user = keys.get(f"user_{order.staff}")
        return {
            "company_id": company.id,
            "partner_id": partner.id,
            "partner_invoice_id": partner.id,
            "partner_shipping_id": partner.id,
            "currency_id": currency.id,
            "currency_rate": cache["rates"][key],
            "pricelist_id": (
                cache["pricelist"] if order.foreign and not order.second else None
            ),
            "user_id": user.id if user else None,
            "team_id": cache["team"],
            "state": order.state,
            "date_order": moment,
            "create_date": moment,
            "write_date": moment,
            "validity_date": order.day + timedelta(days=30),
        }

    @api.model
    def _order_sums(self, header, lines):
        """Sums and invoice status of an order from its lines."""
        currency = self.env["res.currency"].browse(header["currency_id"])
        company = self.env["res.company"].browse(header["company_id"])
        per_line = company.tax_calculation_rounding_method == "round_per_line"
        amount = "price_subtotal" if per_line else "raw_subtotal"
        untaxed = currency.round(sum(line[amount] for line in lines))
        margin = currency.round(sum(line["margin"] for line in lines))
        statuses = {line["invoice_status"] for line in lines if line["product_id"]}
        if statuses == {"invoiced"}:
            status = "invoiced"
        else:
            status = "to invoice" if "to invoice" in statuses else "no"
        return {
            "amount_untaxed": untaxed,
            "amount_tax": 0.0,
            "amount_total": untaxed,
            "margin": margin,
            "margin_percent": untaxed and margin / untaxed,
            "invoice_status": status,
        }

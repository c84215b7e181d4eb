from odoo import api, models
from odoo.tools import float_round


class KamDemo(models.AbstractModel):
    """The lines of the orders, with every amount that Odoo stores on them."""

    _inherit = "kam.demo"

    @api.model
    def _line_values(self, order, header, prototypes, cache):
        """Columns of the lines of one order, with every amount that Odoo stores.

        ``raw_subtotal`` is no column: orders are summed before rounding, or after,
        as the company's setting tells.
        """
        currency = self.env["res.currency"].browse(header["currency_id"])
        company = self.env["res.company"].browse(header["company_id"])
        common = {
            "order_id": header["id"],
            "company_id": company.id,
            "currency_id": currency.id,
            "order_partner_id": header["partner_id"],
            "salesman_id": header["user_id"],
            "state": order.state,
            "create_date": header["create_date"],
            "write_date": header["write_date"],
        }
        # Prices and costs of the catalogue are in the main company's currency.
        price_rate = self._price_rate(company, currency, header, cache)
        rows = []
        if order.note:
            for kind, name in (
                ("line_section", "Delivery in one lot"),
                ("line_note", "Prices as agreed in the frame contract."),
            ):
                rows.append(
                    {
                        **prototypes[kind],
                        **common,
                        "name": name,
                        "raw_subtotal": 0.0,
                        # As Odoo has it: none of nothing is left to invoice.
                        "invoice_status": "invoiced" if order.state == "sale" else "no",
                    }
                )
        for line in order.lines:
            product_id, unit_id, name, cost = self._product(
                line.product, company, cache
            )
            quantity = float(line.quantity)
            price = float_round(line.list_price * price_rate, 2)
            net = price * (1 - line.discount / 100)
            subtotal = currency.round(quantity * net)
            cost *= header["currency_rate"]
            margin = subtotal - cost * quantity
            rows.append(
                {
                    **prototypes["product"],
                    **common,
                    "product_id": product_id,
                    "product_uom_id": unit_id,
                    "name": name,
                    "product_uom_qty": quantity,
                    "price_unit": price,
                    "technical_price_unit": price,
                    "discount": float(line.discount),
                    "raw_subtotal": quantity * net,
                    "price_subtotal": subtotal,
                    "price_total": subtotal,
                    "price_tax": 0.0,
                    "price_reduce_taxexcl": currency.round(subtotal / quantity),
                    "price_reduce_taxinc": currency.round(subtotal / quantity),
                    "purchase_price": cost,
                    "margin": margin,
                    "margin_percent": subtotal and margin / subtotal,
                    **self._invoiced(order, line, quantity, net, subtotal, currency),
                }
            )
        for position, row in enumerate(rows):
            row["sequence"] = 10 + position
        return rows

    @api.model
    def _price_rate(self, company, currency, header, cache):
        """Factor from the catalogue's prices to the currency of the order."""
        main = cache["main"]
        if company == main:
            return header["currency_rate"] if currency != main.currency_id else 1.0
        day = header["date_order"].date()
        key = (main, company, day.replace(day=1))
        if key not in cache["rates"]:
            cache["rates"][key] = self.env["res.currency"]._get_conversion_rate(
                main.currency_id, currency, company, day
            )
        return cache["rates"][key]

    @api.model
    def _product(self, key, company, cache):
        """(id, unit id, name on the order, cost in the company's currency)."""
        found = cache["products"].get((key, company))
        if not found:
            product = cache["keys"][f"product_{key}"].with_company(company)
            found = cache["products"][key, company] = (
                product.id,
                product.uom_id.id,
                product.display_name,
                product.standard_price,
            )
        return found

    @api.model
    def _invoiced(self, order, line, quantity, net, subtotal, currency):
        """Invoicing columns of a line, consistent with each other.

        Thousands of journal entries would take minutes, so the bulk of the history
        carries only what Odoo stores on the line. Lines are invoiced in full, or not
        at all (not yet, or credited in full), or at a lower price: never in part, so
        that whoever invoices the rest later gets true figures from Odoo.
        """
        if order.state != "sale":
            return {"invoice_status": "no", "qty_to_invoice": 0.0}
        part = line.invoiced if order.invoiced else 0.0
        amount = currency.round(subtotal * part)
        return {
            "qty_delivered": quantity if order.invoiced else 0.0,
            "qty_invoiced": quantity if part else 0.0,
            "qty_to_invoice": 0.0 if part else quantity,
            "invoice_status": "invoiced" if part else "to invoice",
            "untaxed_amount_invoiced": amount,
            "untaxed_amount_to_invoice": currency.round(quantity * net - amount),
        }

import random
from collections import defaultdict
from datetime import datetime, time, timedelta

from odoo import api, models
from odoo.fields import Command
from odoo.tools import SQL

from .accounts import EVERYDAY
from .activities import LOST, LOST_REASONS, OPEN, SUBJECTS, UPCOMING, VISITS, WON
from .kam_demo import MODULE
from .schedule import SEED, working_day

REAL_INVOICES = 10
SECOND_ONLY = {account.key for account in EVERYDAY if account.second == 1}


class KamDemo(models.AbstractModel):
    """Opportunities, meetings, and a few real invoices and credit notes."""

    _inherit = "kam.demo"

    @api.model
    def _make_opportunities(self, today, orders):
        """Open, won and lost opportunities; quotations of the same time belong to them.

        :param orders: list of (schedule.Order, sale order id)
        """
        reasons = {
            key: self.env.ref(value, raise_if_not_found=False)
            if "." in value
            else self._demo_create(
                "crm.lost.reason", {f"lost_reason_{key}": {"name": value}}
            )[f"lost_reason_{key}"]
            for key, value in LOST_REASONS.items()
        }
        stages = self.env["crm.stage"].search([("is_won", "=", False)])
        won_stage = self.env["crm.stage"].search([("is_won", "=", True)], limit=1)
        leads, days = {}, {}
        for number, (name, key, stage, revenue, chance, opened) in enumerate(OPEN):
            lead = f"lead_open_{number + 1}"
            leads[lead] = {
                **self._lead_values(name, key, revenue),
                "stage_id": stages[min(stage, len(stages)) - 1].id,
                "probability": chance,
                "date_deadline": today + timedelta(days=20 + 7 * (number % 9)),
            }
            days[lead] = (today - timedelta(days=opened), None)
        for number, (name, key, revenue, closed) in enumerate(WON):
            lead = f"lead_won_{number + 1}"
            leads[lead] = {
                **self._lead_values(name, key, revenue),
                "stage_id": won_stage.id,
                "probability": 100,
            }
            days[lead] = (
                today - timedelta(days=closed + 45),
                today - timedelta(days=closed),
            )
        for number, (name, key, revenue, closed, reason) in enumerate(LOST):
            lead = f"lead_lost_{number + 1}"
            leads[lead] = {
                **self._lead_values(name, key, revenue),
                "stage_id": stages[:1].id,
                "active": False,
                "probability": 0,
                "lost_reason_id": reasons[reason].id if reasons[reason] else False,
            }
            days[lead] = (
                today - timedelta(days=closed + 50),
                today - timedelta(days=closed),
            )
        records = self._demo_create("crm.lead", leads)
        self._date_back(records, days)
        self._link_quotations(records, days, orders)

    @api.model
    def _lead_values(self, name, key, revenue):
        """What every opportunity has: customer, first person there, salesperson."""
        partner = self._demo_ref(key)
        seller = partner.user_id or partner.kam_account_id.user_id
        return {
            "name": name,
            "type": "opportunity",
            "partner_id": (self._demo_ref(f"{key}_person_1", True) or partner).id,
            "user_id": seller.id,
            "expected_revenue": revenue,
            "company_id": self._companies()[key in SECOND_ONLY].id,
        }

    @api.model
    def _date_back(self, leads, days):
        """Odoo dates opportunities to now; put them where they belong in time."""
        self.env.flush_all()
        for name, (opened, closed) in days.items():
            opened = datetime.combine(opened, time(9))
            closed = closed and datetime.combine(closed, time(15))
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE crm_lead
                       SET create_date = %(opened)s, date_open = %(opened)s,
                           date_conversion = %(opened)s, date_closed = %(closed)s,
                           date_last_stage_update = %(stage)s, day_open = 0,
                           day_close = %(duration)s
                     WHERE id = %(id)s
                    """,
                    id=leads[name].id,
                    opened=opened,
                    closed=closed,
                    stage=closed or opened,
                    duration=(closed - opened).days if closed else None,
                )
            )
        self.env.invalidate_all()

    @api.model
    def _link_quotations(self, leads, days, orders):
        """Each opportunity gets the order or quotation nearest in time, if any."""
        wanted = {"open": ("draft", "sent"), "won": ("sale",), "lost": ("cancel",)}
        by_account = defaultdict(list)
        for order, order_id in orders:
            if order.second == (order.account in SECOND_ONLY):
                by_account[order.account].append((order, order_id))
        used = set()
        for name, lead in leads.items():
            key = lead.partner_id.kam_account_id.get_external_id()
            key = next(iter(key.values())).removeprefix(f"{MODULE}.")
            day = days[name][1] or days[name][0]
            states = wanted[name.split("_")[1]]
            fitting = sorted(
                (abs((order.day - day).days), order_id)
                for order, order_id in by_account[key]
                if order.state in states and order_id not in used
            )
            if fitting and fitting[0][0] <= 60:
                used.add(fitting[0][1])
                self.env.cr.execute(
                    SQL(
                        "UPDATE sale_order SET opportunity_id = %s WHERE id = %s",
                        lead.id,
                        fitting[0][1],
                    )
                )
        self.env.invalidate_all()

    @api.model
    def _make_meetings(self, today):
        """Meetings with customers over the last year, and some in the next weeks."""
        rng = random.Random(f"{SEED}-meetings")
        meetings = []
        for key, (every, hours) in VISITS.items():
            days = range(rng.randint(4, every), 365, every)
            meetings += [(key, today - timedelta(days=day), hours) for day in days]
        for number, key in enumerate(UPCOMING):
            meetings.append((key, today + timedelta(days=3 + 3 * number), 1.5))
        self._demo_create(
            "calendar.event",
            {
                f"meeting_{number + 1}": self._meeting_values(key, day, hours, rng)
                for number, (key, day, hours) in enumerate(meetings)
            },
        )

    @api.model
    def _meeting_values(self, key, day, hours, rng):
        """A meeting of the account's seller with one or two people of the customer."""
        partner = self._demo_ref(key)
        seller = partner.user_id or partner.kam_account_id.user_id
        people = [self._demo_ref(f"{key}_person_{number}", True) for number in (1, 2)]
        guests = [person for person in people if person] or [partner]
        guests = guests[: rng.choice((1, 2))]
        start = datetime.combine(working_day(day), time(rng.randint(8, 13)))
        return {
            "name": f"{rng.choice(SUBJECTS)}: {partner.name}",
            "start": start,
            "stop": start + timedelta(hours=hours),
            "user_id": seller.id,
            "partner_ids": [
                Command.set([seller.partner_id.id, *(guest.id for guest in guests)])
            ],
        }

    @api.model
    def _make_invoices(self, orders):
        """A few real invoices and two credit notes, by Odoo's own flow.

        Only where the main company has a chart of accounts. The latest orders that
        are still to invoice are taken, so the rest of the history stays as it is.
        """
        main = self._companies()[0]
        if not main.chart_template:
            return
        waiting = [
            order_id
            for order, order_id in orders
            if order.state == "sale"
            and not order.invoiced
            and not order.second
            and not order.foreign
        ]
        sales = (
            self.env["sale.order"].with_company(main).browse(waiting[-REAL_INVOICES:])
        )
        invoices = sales._create_invoices(grouped=True)
        for invoice in invoices:
            sale = invoice.invoice_line_ids.sale_line_ids.order_id
            invoice.invoice_date = sale.date_order.date()
        invoices.action_post()
        for position, invoice in enumerate(invoices[:2]):
            credit = invoice._reverse_moves([{"invoice_date": invoice.invoice_date}])
            line = credit.invoice_line_ids.filtered("product_id")[:1]
            if position and line.quantity > 1:
                # The second one gives back a part of one line only.
                (credit.invoice_line_ids - line).unlink()
                line.quantity = line.quantity // 2
            credit.action_post()

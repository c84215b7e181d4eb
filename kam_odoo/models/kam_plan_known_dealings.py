from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .kam_plan_known import TOP


class KamPlan(models.Model):
    """What we know of our dealings: offers, meetings, payment, problems (P1)."""

    _inherit = "kam.plan"

    def _known_opportunities(self, today):
        """Open ones, and those won and lost in the last 12 months, with the reasons."""
        Lead = self.env["crm.lead"].with_context(active_test=False)
        domain = (
            Domain("type", "=", "opportunity")
            & self._account_domain()
            & self._company_domain()
        )
        recent = Domain("date_closed", ">", today - relativedelta(years=1))
        open_leads = Lead.search_fetch(
            domain & Domain("won_status", "=", "pending") & Domain("active", "=", True),
            ["name", "expected_revenue", "probability", "date_deadline", "stage_id"],
            order="expected_revenue desc",
        )
        won = Lead._read_group(
            domain & recent & Domain("won_status", "=", "won"),
            [],
            ["__count", "expected_revenue:sum"],
        )[0]
        lost = Lead._read_group(
            domain & recent & Domain("won_status", "=", "lost"),
            ["lost_reason_id"],
            ["__count", "expected_revenue:sum"],
        )
        return {
            "open": {
                "count": len(open_leads),
                "amount": sum(open_leads.mapped("expected_revenue")),
                "items": [
                    {
                        "id": lead.id,
                        "name": lead.name,
                        "amount": lead.expected_revenue,
                        "probability": lead.probability,
                        "stage": lead.stage_id.name,
                        "date": fields.Date.to_string(lead.date_deadline),
                    }
                    for lead in open_leads[:TOP]
                ],
            },
            "won": {"count": won[0], "amount": won[1] or 0},
            "lost": {
                "count": sum(row[1] for row in lost),
                "amount": sum(row[2] or 0 for row in lost),
                "reasons": [
                    {"name": reason.name, "count": count, "amount": amount or 0}
                    for reason, count, amount in sorted(lost, key=lambda row: -row[1])
                ],
            },
        }

    def _known_quotations(self, today):
        """Quotations that wait for an answer, in the company's currency, untaxed."""
        orders = self.env["sale.order"].search_fetch(
            Domain("state", "in", ["draft", "sent"])
            & self._account_domain()
            & Domain("company_id", "=", self.company_id.id)
            & (
                Domain("validity_date", "=", False)
                | Domain("validity_date", ">=", today)
            ),
            ["name", "amount_untaxed", "currency_rate", "date_order"],
            order="date_order desc",
        )
        amounts = {
            order: self.currency_id.round(
                order.amount_untaxed / (order.currency_rate or 1)
            )
            for order in orders
        }
        return {
            "count": len(orders),
            "amount": round(sum(amounts.values()), 2),
            "items": [
                {
                    "id": order.id,
                    "name": order.name,
                    "amount": amounts[order],
                    "date": self._local_day(order.date_order),
                }
                for order in orders[:TOP]
            ],
        }

    def _local_day(self, moment):
        """The day of the company at a moment in UTC, as text."""
        local = self.with_context(tz=self.company_id._kam_tz())
        return fields.Date.to_string(fields.Datetime.context_timestamp(local, moment))

    def _known_meetings(self, today):
        """Meetings of the last 12 months, and those to come.

        Of a private one its day alone: what it is about is its people's.
        """
        Event = self.env["calendar.event"]
        domain = self._account_domain("partner_ids") & Domain(
            "user_id.company_id", "=", self.company_id.id
        )
        now = fields.Datetime.now()
        held, last = Event._read_group(
            domain
            & Domain("stop", "<=", now)
            & Domain("start", ">", today - relativedelta(years=1)),
            [],
            ["__count", "start:max"],
        )[0]
        planned = Event.search_fetch(
            domain & Domain("stop", ">", now),
            ["allday", "name", "privacy", "start", "start_date", "user_id"],
            order="start",
        )
        return {
            "held": held,
            "last": self._local_day(last) if last else False,
            "planned": [
                {
                    "id": event.id,
                    "name": event.effective_privacy != "private" and event.name,
                    "date": fields.Date.to_string(event.start_date)
                    if event.allday
                    else self._local_day(event.start),
                }
                for event in planned[:3]
            ],
            "planned_count": len(planned),
        }

    def _known_payment(self, today):
        """Open and overdue receivables, and how late invoices were paid on average.

        The delay is of the invoices settled within the last 12 months, in days after
        their due date; before it is negative.
        """
        self.env.flush_all()
        row = self.env.execute_query(
            SQL(
                """
                WITH entry AS (
                     SELECT line.id, line.amount_residual, line.debit,
                            COALESCE(line.date_maturity, line.date) AS due,
                            line.reconciled
                       FROM account_move_line line
                       JOIN account_account account ON account.id = line.account_id
                       JOIN res_partner contact ON contact.id = line.partner_id
                      WHERE contact.kam_account_id = %(account)s
                        AND line.company_id = %(company)s
                        AND line.parent_state = 'posted'
                        AND account.account_type = 'asset_receivable'),
                     settled AS (
                     SELECT entry.id, MAX(part.max_date) - entry.due AS delay
                       FROM entry
                       JOIN account_partial_reconcile part
                            ON part.debit_move_id = entry.id
                      WHERE entry.reconciled AND entry.debit > 0
                   GROUP BY entry.id, entry.due
                     HAVING MAX(part.max_date) > %(year)s)
                SELECT (SELECT COUNT(*) FROM entry),
                       (SELECT COALESCE(SUM(amount_residual), 0) FROM entry),
                       (SELECT COALESCE(SUM(amount_residual), 0) FROM entry
                         WHERE due < %(today)s),
                       (SELECT AVG(delay) FROM settled),
                       (SELECT COUNT(*) FROM settled)
                """,
                account=self.partner_id._origin.id,
                company=self.company_id.id,
                today=today,
                year=today - relativedelta(years=1),
            )
        )[0]
        count, residual, overdue, delay, settled = row
        if not count:
            return False
        return {
            "open": float(residual),
            "overdue": float(overdue),
            "delay": False if delay is None else round(float(delay), 1),
            "settled": settled,
        }

    def _known_escalations(self, today):
        """Problems of the account, where escalations are kept."""
        if "kam.escalation" not in self.env:
            return False
        Escalation = self.env["kam.escalation"]
        domain = Domain("partner_id", "=", self.partner_id._origin.id) & Domain(
            "company_id", "=", self.company_id.id
        )
        running = Escalation.search(
            domain & Domain("state", "not in", ["solved", "cancelled"])
        )
        year = Escalation.search_count(
            domain & Domain("date_raised", ">", today - relativedelta(years=1))
        )
        return {
            "open": len(running),
            "year": year,
            "items": [{"id": one.id, "name": one.display_name} for one in running[:3]],
        }

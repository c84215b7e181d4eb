from odoo import api, fields, models
from odoo.tools import format_amount, format_date, formatLang

from ..tools import health

# Weeks of the sparkline.
HISTORY_WEEKS = 26


class KamHealthSnapshot(models.Model):
    """Why an account is as healthy as it is, in words (R10)."""

    _inherit = "kam.health.snapshot"

    explanation = fields.Json(compute="_compute_explanation")

    @api.depends_context("lang", "uid")
    def _compute_explanation(self):
        for snapshot in self:
            snapshot.explanation = snapshot._explain()

    def _explain(self):
        """One snapshot for the ``kam_health`` widget, with the weeks before it."""
        self.ensure_one()
        labels = dict(self._fields["band"]._description_selection(self.env))
        caps = dict(self._fields["cap"]._description_selection(self.env))
        history = self._history()
        return {
            "id": self.id,
            "health": self.health,
            "band": self.band,
            "band_label": labels[self.band],
            "confidence": self.confidence,
            "cap": caps.get(self.cap, False),
            "as_of": format_date(self.env, self.date),
            "change": self._change(history),
            "rows": [self._explain_driver(name) for name in health.DRIVERS],
            "history": [
                {
                    "date": fields.Date.to_string(one.date),
                    "label": format_date(self.env, one.date),
                    "health": one.health,
                    "band": one.band,
                }
                for one in history
            ],
        }

    def _history(self):
        """This snapshot and those before it, the oldest first."""
        return self.search_fetch(
            [
                ("partner_id", "=", self.partner_id.id),
                ("company_id", "=", self.company_id.id),
                ("date", "<=", self.date),
            ],
            ["date", "health", "band"],
            order="date desc",
            limit=HISTORY_WEEKS,
        )[::-1]

    def _change(self, history):
        """Difference to the snapshot before; False without one."""
        return round(self.health - history[-2].health, 1) if len(history) > 1 else False

    def _explain_driver(self, name):
        """Name, figure, weight and words of a driver."""
        evidence = (self.sudo().evidence or {}).get(name)
        known = self[name] is not False and evidence
        words = getattr(self, f"_words_of_{name}")
        return {
            "id": name,
            "name": self._fields[name]._description_string(self.env),
            "score": self[name],
            "weight": (self.weights or {}).get(name, 0),
            "words": words(evidence) if known else self._unknown_words()[name],
        }

    def _unknown_words(self):
        """Why a driver is not known."""
        return {
            "trend": self.env._("Unknown: less than 24 months of sales."),
            "rhythm": self.env._("Unknown: no orders to compare with."),
            "stakeholders": self.env._("Unknown: nobody is entered as a stakeholder."),
            "engagement": self.env._(
                "Unknown: the tier plans no contacts, and there were none."
            ),
            "execution": self.env._(
                "Unknown: no running plan with a figure, and no action was due in "
                "90 days."
            ),
            "payment": self.env._("Unknown: no invoice was due in 12 months."),
        }

    def _shows_amounts(self):
        """The account's team reads the health; amounts are for who manages it."""
        return self.partner_id._kam_may_see_figures()

    def _number(self, value, digits=0):
        return formatLang(self.env, value, digits=digits)

    def _amount(self, value):
        return format_amount(self.env, value, self.company_id.currency_id)

    def _words_of_trend(self, known):
        growth = known["growth"] * 100
        growth = ("+" if growth > 0 else "") + self._number(growth, 1)
        if not self._shows_amounts():
            return self.env._(
                "%(growth)s %%: sales of the last 12 complete months against the 12 "
                "before.",
                growth=growth,
            )
        return self.env._(
            "%(growth)s %%: %(year)s in the last 12 complete months, %(before)s in the "
            "12 before.",
            growth=growth,
            year=self._amount(known["year"]),
            before=self._amount(known["before"]),
        )

    def _words_of_rhythm(self, known):
        statuses = {
            "active": self.env._("Active"),
            "due": self.env._("Due"),
            "at_risk": self.env._("At risk"),
            "lost": self.env._("Lost"),
        }
        figures = {"status": statuses[known["status"]], "days": known["days"]}
        if known["own"]:
            return self.env._(
                "%(status)s: last order %(days)s days before, usually one every "
                "%(usual)s days.",
                usual=self._number(known["usual"], 0),
                **figures,
            )
        return self.env._(
            "%(status)s: last order %(days)s days before; too few orders for a rhythm "
            "of its own, so that of all customers counts.",
            **figures,
        )

    def _words_of_stakeholders(self, known):
        words = self.env._(
            "With %(covered)s of %(people)s people at least half of the planned "
            "contact is kept; attitude and influence count as well.",
            covered=known["covered"],
            people=known["people"],
        )
        if not known["capped"]:
            return words
        return self.env._(
            "%(words)s At most 59, because nobody has a role that the tier asks for "
            "(else it would be %(plain)s).",
            words=words,
            plain=self._number(known["plain"], 1),
        )

    def _words_of_engagement(self, known):
        if not known["meeting"] + known["call"] + known["mail"]:
            return self.env._("No meeting, call or mail in 90 days.")
        words = self.env._(
            "In 90 days %(meeting)s meetings, %(call)s calls and %(mail)s mails, "
            "%(by_customer)s of them started by the customer; faded by age "
            "(half in %(cadence)s days) %(points)s of %(target)s points.",
            **{**known, "points": self._number(known["points"], 1)},
        )
        theirs, ours = known["theirs"], known["ours"]
        if theirs >= 3 and ours >= 2:
            return words
        return self.env._(
            "%(words)s It hangs on few threads: %(theirs)s of their people and "
            "%(ours)s of ours.",
            words=words,
            theirs=theirs,
            ours=ours,
        )

    def _words_of_execution(self, known):
        parts = []
        if known["objectives"] is not None:
            parts.append(
                self.env._(
                    "%(count)s objectives: %(part)s %% of what is expected by now.",
                    count=known["objective_count"],
                    part=self._number(known["objectives"], 0),
                )
            )
        if known["actions"] is not None:
            parts.append(
                self.env._(
                    "Actions due in 90 days: %(on_time)s done in time, %(done_late)s "
                    "done late, %(late)s still open.",
                    on_time=known["on_time"],
                    done_late=known["done_late"],
                    late=known["late"],
                )
            )
        return " ".join(parts)

    def _words_of_payment(self, known):
        words = self.env._(
            "Invoices are paid %(days)s days late on average (%(invoices)s of "
            "12 months, by amount).",
            days=self._number(known["days"], 1),
            invoices=known["invoices"],
        )
        if not known["open"]:
            return words
        if not self._shows_amounts():
            return self.env._(
                "%(words)s %(open)s of them are overdue.",
                words=words,
                open=known["open"],
            )
        return self.env._(
            "%(words)s %(open)s of them are overdue, %(amount)s together.",
            words=words,
            open=known["open"],
            amount=self._amount(known["overdue"]),
        )

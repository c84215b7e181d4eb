from odoo import api, models


class KamReminder(models.Model):
    """What a rule does, in words."""

    _inherit = "kam.reminder"

    @api.depends(
        "trigger",
        "days_before",
        "activity_type_id",
        "responsible",
        "escalate_to",
        "escalate_after_days",
        "company_id",
    )
    @api.depends_context("lang")
    def _compute_explanation(self):
        for reminder in self:
            reminder.explanation = " ".join(reminder._sentences())

    def _label(self, field):
        """The label of a selection, in the middle of a sentence."""
        self.ensure_one()
        labels = dict(self._fields[field]._description_selection(self.env))
        return labels.get(self[field], "")

    def _sentences(self):
        """When, who, until when, what if nothing happens, and when it ends."""
        self.ensure_one()
        words = {
            "event": self._label("trigger"),
            "who": self._label("responsible"),
            "next": self._label("escalate_to"),
            "days": self.days_before,
            "after": self.escalate_after_days,
            "type": self.activity_type_id.name or "",
            "company": self.company_id.name or "",
        }
        _ = self.env._
        sentences = []
        if self.has_own_activity:
            sentences.append(
                _(
                    "%(event)s: whoever is responsible has it on the list anyway.",
                    **words,
                )
            )
        elif self.is_dated and self.days_before == 1:
            sentences.append(
                _(
                    "%(event)s: from the day before on, an activity “%(type)s” is on "
                    "the list. It goes to: %(who)s.",
                    **words,
                )
            )
        elif self.is_dated and self.days_before:
            sentences.append(
                _(
                    "%(event)s: from %(days)s days before on, an activity “%(type)s” "
                    "is on the list. It goes to: %(who)s.",
                    **words,
                )
            )
        else:
            sentences.append(
                _(
                    "%(event)s: an activity “%(type)s” is put on the list. "
                    "It goes to: %(who)s.",
                    **words,
                )
            )
        if self.escalate_to and self.escalate_after_days == 1:
            sentences.append(
                _(
                    "If the cause is still there a day after the deadline, it goes to "
                    "one more: %(next)s.",
                    **words,
                )
            )
        elif self.escalate_to:
            sentences.append(
                _(
                    "If the cause is still there %(after)s days after the deadline, "
                    "it goes to one more: %(next)s.",
                    **words,
                )
            )
        sentences.append(
            _(
                "The activity goes away by itself when the cause is gone; ticked off, "
                "it does not come back for the same cause."
            )
        )
        if self.company_id:
            sentences.append(_("Only for %(company)s.", **words))
        return sentences

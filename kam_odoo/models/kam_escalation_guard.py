from odoo import api, fields, models
from odoo.exceptions import AccessError


class KamEscalation(models.Model):
    """Nobody bends the clock: moments, deadlines and steps are the program's."""

    _inherit = "kam.escalation"

    @api.model
    def _protected_fields(self):
        """What the program stamps and works out; nobody types it in."""
        return {
            "answered_in_time",
            "date_raised",
            "date_reopened",
            "date_responded",
            "date_solved",
            "email_from",
            "hours_to_answer",
            "hours_to_solve",
            "level",
            "next_deadline",
            "raised_by_id",
            "response_deadline",
            "solution_deadline",
            "solved_in_time",
            "sponsor_deadline",
            "state",
        }

    def _check_protected(self, names):
        """Refuse values that only the buttons and the clock may give."""
        names = self._protected_fields() & set(names)
        if names and not self.env.su:
            labels = self.fields_get(names, ["string"])
            raise AccessError(
                self.env._(
                    "Nobody can type this in, the buttons of an escalation set it: "
                    "%(fields)s.",
                    fields=sorted(label["string"] for label in labels.values()),
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not vals.get("partner_id"):
                vals.pop("partner_id", None)  # then it follows from the contact
        if not self.env.su:
            fixed = {"level": "0", "state": "new", "raised_by_id": self.env.uid}
            for vals in vals_list:
                self._check_protected(
                    name
                    for name, value in vals.items()
                    if value and fixed.get(name) != value
                )
                # A default from the context would be a value as well.
                vals.update(fixed, date_raised=fields.Datetime.now())
                vals.update(dict.fromkeys(self._stamps(), False))
        escalations = super().create(vals_list)
        escalations._sync_activities()
        return escalations

    @api.model
    def _stamps(self):
        """Moments that are empty until somebody has worked."""
        return ("date_responded", "date_solved", "date_reopened", "email_from")

    def write(self, vals):
        self._check_protected(vals)
        result = super().write(vals)
        if vals.get("partner_id"):
            self._begin_answered()
        if self._activity_fields() & set(vals):
            self._sync_activities()
        return result

from odoo import api, fields, models


class KamObjective(models.Model):
    """An objective that is not reached goes on in the next plan."""

    _inherit = "kam.objective"

    origin_id = fields.Many2one(
        "kam.objective",
        string="Continues",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The same objective in the plan before.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_origin(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_origin([vals])
        return super().write(vals)

    @api.model
    def _check_origin(self, vals_list):
        """A chosen number gives no glimpse of an objective of somebody else's plan."""
        chosen = [vals["origin_id"] for vals in vals_list if vals.get("origin_id")]
        if chosen and not self.env.su:
            self.browse(chosen).check_access("read")

    def _counterpart(self, plan):
        """The same objective in another plan, if somebody put it there already."""
        self.ensure_one()
        return plan.objective_ids.filtered(
            lambda one: (
                one.origin_id == self
                or (one.name, one.metric, one.categ_ids, one.contact_ids)
                == (self.name, self.metric, self.categ_ids, self.contact_ids)
            )
        )[:1]

    def _continue_in(self, plan, target=None):
        """This objective in the next plan: from where it stands now, not doubled.

        What Odoo counts gets the baseline of any new objective: as many days before
        the plan, which are those of the plan that ends. A figure read by hand starts
        from the last reading.

        :param float target: its figure there, by default the one it has
        """
        self.ensure_one()
        found = self._counterpart(plan)
        if found:
            changed = {"origin_id": self.id}
            if target is not None and target != found.target:
                changed["target"] = target
            found.write(changed)
            return found
        values = {
            **self._copy_to_plan(),
            "plan_id": plan.id,
            "origin_id": self.id,
        }
        if target is not None:
            values["target"] = target
        if self.metric == "manual":
            known = self.actual is not False
            values["baseline"] = self.actual if known else self.baseline
        return self.create(values)

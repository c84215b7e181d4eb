from odoo import Command, api, fields, models


class KamCriterionWeighing(models.TransientModel):
    """Weigh all criteria against each other, with the ranking beside it (S1).

    Nothing is changed before *Apply*: the ranking is counted from the weights on the
    screen.
    """

    _name = "kam.criterion.weighing"
    _description = "Weighing of the Criteria"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    weight_attractiveness = fields.Float(
        string="Weight of attractiveness",
        default=lambda self: self.env.company.sudo().kam_weight_attractiveness,
    )
    line_ids = fields.One2many(
        "kam.criterion.weighing.line",
        "weighing_id",
        string="Weights",
        default=lambda self: self._default_lines(),
    )
    preview = fields.Json(compute="_compute_preview")

    @api.model
    def _default_lines(self):
        return [
            Command.create({"criterion_id": criterion.id, "weight": criterion.weight})
            for criterion in self.env["kam.criterion"]._get_live()
        ]

    @api.depends("company_id", "weight_attractiveness", "line_ids.weight")
    @api.depends_context("uid", "lang")
    def _compute_preview(self):
        """The ranking with the weights on the screen."""
        for weighing in self:
            problem = weighing._problem()
            weighing.preview = (
                {"message": problem}
                if problem
                else self.env["kam.score"]._preview(
                    weighing._criteria(),
                    weighing.weight_attractiveness,
                    weighing.company_id,
                )
            )

    def _criteria(self):
        """The criteria with the weights on the screen, unsaved."""
        criteria = self.env["kam.criterion"]
        for line in self.line_ids:
            criteria += criteria.new(
                {"weight": line.weight}, origin=line.criterion_id._origin
            )
        return criteria

    def _problem(self):
        """Why nothing can be counted with these weights, or False."""
        self.ensure_one()
        if any(line.weight < 0 for line in self.line_ids):
            return self.env._("A weight cannot be below zero.")
        if not 0 <= self.weight_attractiveness <= 1:
            return self.env._("The weight of attractiveness is between 0 % and 100 %.")
        return False

    def action_apply(self):
        """Save the weights; the scores follow.

        :raises AccessError: for anybody but a Key Accounts manager
        :raises ValidationError: for weights that make no sense
        """
        self.ensure_one()
        for line in self.line_ids:
            if line.criterion_id.weight != line.weight:
                line.criterion_id.weight = line.weight
        self.env["kam.criterion"].check_access("write")
        company = self.company_id.sudo()
        if company.kam_weight_attractiveness != self.weight_attractiveness:
            company.kam_weight_attractiveness = self.weight_attractiveness
        return {"type": "ir.actions.client", "tag": "soft_reload"}

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

FUNCTION = [
    ("sales", "Sales"),
    ("finance", "Finance"),
    ("marketing", "Marketing"),
    ("management", "Management"),
    ("other", "Other"),
]
RUNNING = ("nomination", "scoring")
# What an assessor writes by way of the form: guarded where it is stored.
SAID = {"nomination_ids", "mark_ids"}


class KamAssessment(models.Model):
    """What one assessor nominates and how he marks, in one round (S2).

    Nobody sees another's nominations and marks before the round has left scoring:
    record rules without exception of a group see to that.
    """

    _name = "kam.assessment"
    _description = "Assessment"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "selection_id desc, id"
    _mail_post_access = "read"

    selection_id = fields.Many2one(
        "kam.selection",
        string="Round",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Assessor",
        required=True,
        index=True,
        domain=[("share", "=", False)],
    )
    function = fields.Selection(FUNCTION, required=True, default="sales")
    state = fields.Selection(
        [("open", "Open"), ("done", "Handed in")],
        default="open",
        required=True,
        readonly=True,
        copy=False,
    )
    date_done = fields.Datetime(string="Handed in on", readonly=True, copy=False)
    round_state = fields.Selection(
        related="selection_id.state", string="Step of the round"
    )
    date_deadline = fields.Date(string="Deadline", compute="_compute_date_deadline")
    nomination_ids = fields.One2many(
        "kam.nomination", "assessment_id", string="Nominations"
    )
    mark_ids = fields.One2many("kam.mark", "assessment_id", string="Marks")
    progress = fields.Float(
        compute="_compute_progress",
        help="Share of the marks that are given: how far, not which.",
    )
    is_mine = fields.Boolean(compute="_compute_is_mine")
    can_edit = fields.Boolean(
        string="May be edited", compute="_compute_is_mine", help="By you, now."
    )

    _assessor_uniq = models.Constraint(
        "UNIQUE (selection_id, user_id)",
        "An assessor has one assessment per round.",
    )

    @api.depends("selection_id.name", "user_id.name")
    def _compute_display_name(self):
        for assessment in self:
            assessment.display_name = (
                f"{assessment.selection_id.name} – {assessment.user_id.name}"
            )

    @api.depends(
        "selection_id.state",
        "selection_id.date_nomination",
        "selection_id.date_scoring",
    )
    def _compute_date_deadline(self):
        for assessment in self:
            selection = assessment.selection_id
            assessment.date_deadline = {
                "nomination": selection.date_nomination,
                "scoring": selection.date_scoring,
            }.get(selection.state, False)

    @api.depends("mark_ids")
    def _compute_progress(self):
        """Counted for everybody: whom to chase is no secret, what he thinks is."""
        selections = self.selection_id.sudo()
        given = dict(
            self.env["kam.mark"]
            .sudo()
            ._read_group(
                [("assessment_id", "in", self.ids)], ["assessment_id"], ["__count"]
            )
        )
        asked = {}
        for selection in selections:
            judged = selection.criterion_ids.filtered(lambda one: one.kind == "judged")
            asked[selection.id] = len(judged) * len(selection.line_ids)
        for assessment in self:
            total = asked.get(assessment.selection_id.id)
            count = given.get(assessment._origin.sudo(), 0)
            assessment.progress = count / total if total else 0

    @api.depends("user_id", "state", "selection_id.state")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for assessment in self:
            assessment.is_mine = assessment.user_id == self.env.user
            assessment.can_edit = (
                assessment.is_mine
                and assessment.state == "open"
                and assessment.selection_id.state in RUNNING
            )

    @api.constrains("user_id", "selection_id")
    def _check_user(self):
        for assessment in self.sudo():
            company = assessment.selection_id.company_id
            if assessment.user_id.share:
                raise ValidationError(
                    self.env._(
                        "%(user)s is not an employee, so cannot assess.",
                        user=assessment.user_id.name,
                    )
                )
            if company and company not in assessment.user_id.company_ids:
                raise ValidationError(
                    self.env._(
                        "%(user)s has no access to %(company)s, so cannot assess its "
                        "customers.",
                        user=assessment.user_id.name,
                        company=company.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        assessments = super().create(vals_list)
        if not self.env.su:
            assessments._check_assessors_open()
            for assessment in assessments:
                if assessment.state != "open" or assessment.date_done:
                    raise AccessError(self._step_refusal())
        return assessments

    def write(self, vals):
        names = set(vals) - SAID
        if not self.env.su and names:
            if names & {"state", "date_done", "selection_id"}:
                raise AccessError(self._step_refusal())
            if not self.env["res.partner"]._kam_may_decide():
                raise AccessError(
                    self.env._("Only a Key Accounts manager chooses the assessors.")
                )
            self._check_assessors_open()
            if "user_id" in names:
                self._check_blank()
        return super().write(vals)

    def _step_refusal(self):
        return self.env._(
            "An assessment is handed in by its assessor, with the button."
        )

    def _check_assessors_open(self):
        """Assessors come and go until the round has left scoring."""
        for selection in self.selection_id:
            if selection.state not in ("draft", *RUNNING):
                raise UserError(
                    self.env._(
                        "“%(name)s” has left scoring: its assessors stay as they are.",
                        name=selection.name,
                    )
                )

    def _check_blank(self):
        """What a person has said is neither thrown away nor given to somebody else."""
        for assessment in self.sudo():
            if assessment.state == "done" or (
                assessment.mark_ids or assessment.nomination_ids
            ):
                raise UserError(
                    self.env._(
                        "%(user)s has already begun this assessment: it cannot be "
                        "removed or given to somebody else.",
                        user=assessment.user_id.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        if not self.env.su:
            self._check_assessors_open()
            self._check_blank()

    def _check_may_edit(self, step):
        """Only the assessor, only what is not handed in, only in the fitting step.

        :param str step: nomination or scoring
        :raises AccessError: somebody else's
        :raises UserError: too early, too late, or handed in
        """
        if self.env.su:
            return
        for assessment in self.sudo():
            if assessment.user_id != self.env.user:
                raise AccessError(
                    self.env._(
                        "Nobody can answer for %(user)s.", user=assessment.user_id.name
                    )
                )
            if assessment.selection_id.state != step:
                steps = dict(
                    assessment._fields["round_state"]._description_selection(self.env)
                )
                raise UserError(
                    self.env._(
                        "“%(name)s” is in the step %(now)s; this belongs to the step "
                        "%(step)s.",
                        name=assessment.selection_id.name,
                        now=steps[assessment.selection_id.state],
                        step=steps[step],
                    )
                )
            if assessment.state == "done":
                raise UserError(
                    self.env._(
                        "You have handed in this assessment. Take it back to change it."
                    )
                )

    @api.model
    def _check_may_add(self, vals_list, step):
        """The same for answers about to be given to assessments."""
        numbers = {
            vals["assessment_id"] for vals in vals_list if "assessment_id" in vals
        }
        self.browse(numbers)._check_may_edit(step)

    def action_hand_in(self):
        """The assessor says he is through: from now on it is only read."""
        for assessment in self:
            assessment._check_may_edit(assessment.sudo().selection_id.state)
            if assessment.sudo().selection_id.state not in RUNNING:
                raise UserError(
                    self.env._("There is nothing to hand in: the round is not running.")
                )
        self.sudo().write({"state": "done", "date_done": fields.Datetime.now()})
        return True

    def action_take_back(self):
        """The assessor goes on with what he handed in, while the step still runs."""
        for assessment in self.sudo():
            if assessment.user_id != self.env.user and not self.env.su:
                raise AccessError(
                    self.env._(
                        "Nobody can answer for %(user)s.", user=assessment.user_id.name
                    )
                )
            if assessment.selection_id.state not in RUNNING:
                raise UserError(
                    self.env._("It is too late: the round has left scoring.")
                )
        self.sudo().write({"state": "open", "date_done": False})
        return True

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from ..fields import FloatOrUnknown
from .res_company import ABC_METHOD, BASIS, MEASURE, XYZ_METHOD

# What may still change on a finished analysis: nothing that bears on its figures.
EDITABLE_WHEN_DONE = {"name", "active"}
# What only a run gives to an analysis: never a person, by no screen and no RPC.
RESULT = {
    "changed_count",
    "covered_company_ids",
    "customer_count",
    "date_run",
    "defection_count",
    "defection_ids",
    "effective_customers",
    "hhi",
    "key_share",
    "largest_share",
    "line_ids",
    "parameters",
    "previous_id",
    "scheduled",
    "state",
    "top_share",
    "total",
    "wape",
}


class KamAnalysis(models.Model):
    """One analysis of the customers: a period, a measure, methods, and the result.

    A draft shows at once what the classes would be; running it makes a snapshot that
    never changes again (DESIGN, "Snapshots"). Amounts are in the currency of the
    analysis, shares and rates are fractions, dates are local days of each company,
    both ends included.
    """

    _name = "kam.analysis"
    _description = "Customer Analysis"
    _inherit = ["mail.thread"]
    _order = "date_to desc, id desc"

    name = fields.Char(compute="_compute_name", store=True, readonly=False, copy=False)
    active = fields.Boolean(default=True)
    state = fields.Selection(
        [("draft", "Draft"), ("done", "Done")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    company_id = fields.Many2one(
        "res.company",
        default=lambda self: self.env.company,
        index=True,
        help="Leave empty to analyse all the companies you have open together.",
    )
    covered_company_ids = fields.Many2many(
        "res.company",
        string="Companies covered",
        readonly=True,
        copy=False,
        help="The companies whose sales this run has read.",
    )
    currency_id = fields.Many2one(
        "res.currency",
        compute="_compute_currency_id",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    date_from = fields.Date(
        string="From",
        compute="_compute_dates",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    date_to = fields.Date(
        string="To",
        compute="_compute_dates",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        index=True,
    )
    basis = fields.Selection(
        BASIS,
        compute="_compute_methods",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="Ordered: confirmed orders. Invoiced: what was invoiced of them, "
        "credit notes taken off.",
    )
    measure = fields.Selection(
        MEASURE,
        compute="_compute_methods",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="What the ABC classes and the shares are counted by. "
        "Profit is the margin after the cost to serve.",
    )
    abc_method = fields.Selection(
        ABC_METHOD,
        string="ABC method",
        compute="_compute_methods",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    limit_a = fields.Float(
        string="Limit of A",
        compute="_compute_methods",
        store=True,
        readonly=False,
        precompute=True,
        help="A customer is A while the share of larger customers is below this.",
    )
    limit_b = fields.Float(
        string="Limit of B",
        compute="_compute_methods",
        store=True,
        readonly=False,
        precompute=True,
    )
    xyz_method = fields.Selection(
        XYZ_METHOD,
        string="XYZ method",
        compute="_compute_xyz_method",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    x_limit = fields.Float(
        string="Limit of X",
        compute="_compute_xyz_limits",
        store=True,
        readonly=False,
        precompute=True,
        help="Rhythm: least share of months with an order (0.75). "
        "Variation: greatest coefficient of variation (0.5).",
    )
    y_limit = fields.Float(
        string="Limit of Y",
        compute="_compute_xyz_limits",
        store=True,
        readonly=False,
        precompute=True,
        help="Rhythm: greatest variation of the intervals between orders (0.5). "
        "Variation: greatest coefficient of variation (1.0).",
    )
    write_classes = fields.Boolean(
        string="Write the classes to the customers",
        default=True,
        help="The latest period wins: an analysis of an earlier period never "
        "overwrites the classes of a later one.",
    )
    scheduled = fields.Boolean(readonly=True, copy=False)
    # the result
    date_run = fields.Datetime(string="As of", readonly=True, copy=False)
    parameters = fields.Json(readonly=True, copy=False)
    previous_id = fields.Many2one(
        "kam.analysis",
        string="Compared with",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
    )
    line_ids = fields.One2many(
        "kam.analysis.line", "analysis_id", string="Customers", readonly=True
    )
    defection_ids = fields.One2many(
        "kam.defection", "analysis_id", string="Quiet defections", readonly=True
    )
    defection_count = fields.Integer(
        string="Number of quiet defections", readonly=True, copy=False
    )
    customer_count = fields.Integer(
        string="Number of customers", readonly=True, copy=False
    )
    total = fields.Monetary(readonly=True, copy=False, help="Sum of the measure.")
    hhi = FloatOrUnknown(
        string="Concentration (HHI)", readonly=True, copy=False, aggregator=None
    )
    effective_customers = FloatOrUnknown(
        string="Effective customers", readonly=True, copy=False, aggregator=None
    )
    largest_share = FloatOrUnknown(
        string="Share of the largest", readonly=True, copy=False, aggregator=None
    )
    top_share = FloatOrUnknown(
        string="Share of the five largest", readonly=True, copy=False, aggregator=None
    )
    key_share = FloatOrUnknown(
        string="Share of key accounts", readonly=True, copy=False, aggregator=None
    )
    wape = FloatOrUnknown(
        string="Forecast error (WAPE)",
        readonly=True,
        copy=False,
        aggregator=None,
        help="Weighted absolute error of the same forecast made one year earlier, "
        "over the customers with enough history.",
    )
    changed_count = fields.Integer(
        string="Customers whose class or retention changed", readonly=True, copy=False
    )

    @api.depends("company_id", "date_from", "date_to", "measure", "basis")
    def _compute_name(self):
        """Proposed from what is analysed; a name given by hand stays on a finished."""
        measures = dict(self._fields["measure"]._description_selection(self.env))
        for analysis in self:
            if analysis.state == "done" and analysis.name:
                continue
            analysis.name = self.env._(
                "%(measure)s %(date_from)s – %(date_to)s",
                measure=measures.get(analysis.measure, ""),
                date_from=format_date(self.env, analysis.date_from),
                date_to=format_date(self.env, analysis.date_to),
            )

    @api.depends("company_id")
    def _compute_currency_id(self):
        for analysis in self:
            company = analysis.company_id or self.env.company
            analysis.currency_id = company.currency_id

    @api.depends("company_id")
    def _compute_dates(self):
        """The last complete months, as many as the settings say."""
        for analysis in self:
            company = analysis.company_id or self.env.company
            start = self._local_today(company) + relativedelta(day=1)
            analysis.date_to = analysis.date_to or start - relativedelta(days=1)
            analysis.date_from = analysis.date_from or start - relativedelta(
                months=company.kam_period_months
            )

    @api.depends("company_id")
    def _compute_methods(self):
        for analysis in self:
            company = (analysis.company_id or self.env.company).sudo()
            analysis.basis = company.kam_basis
            analysis.measure = company.kam_measure
            analysis.abc_method = company.kam_abc_method
            analysis.limit_a = company.kam_limit_a
            analysis.limit_b = company.kam_limit_b

    @api.depends("company_id")
    def _compute_xyz_method(self):
        """Apart from the other methods: the limits below depend on a given one."""
        for analysis in self:
            company = (analysis.company_id or self.env.company).sudo()
            analysis.xyz_method = company.kam_xyz_method

    @api.depends("company_id", "xyz_method")
    def _compute_xyz_limits(self):
        for analysis in self:
            company = (analysis.company_id or self.env.company).sudo()
            method = analysis.xyz_method or "rhythm"
            analysis.x_limit = company[f"kam_{method}_x"]
            analysis.y_limit = company[f"kam_{method}_y"]

    @api.model
    def _local_today(self, company):
        """Today in the time zone of the company's sales."""
        now = fields.Datetime.now()
        return fields.Datetime.context_timestamp(
            self.with_context(tz=company._kam_tz()), now
        ).date()

    @api.model
    def _get_current(self, company):
        """The finished analysis that stands for the company: the latest period.

        Later stages (contacts, criteria, plans) read an analysis through this.

        :return: one kam.analysis or an empty recordset, in sudo-less environment
        """
        return self.search(
            [
                ("state", "=", "done"),
                ("covered_company_ids", "in", company.ids),
                ("company_id", "in", [company.id, False]),
                ("write_classes", "=", True),
            ],
            order="date_to desc, date_run desc, id desc",
            limit=1,
        )

    @api.model_create_multi
    def create(self, vals_list):
        analyses = super().create(vals_list)
        # Looked at afterwards, since a default of the context is a value as well.
        if not self.env.su:
            for analysis in analyses:
                if analysis.state != "draft" or any(
                    analysis[name] for name in RESULT - {"state"}
                ):
                    raise AccessError(self._result_refusal())
        return analyses

    def _result_refusal(self):
        return self.env._("Only running an analysis gives it a result.")

    def write(self, vals):
        if not set(vals) <= EDITABLE_WHEN_DONE | {"message_follower_ids"}:
            for analysis in self:
                if analysis.state == "done":
                    raise UserError(
                        self.env._(
                            "“%(name)s” is finished, and a finished analysis never "
                            "changes. Duplicate it to analyse anew.",
                            name=analysis.display_name,
                        )
                    )
        if not self.env.su and RESULT.intersection(vals):
            raise AccessError(self._result_refusal())
        return super().write(vals)

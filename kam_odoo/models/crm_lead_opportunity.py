from odoo import api, fields, models
from odoo.tools import SQL

from ..fields import FloatOrUnknown, RatingOrUnknown
from ..tools import opportunity

OPPORTUNITY_CLASS = [
    ("more", "More of what they buy"),
    ("service", "Better service"),
    ("wider", "Wider business"),
]
EFFORTS = ("kam_effort_time", "kam_effort_money", "kam_effort_staff")
ESTIMATES = ("kam_benefit", *EFFORTS)


class CrmLead(models.Model):
    """What kind of opportunity it is, and whether it is worth the trouble (P9).

    Benefit and effort are estimates from 1 to 5. Empty, or 0, means that nobody has
    estimated it yet, and then the rank is unknown.
    """

    _inherit = "crm.lead"

    kam_opportunity_class = fields.Selection(
        OPPORTUNITY_CLASS,
        string="Opportunity class",
        tracking=True,
        help="More of what they buy: a larger share of what they already buy from us "
        "and from others.\n"
        "Better service: what makes working with us easier or safer for them.\n"
        "Wider business: new products, sites, countries or ways to work together.",
    )
    kam_benefit = RatingOrUnknown(
        string="Benefit",
        tracking=True,
        aggregator="avg",
        help="What we gain if it succeeds: 1 very small to 5 very large.",
    )
    kam_effort_time = RatingOrUnknown(
        string="Effort: time",
        tracking=True,
        aggregator="avg",
        help="How long it takes until it pays: 1 very short to 5 very long.",
    )
    kam_effort_money = RatingOrUnknown(
        string="Effort: money",
        tracking=True,
        aggregator="avg",
        help="What we have to spend on it: 1 very little to 5 very much.",
    )
    kam_effort_staff = RatingOrUnknown(
        string="Effort: staff",
        tracking=True,
        aggregator="avg",
        help="How many of our people it ties up: 1 very few to 5 very many.",
    )
    kam_effort = FloatOrUnknown(
        string="Effort",
        compute="_compute_kam_opportunity_rank",
        store=True,
        aggregator="avg",
        digits=(16, 2),
        help="Mean of time, money and staff; unknown until all three are estimated.",
    )
    kam_opportunity_rank = FloatOrUnknown(
        string="Benefit ÷ effort",
        compute="_compute_kam_opportunity_rank",
        store=True,
        aggregator="avg",
        digits=(16, 2),
        help="The higher, the sooner it is worth pursuing: from 0.2, much effort for "
        "little, to 5. Unknown until benefit, time, money and staff are estimated.",
    )

    _kam_benefit_scale = models.Constraint(
        "CHECK (kam_benefit BETWEEN 1 AND 5)",
        "The benefit goes from 1 (very small) to 5 (very large).",
    )
    _kam_effort_scale = models.Constraint(
        "CHECK (kam_effort_time BETWEEN 1 AND 5"
        " AND kam_effort_money BETWEEN 1 AND 5"
        " AND kam_effort_staff BETWEEN 1 AND 5)",
        "Each effort goes from 1 (very small) to 5 (very large).",
    )

    @api.depends(*ESTIMATES)
    def _compute_kam_opportunity_rank(self):
        for lead in self:
            lead.kam_effort = opportunity.effort(*(lead[name] for name in EFFORTS))
            lead.kam_opportunity_rank = opportunity.rank(
                *(lead[name] for name in ESTIMATES)
            )

    def _merge_get_fields(self):
        """Merging opportunities keeps what is known of any of them."""
        return [*super()._merge_get_fields(), "kam_opportunity_class", *ESTIMATES]

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        """What is not estimated comes last, whichever way a list is sorted."""
        field = self._fields.get(field_name)
        if isinstance(field, FloatOrUnknown | RatingOrUnknown):
            nulls = SQL("NULLS LAST")
        return super()._order_field_to_sql(alias, field_name, direction, nulls, query)

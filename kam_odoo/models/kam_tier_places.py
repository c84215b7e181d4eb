from odoo import api, fields, models
from odoo.exceptions import ValidationError


class KamTier(models.Model):
    """Places of a tier: how many there are, how many are taken (S3).

    Counted when asked, never stored, over all companies: a tier is the group's. An
    archived account keeps its place until it is retired.
    """

    _inherit = "kam.tier"

    taken = fields.Integer(
        string="Places taken",
        compute="_compute_taken",
        help="Accounts in the tier, in all companies; archived ones count as well.",
    )
    taken_share = fields.Float(
        string="Taken",
        compute="_compute_taken",
        help="Places taken of all places; empty for a tier without limit.",
    )
    managers = fields.Text(
        string="Taken by manager",
        compute="_compute_managers",
        help="Accounts of the tier per key account manager.",
    )

    _minimum_score_range = models.Constraint(
        "CHECK (minimum_score BETWEEN 0 AND 100)",
        "The least score is a number from 0 to 100.",
    )
    _capacity_positive = models.Constraint(
        "CHECK (capacity >= 0 AND manager_capacity >= 0)",
        "The number of places is 0 (no limit) or more.",
    )
    _selection_months_positive = models.Constraint(
        "CHECK (selection_months >= 1)",
        "There is at least one month between two rounds.",
    )
    _discount_range = models.Constraint(
        "CHECK (discount_salesperson BETWEEN 0 AND 1"
        " AND discount_manager BETWEEN 0 AND 1)",
        "A discount is between 0 % and 100 %.",
    )
    _discount_order = models.Constraint(
        "CHECK (discount_manager >= discount_salesperson)",
        "The key account manager may grant at least what salespeople may.",
    )

    @api.depends("capacity")
    def _compute_taken(self):
        taken = self._taken()
        for tier in self:
            tier.taken = taken.get(tier._origin, 0)
            tier.taken_share = 100 * tier.taken / tier.capacity if tier.capacity else 0

    @api.depends("manager_capacity")
    def _compute_managers(self):
        """A line per manager, who has most first."""
        accounts = self._all_accounts()
        domain = [*self._domain_of_accounts(), ("kam_manager_id", "!=", False)]
        counts = accounts._read_group(
            domain, ["kam_tier_id", "kam_manager_id"], ["__count"]
        )
        for tier in self:
            own = [(-n, who.name) for one, who, n in counts if one == tier._origin]
            tier.managers = "\n".join(
                self.env._(
                    "%(manager)s: %(taken)s of %(capacity)s",
                    manager=name,
                    taken=-number,
                    capacity=tier.manager_capacity or self.env._("any number"),
                )
                for number, name in sorted(own)
            )

    @api.constrains("is_key")
    def _check_is_key(self):
        """Accounts of a tier are key or not; a tier in use does not turn round."""
        for tier in self:
            domain = tier._domain_of_accounts()
            domain.append(("kam_status", "!=" if tier.is_key else "=", "key"))
            if self._all_accounts().search_count(domain, limit=1):
                raise ValidationError(
                    self.env._(
                        "“%(tier)s” has accounts. Give them another tier before you "
                        "change whether it is for key accounts.",
                        tier=tier.name,
                    )
                )

    @api.model
    def _all_accounts(self):
        """The accounts of all companies, archived ones too."""
        return self.env["res.partner"].sudo().with_context(active_test=False)

    def _taken(self, excluding=None):
        """Accounts per tier.

        :param excluding: accounts that are not counted, such as those being decided on
        :return: dict tier → number; a tier without accounts is missing
        """
        domain = self._domain_of_accounts(excluding)
        counts = self._all_accounts()._read_group(domain, ["kam_tier_id"], ["__count"])
        return dict(counts)

    def _taken_by_manager(self, managers, excluding=None):
        """Accounts per tier and key account manager; as ``_taken``, by pairs."""
        domain = self._domain_of_accounts(excluding)
        domain.append(("kam_manager_id", "in", managers.ids))
        counts = self._all_accounts()._read_group(
            domain, ["kam_tier_id", "kam_manager_id"], ["__count"]
        )
        return {(tier, manager): count for tier, manager, count in counts}

    def _domain_of_accounts(self, excluding=None):
        return [
            ("kam_tier_id", "in", self.ids),
            ("kam_is_account", "=", True),
            ("id", "not in", excluding.ids if excluding else []),
        ]

    def _free_places(self, excluding=None):
        """Free places per tier.

        :param excluding: accounts whose places count as free
        :return: dict id of the tier → places, None without limit; 0 when over full
        """
        taken = self._taken(excluding)
        return {
            tier.id: max(tier.capacity - taken.get(tier, 0), 0)
            if tier.capacity
            else None
            for tier in self
        }

    def _free_manager_places(self, managers, excluding=None):
        """Free places per tier and key account manager.

        :param managers: users
        :param excluding: accounts whose places count as free
        :return: dict (id of the tier, id of the user) → places, None without limit
        """
        taken = self._taken_by_manager(managers, excluding)
        return {
            (tier.id, manager.id): max(
                tier.manager_capacity - taken.get((tier, manager), 0), 0
            )
            if tier.manager_capacity
            else None
            for tier in self
            for manager in managers
        }

    def _places_in_words(self, manager=None):
        """How many places are taken and free, for a screen.

        :param manager: a user; then it is about this user's places in the tier
        """
        self.ensure_one()
        if manager:
            capacity = self.manager_capacity
            taken = self._taken_by_manager(manager).get((self, manager), 0)
        else:
            capacity, taken = self.capacity, self._taken().get(self, 0)
        where = (
            self.env._("%(manager)s in %(tier)s", manager=manager.name, tier=self.name)
            if manager
            else self.name
        )
        if not capacity:
            return self.env._(
                "%(where)s: %(taken)s taken, no limit", where=where, taken=taken
            )
        return self.env._(
            "%(where)s: %(taken)s of %(capacity)s taken, %(free)s free",
            where=where,
            taken=taken,
            capacity=capacity,
            free=max(capacity - taken, 0),
        )

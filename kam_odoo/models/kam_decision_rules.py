from collections import Counter

from odoo import api, models


def confirms(change):
    """Whether the decision stands for the account as a whole, not for one detail."""
    return change.kind in ("admit", "keep", "promote", "demote", "retire")


def better(tier, other):
    """Whether a tier is above another one; having none is below all."""
    if not tier or not other:
        return bool(tier)
    return (tier.sequence, tier.id) < (other.sequence, other.id)


class KamDecision(models.Model):
    """The rules of the gate: they look at the state after the whole batch (S3, R4)."""

    _inherit = "kam.decision"

    @api.model
    def _problems(self, changes):
        """Everything that speaks against the decisions, in the user's words.

        :param changes: see ``_changes``
        :return: a list of sentences, empty if the decisions can be taken
        """
        problems = [
            self.env._("%(account)s: %(problem)s", account=name, problem=problem)
            for change in changes
            for name in [change.partner.display_name]
            for problem in self._problems_of(change)
        ]
        times = Counter(change.partner for change in changes)
        problems += [
            self.env._(
                "%(account)s: decided on more than once.", account=partner.display_name
            )
            for partner, count in times.items()
            if count > 1
        ]
        return problems + self._problems_of_places(changes)

    @api.model
    def _problems_of(self, change):
        """What speaks against one decision by itself."""
        problems = [
            self._problem_of_account(change),
            self._problem_of_kind(change),
            None if change.reason else self.env._("give a reason."),
        ]
        if confirms(change) or change.differs("status") or change.differs("tier"):
            problems.append(self._problem_of_standing(change))
        problems += self._problems_of_people(change)
        return [problem for problem in problems if problem]

    @api.model
    def _problem_of_account(self, change):
        """Only whole accounts are decided on, and only companies rise."""
        partner = change.partner
        if not partner.kam_is_account:
            return self.env._(
                "it is managed as part of %(account)s; decide on that account.",
                account=partner.kam_account_id.display_name,
            )
        rises = change.differs("status") and change.after.status in (
            "prospect",
            "candidate",
            "key",
        )
        if rises and not partner.is_company:
            return self.env._("it is a person; only companies become key accounts.")
        if rises and not partner.active:
            return self.env._("it is archived.")
        return None

    @api.model
    def _problem_of_kind(self, change):
        """A decision must do what it is called."""
        was, is_key = change.before.status == "key", change.after.status == "key"
        moved = change.differs("tier")
        if change.kind == "admit" and was:
            return self.env._("it is a key account already.")
        if change.kind == "admit" and not is_key:
            return self.env._("who is admitted becomes a key account.")
        if change.kind == "retire" and not was:
            return self.env._("it is not a key account.")
        if change.kind == "retire" and is_key:
            return self.env._("who is retired is no longer a key account.")
        if change.kind == "promote" and not better(
            change.after.tier, change.before.tier
        ):
            return self.env._("choose a better tier to promote it.")
        if change.kind == "demote" and not better(
            change.before.tier, change.after.tier
        ):
            return self.env._("choose a lower tier to demote it.")
        if change.kind in ("keep", "wait") and (moved or was != is_key):
            return self.env._("it stays in its tier; choose another decision.")
        if change.kind == "assign" and was != is_key:
            return self.env._("admit or retire it to change who is key.")
        if change.kind == "assign" and moved and change.before.tier:
            return self.env._("promote or demote it to change its tier.")
        if change.kind == "assign" and change.before == change.after:
            return self.env._("nothing would change.")
        return None

    @api.model
    def _problem_of_standing(self, change):
        """Key accounts are in tiers for key accounts, and nobody else is."""
        tier = change.after.tier
        if change.after.status == "key" and not tier:
            return self.env._("a key account needs a tier.")
        if change.after.status == "key" and not tier.is_key:
            return self.env._(
                "the tier %(tier)s is not for key accounts.", tier=tier.name
            )
        if change.after.status != "key" and tier.is_key:
            return self.env._(
                "the tier %(tier)s is for key accounts only.", tier=tier.name
            )
        if change.differs("tier") and tier and not tier.active:
            return self.env._("the tier %(tier)s is archived.", tier=tier.name)
        return None

    @api.model
    def _problems_of_people(self, change):
        """A key account needs a manager, some need a sponsor, and both must be here.

        A decision about one detail does not answer for what it leaves as it is: the
        accounts of somebody who left are reassigned one person after the other.
        """
        tier = change.after.tier
        manager, sponsor = change.after.manager, change.after.sponsor
        stands_for = confirms(change) and tier.is_key
        problems = []
        if tier.is_key and not manager:
            if stands_for or change.differs("manager"):
                problems.append(
                    self.env._(
                        "the tier %(tier)s needs a key account manager.", tier=tier.name
                    )
                )
        if tier.is_key and tier.sponsor_required and not sponsor:
            if stands_for or change.differs("sponsor"):
                problems.append(
                    self.env._(
                        "the tier %(tier)s needs an executive sponsor.", tier=tier.name
                    )
                )
        for name, user in (("manager", manager), ("sponsor", sponsor)):
            if user and (stands_for or change.differs(name)):
                problems.append(self._problem_of_user(user))
        return problems

    @api.model
    def _problem_of_user(self, user):
        if not user.active:
            return self.env._(
                "%(user)s has left; choose somebody who is here.", user=user.name
            )
        if user.share:
            return self.env._(
                "%(user)s is not an employee; choose one of us.", user=user.name
            )
        return None

    @api.model
    def _problems_of_places(self, changes):
        """Places of tiers and of managers in them, after the whole batch.

        Only who comes in can be one too many: a list that is too long already, since
        the places were made fewer, does not stand in the way of making it shorter.
        """
        partners = self.env["res.partner"].sudo().browse()
        partners = partners.union(*[change.partner for change in changes])
        tiers = partners.kam_tier_id.union(*[change.after.tier for change in changes])
        managers = partners.kam_manager_id.union(
            *[change.after.manager for change in changes]
        )
        stay = tiers._taken(partners)
        stay_by_manager = tiers._taken_by_manager(managers, partners)
        in_tier, in_tier_now, into_tier = Counter(stay), Counter(stay), set()
        by_manager, by_manager_now = Counter(stay_by_manager), Counter(stay_by_manager)
        into_manager = set()
        for change in changes:
            now = (change.before.tier, change.before.manager)
            then = (change.after.tier, change.after.manager)
            in_tier_now[now[0]] += 1
            in_tier[then[0]] += 1
            by_manager_now[now] += 1
            by_manager[then] += 1
            if now[0] != then[0]:
                into_tier.add(then[0])
            if now != then:
                into_manager.add(then)
        problems = [
            self.env._(
                "%(tier)s has %(capacity)s places, %(taken)s taken so far; this would "
                "make %(result)s.",
                tier=tier.name,
                capacity=tier.capacity,
                taken=in_tier_now[tier],
                result=in_tier[tier],
            )
            for tier in tiers
            if tier in into_tier and 0 < tier.capacity < in_tier[tier]
        ]
        return problems + [
            self.env._(
                "%(manager)s has %(capacity)s places in %(tier)s, %(taken)s taken so "
                "far; this would make %(result)s.",
                manager=manager.name,
                capacity=tier.manager_capacity,
                tier=tier.name,
                taken=by_manager_now[tier, manager],
                result=by_manager[tier, manager],
            )
            for tier in tiers
            for manager in managers
            if (tier, manager) in into_manager
            and 0 < tier.manager_capacity < by_manager[tier, manager]
        ]

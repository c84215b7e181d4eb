from odoo import SUPERUSER_ID, api, models
from odoo.tools import SQL


class KamReminder(models.Model):
    """Whose companies a rule looks at, and who can be responsible there."""

    _inherit = "kam.reminder"

    @api.model
    def _main_company(self):
        """The company that cares for what belongs to none."""
        return self.env["res.company"].sudo().search([], order="id", limit=1)

    def _companies(self):
        """Companies whose causes the rule looks at."""
        self.ensure_one()
        return (self.company_id or self.env["res.company"].sudo().search([])).filtered(
            "active"
        )

    @api.model
    def _head(self, company):
        """Who gets what nobody else can take in a company: one person, not all of them.

        The head named in the settings of escalations, else a Key Accounts manager of
        the company, rather one who does not administer Odoo as well.
        """
        users = self.env["res.users"].sudo()
        head = company.kam_escalation_user_id.filtered(
            lambda user: user.active and company in user.company_ids
        )
        system = self.env.ref("base.group_system").sudo().all_user_ids
        managers = users._kam_managers(company).sorted(
            lambda user: (user in system, user.company_id != company, user.id)
        )
        return (head or managers)[:1]

    @api.model
    def _sql_pick(self, person, knows):
        """The first who can work: who is meant, else manager, sponsor, head.

        Nobody who left, nobody without the company, never the system's own user.
        """
        column = {
            "owner": SQL("due.owner_id"),
            "manager": SQL("due.manager_id"),
            "sponsor": SQL("due.sponsor_id"),
            "plan_owner": SQL("due.plan_owner_id"),
            "kam_managers": SQL("due.head_id"),
        }
        return SQL(
            """(
            SELECT candidate.user_id
              FROM unnest(ARRAY[%(meant)s, due.manager_id, due.sponsor_id, due.head_id])
                   WITH ORDINALITY AS candidate (user_id, position)
              JOIN res_users colleague ON colleague.id = candidate.user_id
              JOIN res_company_users_rel member
                   ON member.user_id = colleague.id AND member.cid = due.company_id
             WHERE colleague.active AND NOT colleague.share
               AND colleague.id != %(system)s
               AND colleague.id != ALL(array_remove(%(knows)s, NULL))
          ORDER BY candidate.position
             LIMIT 1)""",
            meant=column[person],
            knows=knows,
            system=SUPERUSER_ID,
        )

"""The reminder of the assessors becomes a rule, with the days that were set.

Its days were a setting of each company; where they differ, each company gets a rule of
its own. Who was reminded already is not reminded again. The job of its own goes.
"""

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL
from odoo.tools.sql import column_exists

ADOPT_SQL = """
    UPDATE mail_activity activity
       SET kam_reminder_id = reminder.id,
           kam_reminder_key = selection.state,
           kam_reminder_step = 0,
           kam_reminder_date = activity.date_deadline,
           kam_reminder_due = activity.date_deadline,
           kam_reminder_user_id = activity.user_id,
           kam_reminder_told = TRUE
      FROM kam_assessment assessment
      JOIN kam_selection selection ON selection.id = assessment.selection_id
      JOIN res_users responsible ON responsible.id = selection.user_id
      JOIN res_users assessor ON assessor.id = assessment.user_id
 LEFT JOIN res_company_users_rel member
           ON member.user_id = assessor.id
          AND member.cid = COALESCE(selection.company_id, responsible.company_id)
      JOIN kam_reminder reminder
           ON reminder.trigger = 'round' AND reminder.active
          AND COALESCE(reminder.company_id, member.cid, assessor.company_id)
              = COALESCE(member.cid, assessor.company_id)
     WHERE activity.res_model = 'kam.assessment'
       AND activity.res_id = assessment.id
       AND activity.activity_type_id = %s
       AND activity.kam_reminder_id IS NULL
       AND activity.date_deadline = CASE selection.state
           WHEN 'nomination' THEN selection.date_nomination
           WHEN 'scoring' THEN selection.date_scoring END
"""


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    job = env.ref("kam_odoo.ir_cron_kam_assessment", raise_if_not_found=False)
    if job:
        job.unlink()
    rule = env.ref("kam_odoo.kam_reminder_round", raise_if_not_found=False)
    if not rule or not column_exists(cr, "res_company", "kam_reminder_days"):
        return
    cr.execute("SELECT id, COALESCE(kam_reminder_days, 3) FROM res_company")
    days = dict(cr.fetchall())
    if len(set(days.values())) == 1:
        rule.days_before = next(iter(days.values()))
    else:
        for company, before in days.items():
            rule.copy({"company_id": company, "days_before": before, "active": True})
        rule.active = False
    env.flush_all()
    handed_in = env.ref("kam_odoo.mail_activity_type_hand_in", raise_if_not_found=False)
    if handed_in:
        cr.execute(SQL(ADOPT_SQL, handed_in.id))
        env["mail.activity"].invalidate_model()

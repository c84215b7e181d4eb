import logging
import time
from collections import defaultdict
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import split_every

_logger = logging.getLogger(__name__)
BATCH = 2000
# What an earlier call of the job found out is not found out again for so long.
SAME_NIGHT = timedelta(hours=12)


class KamReminder(models.Model):
    """The daily job: schedule what is missing, take away what no longer holds (D1).

    A run can be killed at any moment: what was done is committed batch by batch, and
    the next run computes the rest anew. A rule or a record that fails is logged, shown
    on the rule and told to the Key Accounts managers; the others go on.
    """

    _inherit = "kam.reminder"

    last_run = fields.Datetime(
        string="Last finished",
        readonly=True,
        copy=False,
        help="When the job of every night was through with this rule.",
    )

    @api.model
    def _cron_remind(self):
        """Evaluate each rule once. Doing it twice changes nothing.

        A night with much to do takes more than one call of the job: the next one goes
        on with the rule where this one has stopped.
        """
        start = self._job_start()
        reminders = self.sudo().search([])
        if start:
            reminders = reminders.filtered(
                lambda one: not one.last_run or one.last_run < start
            )
        # to tell people is one thing more to do
        self._commit(0, remaining=len(reminders) + 1)
        for reminder in reminders:
            if not reminder._remind():
                return
            if start:
                reminder._remember()
            if not self._commit(1):
                return
        if self._tell():
            self._commit(1)

    @api.model
    def _job_start(self):
        """When the job began of which this is one call; None outside of a job.

        The call before belongs to it if it left something to do.
        """
        number = self.env.context.get("ir_cron_progress_id")
        if not number:
            return None
        progress = self.env["ir.cron.progress"].sudo().browse(number)
        start = progress.create_date
        for call in progress.search(
            [
                ("cron_id", "=", progress.cron_id.id),
                ("create_date", ">", start - SAME_NIGHT),
                ("id", "<", number),
            ],
            order="id desc",
        ):
            if not call.remaining:
                break
            start = call.create_date
        return start

    @api.model
    def _commit(self, processed, **values):
        """Keep what was done, in the job; elsewhere the transaction is the caller's.

        :return: whether there is time to go on
        """
        if "ir_cron_progress_id" not in self.env.context:
            return True
        return bool(self.env["ir.cron"]._commit_progress(processed, **values))

    def _remember(self):
        """Keep when the rule was gone through.

        While somebody edits it, that is not kept, and does no harm: another call of
        the job looks at it once more.
        """
        try:
            with self.env.cr.savepoint():
                self.last_run = fields.Datetime.now()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            self.env.invalidate_all(flush=False)

    def _remind(self):
        """Make the lists what this rule wants them to be.

        :return: whether it is through with that
        """
        self.ensure_one()
        failed, started = 0, time.monotonic()
        try:
            with self.env.cr.savepoint():
                rows = self._difference()
        except Exception as error:
            _logger.exception("Reminder %s could not be evaluated", self.id)
            self.invalidate_recordset()
            self._report(
                self.env._("This reminder could not be evaluated: %s", str(error))
            )
            return True
        # The next call has to find it out again: do as much as that has cost.
        enough = 2 * time.monotonic() - started
        in_time = True
        for batch in split_every(BATCH, rows, list):
            if not in_time and time.monotonic() >= enough:
                return False
            failed += self._apply(batch)
            in_time = self._commit(0)
        self._report(
            self.env._(
                "%s activities could not be scheduled or changed; the log of the "
                "server says why.",
                failed,
            )
            if failed
            else False
        )
        return True

    def _report(self, problem):
        """Show a problem on the rule, and tell it once; or that it is over."""
        self.ensure_one()
        if (self.last_error or False) == problem:
            return
        self.last_error = problem
        if problem:
            managers = self.env["res.users"]._kam_managers(self.company_id)
            self.message_post(
                body=problem,
                author_id=self.env.ref("base.partner_root").id,
                partner_ids=managers.partner_id.ids,
            )

    def _apply(self, rows):
        """Make a part of the difference; where that fails, each half by itself.

        :return: number of rows that failed
        """
        try:
            with self.env.cr.savepoint():
                self._change(rows)
            return 0
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            # somebody is working on such an activity right now: next time
            self.env.invalidate_all(flush=False)
            if len(rows) == 1:
                return 0
        except Exception:
            self.env.invalidate_all(flush=False)
            if len(rows) == 1:
                _logger.exception("Reminder %s failed for %s", self.id, rows[0])
                return 1
        middle = len(rows) // 2
        return self._apply(rows[:middle]) + self._apply(rows[middle:])

    def _change(self, rows):
        """Take away, move and schedule, each in one batch."""
        self.ensure_one()
        gone, forgotten, moved, new = [], [], defaultdict(list), []
        due = self._due_days(rows)
        for row in rows:
            if row["activity_id"] and not row["active"]:
                forgotten.append(row["activity_id"])
            elif row["activity_id"] and (row["other"] or not row["identity"]):
                gone.append(row["activity_id"])
            elif row["activity_id"]:
                moved[row["date"], due[self._day_key(row)]].append(row["activity_id"])
                continue
            if row["user_id"]:
                new.append(row)
        activities = self.env["mail.activity"].sudo()
        activities.browse(gone).exists().unlink()
        activities.browse(forgotten).exists().kam_reminder_key = False
        for (day, deadline), numbers in moved.items():
            activities.browse(numbers).exists().write(
                {
                    "date_deadline": deadline,
                    "kam_reminder_date": day,
                    "kam_reminder_due": deadline,
                }
            )
        self._schedule(new, due)
        self.env.flush_all()

    @api.model
    def _day_key(self, row):
        """What the deadline of a row depends on."""
        day = row["date"] if row["step"] == 0 else None
        return row["company_id"], row["today"], day, row["step"]

    def _due_days(self, rows):
        """Deadlines, on working days of the company.

        What has a day is due on it, or on the working day before; what has none, after
        the days of the activity's type. Nothing begins overdue.

        :return: dict ``_day_key`` → date
        """
        found = {}
        by_company = defaultdict(set)
        for row in rows:
            if row["identity"]:
                by_company[row["company_id"]].add(self._day_key(row))
        for number, keys in by_company.items():
            company = self.env["res.company"].browse(number)
            earliest = [
                key[1] if key[2] or key[3] else self._after_delay(key[1])
                for key in keys
            ]
            days = [key[2] or day for key, day in zip(keys, earliest, strict=True)]
            moved = company._kam_move_to_working_days(
                [(day, None) for day in earliest] + [(day, day) for day in days]
            )
            pairs = zip(moved[: len(keys)], moved[len(keys) :], strict=True)
            for key, (forth, back) in zip(keys, pairs, strict=True):
                found[key] = max(forth, back)
        return found

    def _after_delay(self, day):
        """The day after the delay of the activity's type, counted from a day."""
        delay = {self.activity_type_id.delay_unit: self.activity_type_id.delay_count}
        return day + relativedelta(**delay)

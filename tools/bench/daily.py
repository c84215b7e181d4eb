"""One process that measures the jobs of every night: reminders, and health.

    python -m tools.bench.daily TASK DATABASE ANSWER.json '{"accounts": 20000, ...}'

Tasks: ``reminders`` (a realistic night, the worst one, each once more, a night that
clears the lists) and ``health`` (coverage, relationship score, snapshots).
"""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import sys
from pathlib import Path

from . import clock, databases, nights
from .accounts import KeyAccounts
from .worker import Worker

MANAGERS, SPONSORS, COLLEAGUES = 100, 20, 60
# Of all causes of a rule, those that come up in a realistic and in the worst night.
USUAL, WORST, SETTLED = 0.05, 0.9, 0.95
FEW = {"manager_missing": 0.05, "sponsor_missing": 0.5}
TABLES = (
    "calendar_event",
    "kam_action",
    "kam_escalation",
    "kam_plan",
    "kam_review",
    "kam_terms",
    "mail_activity",
    "mail_followers",
    "mail_message",
    "res_partner",
)


class DailyWorker(Worker):
    """Accounts with people and work, and what happens to them."""

    def __init__(self, name, options):
        super().__init__(name, options)
        self.today = datetime.date.today()

    def users(self):
        """Colleagues of both companies by Odoo; returns their ids by kind."""
        first, second = self.companies
        group = "kam_odoo.group_kam_user"

        def values(env, kind, number, companies):
            return {
                "name": f"{kind} {number}",
                "login": f"bench_{kind}_{number}",
                "email": f"bench_{kind}_{number}@example.com",
                "company_id": companies[0],
                "company_ids": [(6, 0, companies)],
                "group_ids": [(6, 0, env.ref(group).ids)],
            }

        found = {}
        with self.env() as env:
            quiet = env["res.users"].with_context(no_reset_password=True)
            for kind, count in (("manager", MANAGERS), ("colleague", COLLEAGUES)):
                found[kind] = {}
                for company, part in ((first, 0.67), (second, 0.33)):
                    found[kind][company] = quiet.create(
                        [
                            values(env, kind, f"{company}_{number}", [company])
                            for number in range(round(count * part))
                        ]
                    ).ids
            found["sponsor"] = quiet.create(
                [
                    values(env, "sponsor", number, [first, second])
                    for number in range(SPONSORS)
                ]
            ).ids
            group = "kam_odoo.group_kam_manager"
            heads = quiet.create(
                [values(env, "head", company, [company]) for company in self.companies]
            )
            for company, head in zip(self.companies, heads, strict=True):
                env["res.company"].browse(company).kam_escalation_user_id = head
        return found

    def make(self, people, meetings, calls, mails):
        """Accounts with all that belongs to them; returns counts.

        In a database that is used again they are there.
        """
        made = self.options["accounts"]
        counts = {"accounts": made, "contacts": made * (meetings + calls + mails)}
        self.cr.execute("SELECT to_regclass('bench_account')")
        if self.cr.fetchone()[0]:
            return counts
        users = self.users()
        maker = KeyAccounts(self.cr, self.options["seed"], self.today, self.companies)
        self.cr.execute("SET LOCAL work_mem = '256MB'; SET LOCAL jit = off")
        self.cr.execute("SET LOCAL session_replication_role = replica")
        with self.clock.measure("making the accounts"):
            maker.accounts(
                made,
                users["manager"],
                users["sponsor"],
                users["colleague"],
            )
            maker.people(people)
            maker.contacts(meetings, calls, mails)
            maker.plans()
            maker.work([one for ids in users["colleague"].values() for one in ids])
            self.connection.commit()
            databases.vacuum(self.connection)
        return counts

    def change(self, statements, share, few=None, salt=0):
        """What happens during a day, and PostgreSQL's own statistics of it."""
        self.connection.commit()
        nights.change(self.cr, statements, self.today, share, few, salt)
        self.connection.commit()
        databases.vacuum(self.connection, *TABLES)

    @contextlib.contextmanager
    def measure(self, name):
        """Add the seconds of the block, and the CPU time of Odoo and of PostgreSQL.

        Together: they work in turns, so that it is about what an idle machine takes.
        """
        spent = self.cpu()
        with self.clock.measure(name):
            yield
        self.clock.cpu.setdefault(name, []).append(self.cpu() - spent)

    def cpu(self):
        """CPU seconds of this process and of all connections to the database."""
        self.connection.commit()
        self.cr.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
        )
        pids = [os.getpid(), *(row[0] for row in self.cr.fetchall())]
        return sum(clock.cpu_seconds(pid) or 0 for pid in pids)

    def night(self, name):
        """The job of a night; returns what it has changed, and its calls.

        There is no mail server: the messages to people are written, and sending them
        fails at once.
        """
        before = self.activities()
        with self.measure(name):
            calls = self.job("kam_odoo.ir_cron_kam_reminder")
        after = self.activities()
        return {
            "new": len(after - before),
            "gone": len(before - after),
            "calls": calls,
        }

    def job(self, name):
        """Odoo's own way to run a job, until it is finished; returns calls of it.

        A job that is not finished after ten seconds and ten calls is called again at
        once by the server, as here.
        """
        with self.env() as env:
            cron = env.ref(name)
            progress = env["ir.cron.progress"].search([], order="id desc", limit=1)
            while True:
                cron.method_direct_trigger()
                env.cr.commit()
                calls = env["ir.cron.progress"].search(
                    [("cron_id", "=", cron.id), ("id", ">", progress.id or 0)],
                    order="id desc",
                )
                if not calls[:1].remaining:
                    return len(calls)
                env.invalidate_all()

    def activities(self):
        """Open activities of reminders."""
        self.connection.commit()
        self.cr.execute(
            "SELECT id FROM mail_activity WHERE kam_reminder_id IS NOT NULL AND active"
        )
        return {row[0] for row in self.cr.fetchall()}

    def reminders(self):
        """A quiet, a usual, a worst and a clearing night, each once more."""
        answer = self.make(people=3, meetings=6, calls=3, mails=12)
        answer["nights"] = found = {}
        clock.reset_peak()
        for name, happens in (
            ("quiet night", None),
            ("usual night", (nights.DUE, USUAL)),
            ("worst night", (nights.DUE, WORST, FEW, 100)),
            ("clearing night", (nights.SETTLED, SETTLED, None, 200)),
        ):
            if happens:
                self.change(*happens)
            for moment in (name, f"{name} again"):
                found[moment] = self.night(moment)
        answer.update(run_mb=clock.peak_mb(), base_mb=self.base_mb)
        return answer

    def health(self):
        """The weekly job with the facts read anew and all there, and the coverage."""
        answer = self.make(people=15, meetings=40, calls=60, mails=160)
        self.cr.execute("UPDATE res_company SET kam_facts_from = %s", [self.start()])
        self.connection.commit()
        for name in ("first week", "week again"):
            with self.measure(name):
                self.job("kam_odoo.ir_cron_kam_health")
        with self.env() as env:
            for company in env.companies:
                with self.measure(f"snapshots of company {company.id}"):
                    taken = env["kam.health.snapshot"]._take(company)
                    env.cr.commit()
                answer[f"snapshots of company {company.id}"] = len(taken)
            people = env["kam.stakeholder"].search([])
            with self.measure("coverage of all stakeholders"):
                people.mapped("coverage")
            answer["stakeholders"] = len(people)
        return answer

    def start(self):
        """First day of the history of sales that analyses look at."""
        return self.today.replace(day=1) - datetime.timedelta(days=3 * 365)


def main(task, name, answer, options):
    """Run a task and write what it returns, with the seconds, as JSON."""
    worker = DailyWorker(name, json.loads(options))
    result = getattr(worker, task)()
    result["seconds"] = worker.clock.results()
    Path(answer).write_text(json.dumps(result, default=float))


if __name__ == "__main__":
    main(*sys.argv[1:])

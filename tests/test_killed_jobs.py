"""A nightly job whose process is killed: the next one ends with the same as if not.

A real Odoo process runs Odoo's own job, waits in the database for a row that we hold,
and is killed there by SIGKILL, as by the kernel or a power cut.
"""

import os
import signal
import threading

import pytest

# Two people manage seven key accounts each, of which nothing is known: each lacks a
# plan, a sponsor, and a contact. Rules work through people in the order of their ids.
GROUND = """
from odoo import Command
env["ir.cron"].search([]).active = False
users = env["res.users"].with_context(no_reset_password=True).create([
    {"name": name, "login": name, "email": f"{name}@example.com",
     "group_ids": [Command.set(env.ref("kam_odoo.group_kam_user").ids)]}
    for name in ("first", "second")])
accounts = env["res.partner"].create([
    {"name": f"Account {number}", "is_company": True, "kam_status": "key",
     "kam_tier_id": env.ref("kam_odoo.kam_tier_key").id,
     "kam_manager_id": users[number // 7].id} for number in range(14)])
result = users.ids
"""
# One more account, in a company that the weekly job comes to last.
SECOND_COMPANY = """
from odoo import Command
env.company.sequence = 1
company = env["res.company"].create({"name": "Second", "sequence": 2})
user = env["res.users"].with_context(no_reset_password=True).create({
    "name": "third", "login": "third", "company_id": company.id,
    "company_ids": [Command.set(company.ids)],
    "group_ids": [Command.set(env.ref("kam_odoo.group_kam_user").ids)]})
result = env["res.partner"].create({
    "name": "Last", "is_company": True, "kam_status": "key",
    "kam_tier_id": env.ref("kam_odoo.kam_tier_key").id,
    "kam_manager_id": user.id}).id
"""
JOB = """
import os
from odoo.addons.kam_odoo.models import kam_reminder_run
kam_reminder_run.BATCH = 3
env["ir.config_parameter"].set_param("test.process", os.getpid())
env.cr.commit()
env.ref(job).method_direct_trigger()
"""
REMINDERS = """
SELECT kam_reminder_id, res_model, res_id, kam_reminder_key, kam_reminder_step,
       user_id, date_deadline, summary, kam_reminder_told
  FROM mail_activity WHERE kam_reminder_id IS NOT NULL ORDER BY 1, 2, 3, 4, 5
"""
TOLD = """
SELECT message.author_id, subject, res_partner_id
  FROM mail_message message
  JOIN mail_notification ON mail_message_id = message.id ORDER BY 1, 2, 3
"""
FOLLOWERS = "SELECT res_model, res_id, partner_id FROM mail_followers ORDER BY 1, 2, 3"
HEALTH = """
SELECT company_id, partner_id, week, health, evidence, is_latest
  FROM kam_health_snapshot ORDER BY 1, 2, 3
"""
WAITING = """
SELECT pid FROM pg_locks
 WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))
"""
ALIVE = """
SELECT pid FROM pg_stat_activity
 WHERE datname = current_database() AND pid != pg_backend_pid()
"""


@pytest.fixture
def ground(odoo, make_db):
    """Two databases with the same accounts: to be killed in, and to be left in peace.

    Gives their names and the people's ids.
    """
    db = make_db("killed")
    users = odoo.run_script(db, GROUND)
    twin = odoo.copy_db(db, "in_peace")
    yield db, twin, users
    odoo.drop_db(twin)


def _poll(cursor, query, until):
    """Ask the server until its answer is as wished."""
    while True:
        cursor.connection.rollback()
        cursor.execute(query)
        rows = cursor.fetchall()
        if until(rows):
            return rows
        cursor.execute("SELECT pg_sleep(0.05)")


def _run_and_kill(odoo, db, job, held):
    """Run a job in a process that is killed while it waits for a row.

    :param held: statement that locks the row
    """
    failures = []

    def run():
        try:
            odoo.run_script(db, JOB, job=job)
        except RuntimeError as error:  # the death of the process is what is wanted
            failures.append(error)

    thread = threading.Thread(target=run)
    with odoo.connect(db) as holder, odoo.connect(db) as watcher:
        holder.cursor().execute(held)
        thread.start()
        with holder.cursor() as cursor:
            while True:
                cursor.execute(WAITING)
                if cursor.fetchone():
                    break
                assert thread.is_alive(), "the job ended without waiting for the row"
                cursor.execute("SELECT pg_sleep(0.05)")
        with watcher.cursor() as cursor:
            cursor.execute(
                "SELECT value FROM ir_config_parameter WHERE key = 'test.process'"
            )
            os.kill(int(cursor.fetchone()[0]), signal.SIGKILL)
        thread.join(timeout=120)
    assert failures, "the process survived its own death"
    with odoo.connect(db) as watcher, watcher.cursor() as cursor:
        # what the dead process had begun is undone when its connections are gone
        _poll(cursor, ALIVE, until=lambda rows: not rows)


def test_killed_reminders_go_on(odoo, ground):
    """Nothing is lost or on a list twice, and everybody is told once."""
    db, twin, [first, second] = ground
    job = "kam_odoo.ir_cron_kam_reminder"
    _run_and_kill(
        odoo, db, job, f"SELECT FROM res_users WHERE id = {second} FOR UPDATE"
    )
    begun = odoo.query(db, REMINDERS)
    assert begun, "killed before anything was kept"
    assert {row[5] for row in begun} == {first}, "killed while it came to the second"
    odoo.run_script(db, JOB, job=job)
    odoo.run_script(twin, JOB, job=job)
    for query in (REMINDERS, TOLD, FOLLOWERS):
        assert odoo.query(db, query) == odoo.query(twin, query)
    rows = odoo.query(db, REMINDERS)
    assert len(rows) > len(begun)
    causes = [row[:5] for row in rows]
    assert len(causes) == len(set(causes))
    plans = [row for row in rows if row[7] == "Write the first plan"]
    assert [row[5] for row in plans] == 7 * [first] + 7 * [second]
    odoo.run_script(db, JOB, job=job)
    assert odoo.query(db, REMINDERS) == rows


def test_killed_health_goes_on(odoo, ground):
    """The companies that were counted stay counted; the others follow."""
    db, twin, _users = ground
    [account] = {odoo.run_script(name, SECOND_COMPANY) for name in (db, twin)}
    job = "kam_odoo.ir_cron_kam_health"
    _run_and_kill(
        odoo, db, job, f"SELECT FROM res_partner WHERE id = {account} FOR UPDATE"
    )
    begun = odoo.query(db, HEALTH)
    assert len(begun) == 14, "killed before the first company was kept, or too late"
    odoo.run_script(db, JOB, job=job)
    odoo.run_script(twin, JOB, job=job)
    rows = odoo.query(db, HEALTH)
    assert rows == odoo.query(twin, HEALTH)
    assert len(rows) == 15

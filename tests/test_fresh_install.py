"""The addon comes, stays and goes without a trace it should not leave."""

import pytest

from tools import odoo_log

TABLES = """
    SELECT table_name FROM information_schema.tables
    WHERE table_schema = 'public' AND table_name LIKE 'kam\\_%'
"""
COLUMNS = """
    SELECT table_name || '.' || column_name FROM information_schema.columns
    WHERE table_schema = 'public' AND column_name LIKE 'kam\\_%'
"""
LEFT_RECORDS = "SELECT model, name FROM ir_model_data WHERE module = 'kam_odoo'"
LEFT_FIELDS = "SELECT model, name FROM ir_model_fields WHERE name LIKE 'kam\\_%'"
LEFT_MODELS = "SELECT model FROM ir_model WHERE model LIKE 'kam.%'"
PARTNERS = "SELECT id, name, email, parent_id, active FROM res_partner ORDER BY id"
UNINSTALL = """
module = env["ir.module.module"].search([("name", "=", "kam_odoo")])
module.button_immediate_uninstall()
"""
PLAIN_COLUMNS = """
    SELECT table_name || '.' || column_name FROM information_schema.columns
    WHERE table_schema = 'public'
"""


def values(rows):
    return {row[0] for row in rows}


@pytest.mark.parametrize("demo", [False, True], ids=["plain", "demo"])
def test_install_logs_no_warning(odoo, demo):
    assert odoo_log.complaints(odoo.install_log(demo)) == []


def test_install_without_demo_adds_no_customers_and_orders(odoo, make_db):
    before = odoo.query(make_db("bare", modules=""), PARTNERS)
    db = make_db("plain")
    assert odoo.query(db, PARTNERS) == before
    assert odoo.query(db, "SELECT count(*) FROM sale_order") == [(0,)]
    assert odoo.query(db, "SELECT count(*) FROM kam_analysis") == [(0,)]
    logins = values(odoo.query(db, "SELECT login FROM res_users"))
    assert not {login for login in logins if login.startswith("kam_")}


def test_demo_brings_orders_and_logins(odoo, make_db):
    db = make_db("demo", demo=True)
    orders = "SELECT count(*) FROM sale_order WHERE state = 'sale'"
    assert odoo.query(db, orders)[0][0] > 500
    logins = values(odoo.query(db, "SELECT login FROM res_users"))
    assert {"kam_manager", "kam_user", "kam_sales"} <= logins


def left_behind(odoo, db):
    """What still shows that the addon was there: tables, columns, definitions."""
    found = {
        statement: odoo.query(db, statement)
        for statement in (TABLES, COLUMNS, LEFT_FIELDS, LEFT_MODELS)
    }
    return {statement: rows for statement, rows in found.items() if rows}


def test_uninstall_leaves_the_database_as_it_was(odoo, make_db):
    bare = values(odoo.query(make_db("bare", modules=""), PLAIN_COLUMNS))
    db = make_db("uninstall")
    before = odoo.query(db, PARTNERS)
    odoo.run_script(db, UNINSTALL)
    assert left_behind(odoo, db) == {}
    assert odoo.query(db, LEFT_RECORDS) == []
    assert odoo.query(db, PARTNERS) == before
    assert values(odoo.query(db, PLAIN_COLUMNS)) == bare


def test_uninstall_with_demo_data_keeps_only_business_records(odoo, make_db):
    """Odoo cannot delete demo customers that have orders; all else must go."""
    bare = odoo.query(make_db("bare", demo=True, modules=""), PARTNERS)
    db = make_db("uninstall", demo=True)
    odoo.run_script(db, UNINSTALL)
    assert left_behind(odoo, db) == {}
    models = values(odoo.query(db, LEFT_RECORDS))
    assert not {model for model in models if model.startswith(("ir.", "kam."))}
    kept = {row[0] for row in odoo.query(db, PARTNERS)}
    assert {row[0] for row in bare} <= kept


def test_reinstall_after_uninstall(odoo, make_db):
    db = make_db("reinstall")
    tables, columns = odoo.query(db, TABLES), odoo.query(db, COLUMNS)
    assert tables and columns
    odoo.run_script(db, UNINSTALL)
    log = odoo.install(db, "kam_odoo")
    assert odoo_log.complaints(log) == []
    assert values(odoo.query(db, TABLES)) == values(tables)
    assert values(odoo.query(db, COLUMNS)) == values(columns)


@pytest.mark.parametrize("demo", [False, True], ids=["plain", "demo"])
def test_upgrade_logs_no_warning_and_keeps_data(odoo, make_db, demo):
    db = make_db("upgrade", demo=demo)
    counts = "SELECT (SELECT count(*) FROM res_partner), count(*) FROM kam_tier"
    before = odoo.query(db, counts)
    assert odoo_log.complaints(odoo.upgrade(db)) == []
    assert odoo.query(db, counts) == before


AS_FIRST_VERSION = """
    ALTER TABLE kam_tier
         DROP COLUMN is_key, DROP COLUMN minimum_score, DROP COLUMN capacity,
         DROP COLUMN manager_capacity, DROP COLUMN sponsor_required,
         DROP COLUMN selection_months, DROP COLUMN discount_salesperson,
         DROP COLUMN discount_manager;
    UPDATE kam_tier SET service_promise = '{"en_US": "Ours"}';
    UPDATE ir_module_module SET latest_version = '19.0.1.0.0' WHERE name = 'kam_odoo';
"""
TIERS = """
    SELECT name->>'en_US', is_key, capacity, manager_capacity, selection_months,
           discount_manager::float, service_promise->>'en_US'
      FROM kam_tier ORDER BY sequence
"""


def test_upgrade_from_the_first_version_fills_the_tiers(odoo, make_db):
    """The tiers are data that an upgrade leaves alone, but their rules are new."""
    db = make_db("first_version")
    before = odoo.query(db, TIERS)
    assert before[0][:5] == ("Strategic", True, 10, 4, 6)
    odoo.query(db, AS_FIRST_VERSION)
    assert odoo_log.complaints(odoo.upgrade(db)) == []
    after = odoo.query(db, TIERS)
    assert [row[:-1] for row in after] == [row[:-1] for row in before]
    assert {row[-1] for row in after} == {"Ours"}, "what was edited is kept"
    assert odoo.query(db, "SELECT COUNT(*) FROM kam_decision") == [(0,)]


# A setting that has gone since, with the view that showed it.
AS_SECOND_VERSION = """
    ALTER TABLE res_company ADD COLUMN kam_reminder_days integer DEFAULT 5;
    WITH parent AS (
        SELECT res_id FROM ir_model_data
         WHERE module = 'kam_odoo' AND name = 'res_config_settings_view_form'
    ), added AS (
        INSERT INTO ir_ui_view (name, model, type, mode, priority, active,
                                inherit_id, arch_db)
        SELECT 'selection', 'res.config.settings', 'form', 'extension', 16, TRUE,
               res_id, jsonb_build_object('en_US', '<xpath position="inside" '
               || 'expr="//app[@name=''kam_odoo'']"><block><setting>'
               || '<field name="kam_reminder_days"/></setting></block></xpath>')
          FROM parent
     RETURNING id
    )
    INSERT INTO ir_model_data (module, name, model, res_id, noupdate)
    SELECT 'kam_odoo', 'res_config_settings_view_form_selection', 'ir.ui.view', id,
           FALSE
      FROM added;
    UPDATE ir_module_module SET latest_version = '19.0.1.1.0' WHERE name = 'kam_odoo';
"""
REMINDER_DAYS = (
    "SELECT days_before FROM kam_reminder WHERE trigger = 'round' AND active"
)


def test_upgrade_from_the_second_version_outlives_its_views(odoo, make_db):
    """An extension of old shows what is gone, where Odoo checks what it extends."""
    db = make_db("second_version")
    odoo.query(db, AS_SECOND_VERSION)
    assert odoo_log.complaints(odoo.upgrade(db)) == []
    assert odoo.query(db, REMINDER_DAYS) == [(5,)]


def test_server_answers_and_refuses_a_wrong_password(odoo, make_db):
    import xmlrpc.client

    db = make_db("serve")
    with odoo.serve(db) as address:
        common = xmlrpc.client.ServerProxy(f"{address}/xmlrpc/2/common")
        assert common.version()["server_serie"] == "19.0"
        assert common.authenticate(db, "admin", "admin", {})
        assert not common.authenticate(db, "admin", "wrong", {})

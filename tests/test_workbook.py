"""The Excel workbook of an analysis in a foreign program, and at a large size."""

import subprocess
import warnings

import pytest
from openpyxl import load_workbook

# Leaves the number of customers; the workbook is written by the user of the login.
WRITE = """
user = env["res.users"].search([("login", "=", login)])
analysis = env["kam.analysis"].with_user(user).with_context(lang="en_US", tz="UTC")
analysis = analysis.search([("state", "=", "done")])
analysis = analysis.sorted("customer_count")[-1:]
analysis.env["kam.analysis.xlsx"]._write(analysis, path)
result = analysis.customer_count
"""
# Many customers, made by SQL: every other one also in the analysis before.
MANY = """
import resource

env.cr.execute(
    "INSERT INTO res_partner (name, complete_name, is_company, active, type,"
    " autopost_bills) SELECT name, name, true, true, 'contact', 'ask'"
    " FROM (SELECT 'Customer ' || i AS name FROM generate_series(1, %s) i) n"
    " RETURNING id", [count])
ids = [row[0] for row in env.cr.fetchall()]
before, now = env["kam.analysis"].create([
    {"date_from": f"{year}-01-01", "date_to": f"{year}-12-31"} for year in (2023, 2024)
])
env.flush_all()
for analysis, step in ((before, 2), (now, 1)):
    env.cr.execute(
        "INSERT INTO kam_analysis_line (analysis_id, partner_id, revenue, margin,"
        " cost_to_serve, profit, margin_percent, share, share_before, rank, abc, xyz,"
        " order_count, first_order_date, revenue_year, revenue_year_before, growth)"
        " SELECT %s, id, 1000 - at %% 900, 400, 10, 390, 0.4, 1.0 / %s, 0.5, at,"
        " CASE WHEN at %% 3 = %s THEN 'a' ELSE 'c' END, 'x', 5, '2020-02-29',"
        " 2000, 1000, 1"
        " FROM unnest(%s) WITH ORDINALITY AS t (id, at) WHERE at %% %s = 0",
        [analysis.id, count, step, ids, step])
env.cr.execute("ANALYZE kam_analysis_line")
env.cr.execute(
    "UPDATE kam_analysis SET state = 'done', date_run = now(), customer_count = %s"
    " WHERE id IN %s", [count, (before.id, now.id)])
env.cr.execute(
    "UPDATE kam_analysis SET previous_id = %s WHERE id = %s", [before.id, now.id])
env.invalidate_all()
Writer = env["kam.analysis.xlsx"]
# What the first workbook of a process loads is not counted.
small = env["kam.analysis"].search([("state", "=", "done")], order="id", limit=1)
Writer._write(small, path)
start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
Writer._write(now, path)
result = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - start
"""


def read(path, values=True):
    with warnings.catch_warnings():
        # openpyxl tells what it would not keep
        warnings.simplefilter("ignore")
        return load_workbook(path, data_only=values)


def recalculated(path, soffice, folder):
    """The workbook with all formulas calculated by LibreOffice, from nothing.

    Saving by openpyxl drops the stored values, so what comes out was calculated.
    """
    bare = folder / "bare.xlsx"
    read(path, values=False).save(bare)
    out = folder / "out"
    command = [soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    command += ["--headless", "--convert-to", "xlsx", "--outdir", out, bare]
    subprocess.run(command, check=True, timeout=300, capture_output=True)
    return read(out / "bare.xlsx")


def differences(stored, formulas, found):
    """Cells whose formula gives something else than is stored with it."""
    wrong, count = [], 0
    for sheet in formulas.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type != "f":
                    continue
                count += 1
                old = stored[sheet.title][cell.coordinate].value
                new = found[sheet.title][cell.coordinate].value
                if isinstance(old, int | float) and isinstance(new, int | float):
                    same = abs(old - new) <= max(1e-6, 1e-7 * abs(old))
                else:
                    same = (old or "") == (new or "")
                if not same:
                    wrong.append((sheet.title, cell.coordinate, cell.value, old, new))
    return wrong, count


@pytest.mark.parametrize("login", ["kam_manager", "kam_user"])
def test_libreoffice_calculates_what_is_stored(odoo, make_db, program, tmp_path, login):
    soffice = program("soffice")
    db = make_db("workbook", demo=True)
    path = tmp_path / "workbook.xlsx"
    customers = odoo.run_script(db, WRITE, login=login, path=str(path))
    assert customers > 20
    found = recalculated(path, soffice, tmp_path)
    wrong, count = differences(read(path), read(path, values=False), found)
    assert wrong == []
    assert count > 100


@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
def test_memory_does_not_grow_with_the_customers(odoo, make_db, tmp_path):
    db = make_db("large", demo=True)
    path, count = tmp_path / "large.xlsx", 40_000
    kilobytes = odoo.run_script(db, MANY, path=str(path), count=count)
    assert kilobytes < 50_000
    workbook = load_workbook(path, read_only=True)
    sheet = workbook["Customers"]
    sheet.reset_dimensions()
    rows = sum(1 for row in sheet.iter_rows(min_row=4, max_col=1, values_only=True))
    assert rows == count
    workbook.close()

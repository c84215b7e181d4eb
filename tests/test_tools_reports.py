"""What the test run reads from logs and sources, and what it calls a failure."""

import pytest

from tools import (
    addon_tests,
    doctests,
    odoo_log,
    old_idioms,
    paths,
    results,
    testing,
    translations,
)

STAMP = "2026-01-01 00:00:00,000 1"


def log_of(*lines):
    return "\n".join(f"{STAMP} {line}" for line in lines)


# Logs


def test_complaints_are_warnings_and_errors_but_not_odoos_own():
    log = log_of(
        "INFO db odoo.modules: fine",
        "WARNING db odoo.models: two fields have the same label",
        "WARNING db odoo.tests.result: 0 failed, 0 error(s) of 4 tests",
        "ERROR db odoo.http: bad",
    )
    assert odoo_log.complaints(log + "\n  Traceback") == [
        "WARNING odoo.models: two fields have the same label",
        "ERROR odoo.http: bad\n  Traceback",
    ]


def outcome(log, code=0):
    result = addon_tests.judge("x", log, code)
    return result.passed, result.failed, result.skipped


def test_tests_of_odoo_are_counted(monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    log = log_of(
        "INFO db odoo.addons.kam: skipped Tour.test : Chrome executable not found",
        "INFO db odoo.tests.result: 0 failed, 0 error(s) of 12 tests when loading",
    )
    assert outcome(log) == (11, 0, 1)


def test_a_skipped_browser_test_fails_on_ci(monkeypatch):
    monkeypatch.setenv("CI", "true")
    log = log_of(
        "INFO db odoo.addons.kam: skipped Tour.test : Chrome executable not found",
        "INFO db odoo.tests.result: 0 failed, 0 error(s) of 12 tests when loading",
    )
    assert outcome(log) == (11, 1, 0)


def test_a_missing_office_is_a_skip_even_on_ci(monkeypatch):
    monkeypatch.setenv("CI", "true")
    log = log_of(
        "INFO db odoo.addons.kam: skipped Book.test : soffice is not installed",
        "INFO db odoo.tests.result: 0 failed, 0 error(s) of 12 tests when loading",
    )
    assert outcome(log) == (11, 0, 1)


@pytest.mark.parametrize(
    "lines, code",
    [
        (["INFO db odoo: starting"], 0),  # broke off
        (["INFO db odoo.tests.result: 0 failed, 0 error(s) of 0 tests"], 0),
        (["INFO db odoo.tests.result: 2 failed, 1 error(s) of 9 tests"], 1),
        (["INFO db odoo.tests.result: 0 failed, 0 error(s) of 9 tests"], 1),
        (
            [
                "WARNING db odoo.sql: no access rules",
                "INFO db odoo.tests.result: 0 failed, 0 error(s) of 9 tests",
            ],
            0,
        ),
    ],
    ids=["broke-off", "no-test", "failures", "bad-exit", "warning"],
)
def test_a_run_that_shows_nothing_good_has_failed(lines, code):
    assert outcome(log_of(*lines), code)[1] > 0


def test_junit_report_is_counted():
    report = """<testsuites><testsuite>
        <testcase name="a"/><testcase name="b"><failure/></testcase>
        <testcase name="c"><skipped message="no soffice"/></testcase>
        </testsuite></testsuites>"""
    result = testing.read_junit("x", report, 1)
    assert (result.passed, result.failed, result.skipped) == (1, 1, 1)
    assert result.reasons == ["no soffice"]


@pytest.mark.parametrize("report, code", [("", 0), ("<testsuites/>", 5)])
def test_pytest_without_tests_has_failed(report, code):
    assert testing.read_junit("x", report, code).failed == 1


def test_a_broken_pytest_run_has_failed():
    report = '<testsuites><testcase name="a"/></testsuites>'
    assert testing.read_junit("x", report, 3).failed == 1


def test_total_is_the_last_line(capsys):
    found = [results.Result("a", passed=3, skipped=1), results.Result("b", failed=2)]
    assert results.report(found) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "3 passed, 2 failed, 1 skipped"


def test_nothing_tested_is_a_failure(capsys):
    assert results.report([]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "0 passed, 1 failed"


# Sources


@pytest.mark.parametrize(
    "line",
    [
        "_sql_constraints = []",
        "x.read_group(domain, [], [])",
        "default=fields.Date.today()",
        '<div class="oe_chatter"/>',
        "self.env.cr.commit()",
        "from odoo import _, models",
        "SELECT row_number() OVER (ORDER BY a) AS id",
    ],
)
def test_old_idioms_are_found(line):
    assert old_idioms.find_in(f"ok = 1\n{line}\n")[0][0] == 2


@pytest.mark.parametrize(
    "line",
    [
        "x._read_group(domain)",
        "x.formatted_read_group(domain)",
        "default=fields.Date.today",
        "from odoo import api, models",
        "from odoo.addons.base import _x",
        "cr.commit()  # old-idiom: allowed, a script outside Odoo",
    ],
)
def test_fitting_code_is_no_old_idiom(line):
    assert old_idioms.find_in(line) == []


def write_pot(path, *texts):
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    body = "".join(f'\nmsgid "{text}"\nmsgstr ""\n' for text in texts)
    path.write_text(head + body, "utf-8")
    return path


def test_translation_templates_are_compared_by_text(tmp_path):
    kept = write_pot(tmp_path / "a.pot", "Tier", "Old")
    assert (
        translations.compare(kept, write_pot(tmp_path / "b.pot", "Old", "Tier")) == ""
    )
    told = translations.compare(kept, write_pot(tmp_path / "c.pot", "Tier", "New"))
    assert "+ New" in told and "- Old" in told and "make pot" in told


def test_examples_that_are_wrong_fail(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    folder = tmp_path / "addon" / "tools"
    folder.mkdir(parents=True)
    (folder / "__init__.py").touch()
    (folder / "good.py").write_text('"""\n>>> 1 + 1\n2\n"""\n')
    (folder / "bad.py").write_text('"""\n>>> 1 + 1\n3\n"""\nfrom . import good\n')
    result = doctests.run(folder)
    assert (result.passed, result.failed) == (1, 1)

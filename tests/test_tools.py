"""The bring-up's own parts: what it finds, refuses, and leaves behind."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tools import (
    cleaning,
    database,
    demo,
    odoo_source,
    paths,
    postgres,
    processes,
    server,
    steps,
    venv,
)

# Odoo's sources


def fake_odoo(folder, series):
    release = folder / "odoo" / "release.py"
    release.parent.mkdir(parents=True)
    release.write_text(f"version_info = ({series}, 0, FINAL, 0, '')\n")
    return folder


def test_series_is_read_without_importing(tmp_path):
    assert odoo_source.series_of(fake_odoo(tmp_path / "a", "19, 0")) == "19.0"
    assert (
        odoo_source.series_of(fake_odoo(tmp_path / "b", "'saas~18', 4")) == "saas~18.4"
    )
    assert odoo_source.series_of(tmp_path) is None


def test_given_source_is_taken_by_checkout_or_package(tmp_path, monkeypatch):
    folder = fake_odoo(tmp_path / "src", "19, 0")
    for given in (folder, folder / "odoo"):
        monkeypatch.setenv("ODOO_SOURCE", str(given))
        assert odoo_source.find(steps.Silent()).python_path == folder


@pytest.mark.parametrize(
    "series, word", [("18, 0", "holds Odoo 18.0"), (None, "no Odoo")]
)
def test_wrong_source_is_refused_in_a_sentence(tmp_path, monkeypatch, series, word):
    folder = fake_odoo(tmp_path / "src", series) if series else tmp_path
    monkeypatch.setenv("ODOO_SOURCE", str(folder))
    with pytest.raises(steps.ToolError, match=word):
        odoo_source.find(steps.Silent())


# Refusals


def test_wrong_python_is_refused_or_replaced(monkeypatch):
    monkeypatch.setattr(venv.sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(venv.shutil, "which", {"python3.12": "/x/python3.12"}.get)
    assert venv.fitting_python() == "/x/python3.12"
    monkeypatch.setattr(venv.shutil, "which", lambda name: None)
    with pytest.raises(steps.ToolError, match="needs Python 3.10 to 3.13"):
        venv.fitting_python()


def test_missing_venv_module_is_told(monkeypatch, tmp_path):
    monkeypatch.setattr(venv.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(steps.ToolError, match="apt-get install python3.*-venv"):
        venv._pip_to_use(tmp_path)


def test_full_disk_is_told_before_it_happens(tmp_path):
    with pytest.raises(steps.ToolError, match="GB are free"):
        steps.free_space(tmp_path, 1e9)


def test_busy_port_is_told(monkeypatch):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert not server.is_free(port)
        with pytest.raises(steps.ToolError, match=f"Port {port} is used"):
            demo._check_port(port)


@pytest.mark.parametrize("port", ["http", "0", "70000"])
def test_a_port_that_is_none_is_told(monkeypatch, port):
    monkeypatch.setenv("KAM_PORT", port)
    with pytest.raises(steps.ToolError, match="is no port"):
        demo.port()


def test_users_server_out_of_reach_is_told(monkeypatch, tmp_path):
    monkeypatch.setenv("PGHOST", str(tmp_path))
    monkeypatch.setenv("PGUSER", "someone")
    with pytest.raises(steps.ToolError, match="does not answer"):
        postgres.ensure(steps.Silent())


def test_user_postgres_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("PGHOST", str(tmp_path))
    monkeypatch.setenv("PGUSER", "postgres")
    with pytest.raises(steps.ToolError, match="refuses to work as"):
        postgres.ensure(steps.Silent())


def test_socket_of_a_deep_checkout_is_short_enough(tmp_path):
    deep = tmp_path / ("d" * 100)
    deep.mkdir()
    socket_dir = postgres._socket_dir(deep)
    try:
        assert len(str(socket_dir / ".s.PGSQL.5432")) <= postgres.LONGEST_SOCKET
    finally:
        socket_dir.rmdir()


# Interrupted runs


def test_a_folder_appears_whole_or_not_at_all(tmp_path):
    final = tmp_path / "thing"
    with pytest.raises(KeyboardInterrupt):
        with steps.new_dir(final) as part:
            (part / "half").touch()
            raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "thing.part-1").mkdir()  # left by a killed run
    with steps.new_dir(final) as part:
        (part / "whole").touch()
    assert [path.name for path in tmp_path.rglob("*")] == ["thing", "whole"]


def test_a_failing_program_tells_the_end_of_its_log(tmp_path):
    command = [sys.executable, "-c", "print('the reason'); raise SystemExit(3)"]
    with pytest.raises(steps.ToolError, match="It failed.*\n.*the reason"):
        steps.run(command, tmp_path / "x.log", "It failed.")


def test_a_missing_program_is_told(tmp_path):
    with pytest.raises(steps.ToolError, match="no-such-program is not installed"):
        steps.run(["no-such-program"], tmp_path / "x.log", "It failed.")


def test_a_command_killed_in_the_middle_says_so():
    code = (
        "import sys; from tools import __main__ as m, cleaning; import signal, os;"
        "cleaning.stop = lambda: (os.kill(os.getpid(), 15), signal.pause());"
        "sys.exit(m.main(['stop']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=paths.ROOT, capture_output=True, text=True
    )
    assert done.returncode == 130
    assert "interrupted" in done.stderr and "Traceback" not in done.stderr


# Processes


def test_a_stubborn_process_is_ended():
    code = (
        "import signal, time; signal.signal(15, signal.SIG_IGN); print(1, flush=True)"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code + "; time.sleep(60)"], stdout=subprocess.PIPE
    )
    child.stdout.readline()
    start = time.monotonic()
    old, processes.STOP_SECONDS = processes.STOP_SECONDS, 0.3
    try:
        processes.end(child.pid)
    finally:
        processes.STOP_SECONDS = old
    assert processes.started_at(child.pid) is None
    assert time.monotonic() - start < 10


def test_a_record_of_another_process_is_not_believed(tmp_path, monkeypatch):
    monkeypatch.setattr(processes, "RECORD", tmp_path / "server.json")
    processes.remember(os.getpid(), 1234, "kam_demo")
    assert processes.running()["port"] == 1234
    text = processes.RECORD.read_text()
    processes.RECORD.write_text(text.replace('"started": "', '"started": "9'))
    assert processes.running() is None
    assert not processes.stop_demo() and not processes.RECORD.exists()


# Databases


def test_a_copy_has_data_and_files_of_its_own(odoo, make_db):
    db = make_db("first", modules="")
    stored = database.FILESTORES / db
    files = {path.relative_to(stored) for path in stored.rglob("*") if path.is_file()}
    assert files
    copy = odoo.copy_db(db, "second")
    odoo.query(copy, "UPDATE res_partner SET name = 'changed' WHERE id = 1")
    assert odoo.query(db, "SELECT name FROM res_partner WHERE id = 1") != [("changed",)]
    odoo.drop_db(copy)
    assert not (database.FILESTORES / copy).exists()
    left = {path.relative_to(stored) for path in stored.rglob("*") if path.is_file()}
    assert left == files


def test_a_script_gets_values_and_gives_a_result(odoo, make_db):
    db = make_db("script", modules="")
    code = "result = [env['res.company'].browse(number).id, env.cr.dbname]"
    assert odoo.run_script(db, code, number=1) == [1, db]
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        odoo.run_script(db, "1 / 0")


def test_cleaning_a_fresh_checkout_is_no_error(tmp_path):
    """`make clean` needs neither the packages nor anything to clean."""
    copied = tmp_path / "checkout"
    (copied / "tools").mkdir(parents=True)
    for path in Path(cleaning.__file__).parent.glob("*.py"):
        (copied / "tools" / path.name).write_bytes(path.read_bytes())
    environment = {
        "PATH": os.environ["PATH"],
        "KAM_CACHE": str(tmp_path / "cache"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(
        [sys.executable, "-S", "-m", "tools", "clean"],
        cwd=copied,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "Nothing was running" in done.stdout
    assert not (copied / ".dev").exists()

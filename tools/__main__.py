"""The commands behind the Makefile: ``python3 -m tools demo|test|stop|...``.

Any fitting Python starts this; it makes sure of the project's own Python
packages and goes on inside them.
"""

import os
import signal
import sys

COMMANDS = {
    "demo": "bring everything up, with demo data, and start Odoo",
    "test": "lint, addon tests and system tests; the last line is the total",
    "lint": "check the sources (lint --fix repairs what can be)",
    "pot": "write the addon's translation template",
    "shell": "Odoo's shell on the demo database",
    "bench": "the benchmark",
    "system-tests": "pytest in tests/ (arguments go to pytest)",
    "addon-tests": "the addon's own tests (an argument is Odoo's --test-tags)",
    "run": "run a Python module of the project with the database at hand",
    "stop": "stop Odoo and PostgreSQL",
    "clean": "stop, and remove all of this checkout's data",
    "distclean": "clean, and remove the cache shared by checkouts",
}


def enter_venv(arguments):
    """Go on in the project's virtual environment, in place of this process."""
    from . import paths, steps, venv

    other = venv.fitting_python()
    if other:
        os.execv(other, [other, "-m", "tools", *arguments])
    paths.make_dirs()
    python = venv.ensure(steps.Steps(STEPS.get(arguments[0], 3)))
    environment = {
        **os.environ,
        "KAM_IN_VENV": str(python),
        "KAM_BASE_PYTHON": sys.executable,
    }
    environment.pop("PYTHONHOME", None)
    os.execve(python, [str(python), "-m", "tools", *arguments], environment)


WITHOUT_PACKAGES = ("stop", "clean", "distclean")
STEPS = {"demo": 6, "test": 4, "lint": 1}  # the others: packages, Odoo, PostgreSQL


def main(arguments):
    """Run one command; returns the exit code."""
    if not arguments or arguments[0] not in COMMANDS:
        print("Usage: python3 -m tools COMMAND\n")
        for name, what in COMMANDS.items():
            print(f"  {name:<14}{what}")
        return 0 if not arguments or arguments[0] in ("help", "--help", "-h") else 2
    signal.signal(signal.SIGTERM, _interrupted)
    from . import steps

    try:
        if arguments[0] in WITHOUT_PACKAGES:
            from . import cleaning

            return getattr(cleaning, arguments[0])()
        if os.environ.get("KAM_IN_VENV") != sys.executable:
            enter_venv(arguments)
        from . import commands

        total = STEPS.get(arguments[0], 3)
        return commands.run(arguments[0], arguments[1:], total)
    except steps.ToolError as error:
        steps.print_error(error)
    except KeyboardInterrupt:
        steps.print_error("interrupted; the next call goes on from here.")
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        if not error.filename and not error.errno:
            raise
        steps.print_error(
            f"{error.strerror}: {error.filename or 'a file'}. Mend that (disk space, "
            "owner of the folder) and call again."
        )
    return 1


def _interrupted(*_signal):
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Draw animations and stills, and find starts that are worth showing.

Bad input is answered with one line, before any work.  Files are drawn in a
folder of their own, and moved to their places when all of them are whole.
"""

import os
import signal
import sys
import threading
import tomllib
from concurrent import futures
from pathlib import Path
from tempfile import TemporaryDirectory

from helpers.command.export import draw, run_of
from helpers.command.files import (
    files_of_run,
    is_already_in,
    left_over,
    move_into_place,
    refuse_to_replace,
    remove_files,
    staging_folder,
)
from helpers.command.options import (
    ANIMATE,
    POINTS,
    PROGRAM,
    REGENERATE,
    RUN,
    SCOUT,
    Parser,
    add_options,
    options_of,
    shielded,
)
from helpers.command.scout import scout
from helpers.command.workers import call_each, executor_for


def main(argv=None, executor=None):
    """Run a command and return its exit code.

    Parameters
    ----------
    argv : list of str, optional
        The command and its options; those of the process if not given.
    executor : concurrent.futures.Executor, optional
        Where to work side by side; ``--jobs`` processes if not given.

    Returns
    -------
    int
        0 if all went well, 1 if ``--check`` found a difference, 2 for bad
        input, 130 after Ctrl-C.
    """
    if threading.current_thread() is threading.main_thread():
        # A closed terminal and a shutdown clear up, as Ctrl-C does.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    if hasattr(sys.stdout, "reconfigure"):  # arrows, on an old terminal
        sys.stdout.reconfigure(errors="replace")
    try:
        words = sys.argv[1:] if argv is None else argv
        options = command_line().parse_args(shielded(words))
        with executor_for(options, executor) as workers:
            code = options.command(options, workers)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return complain("stopped; no file is half-written", 130)
    except BrokenPipeError:  # nobody reads on, as after `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        return complain(f"{where}{error.strerror or error}", 2)
    except (ValueError, MemoryError, futures.BrokenExecutor) as error:
        return complain(str(error) or "not enough memory", 2)
    return code


def command_line():
    """Return the parser of all commands."""
    top = Parser(prog=PROGRAM, description=__doc__)
    commands = top.add_subparsers(metavar="COMMAND", required=True)
    for command, known, example in [
        (animate, POINTS | RUN | ANIMATE, "--seed 310 --out slides"),
        (scout, POINTS | SCOUT, "--seed 310 --sheet starts.png"),
        (regenerate, REGENERATE, "--check"),
    ]:
        name = command.__name__
        parser = commands.add_parser(
            name,
            help=command.__doc__,
            description=command.__doc__,
            epilog=f"Example: {PROGRAM} {name} {example}",
        )
        add_options(parser, known)
        parser.set_defaults(command=command)
    commands.choices["animate"].set_defaults(out=Path())
    commands.choices["scout"].set_defaults(start="random")
    commands.choices["regenerate"].set_defaults(out=Path("_build/animations"))
    return top


def complain(problem, code):
    """Say in one line what went wrong, and return the exit code."""
    print("kmeans-course:", *problem.split(), file=sys.stderr)
    return code


def animate(options, _):
    """Draw one run: GIF, storyboard, stills, captions and step player."""
    run_of(options)  # says what is wrong with the input first
    refuse_to_replace(files_of_run(options, options.out), options.force)
    with staging_folder(options.out) as folder:
        told = draw(options, folder)
        written = move_into_place(folder.iterdir(), options.out, options.force)
    remove_files(left_over([options], options.out, written))
    print(*written, *told, sep="\n")
    return 0


def regenerate(options, workers):
    """Draw every run of a plan again; leave alone what has not changed."""
    runs, out = list(planned(options.plan)), options.out
    with (
        TemporaryDirectory()
        if options.check
        else staging_folder(out) as folder
    ):
        call_each(draw, [(run, folder) for run in runs], workers)
        files = sorted(Path(folder).iterdir())
        old = left_over(runs, out, files)
        changed = [file for file in files if not is_already_in(out, file)]
        if not options.check:
            refuse_to_replace(old, options.force)
            move_into_place(changed, out, options.force)
            remove_files(old)
        for place in (out / file.name for file in changed):
            is_there = "would change" if place.exists() else "missing"
            print(f"{is_there}: {place}" if options.check else place)
    for place in old:
        print(f"{'would go' if options.check else 'gone'}: {place}")
    print(f"{len(files) - len(changed)} of {len(files)} files are the same")
    return int(options.check and bool(changed or old))


def planned(path):
    """Yield the options of each run of a plan, once they are seen to work."""
    try:
        plan = tomllib.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:  # not TOML, or not UTF-8
        raise ValueError(f"{path}: {error}") from error
    if not plan:
        raise ValueError(f"{path}: there are no runs in this plan")
    for name, table in plan.items():
        try:
            options = options_of(name, table)
            run_of(options)
        except ValueError as error:
            raise ValueError(f"{path}: {name}: {error}") from error
        yield options

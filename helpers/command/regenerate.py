"""Draw the runs of a plan again, side by side."""

import contextlib
import signal
import tomllib
from concurrent.futures import ThreadPoolExecutor
from filecmp import cmpfiles
from itertools import repeat
from pathlib import Path, PureWindowsPath
from tempfile import TemporaryDirectory

import matplotlib
from tqdm import tqdm

from helpers.command.export import draw
from helpers.command.files import files_of, move_into_place, say, staging_folder
from helpers.command.options import options_of
from helpers.command.runs import run_of
from helpers.files import as_path


def regenerate(options):
    """Draw every run of a plan again; leave alone what has not changed."""
    runs, out = planned(options.plan), options.out
    place = TemporaryDirectory() if options.check else staging_folder(out)
    with place as folder:
        draw_each(runs, folder, options.jobs)
        names = sorted(path.name for path in Path(folder).iterdir())
        same, changed, missing = cmpfiles(folder, out, names, shallow=False)
        old = sorted(files_of(runs, out).difference(out / name for name in names))
        if not options.check:
            files = [Path(folder, name) for name in changed + missing]
            move_into_place(files, out, options.force, old)
    told = [f"changed: {out / name}" for name in changed]
    told += [f"new: {out / name}" for name in missing]
    told += [f"no longer made: {path}" for path in old]
    say(*told, f"{len(same)} of {len(names)} files are the same")
    return int(options.check and bool(told))


def planned(path):
    """Return the options of each run of a plan, once they are seen to work."""
    runs, where = [], path
    try:
        text = path.read_text(encoding="utf-8").lstrip("\ufeff")
        plan = tomllib.loads(text)
        if not plan:
            raise ValueError("there are no runs in this plan")
        for name, table in plan.items():
            where = f"{path}: {name}"
            options = options_of(name, table)
            options.csv = options.csv and path.parent / beside(options.csv)
            run_of(options)
            runs.append(options)
    except UnicodeDecodeError:
        raise ValueError(f"{path}: not UTF-8; save it as UTF-8") from None
    except ValueError as error:  # also if it is not TOML
        hint = "; paths stand in single quotes: 'C:\\cats.csv'" * ("\\" in text)
        raise ValueError(f"{where}: {error}{hint}") from error
    return runs


def beside(path):
    r"""Return where a plan's file is: C:\cats.csv in double quotes is spoilt."""
    if not str(path).isprintable():
        raise ValueError(f"a backslash in double quotes changed {str(path)!r}")
    return as_path(PureWindowsPath(path).as_posix())


def draw_each(runs, folder, jobs):
    """Draw runs in as many processes as asked for, and show the progress."""
    before = signal.getsignal(signal.SIGINT)
    on_interrupt(signal.SIG_IGN)  # also in the processes that this starts
    try:
        pool = pool_of(jobs)
        drawn = pool.map(draw, runs, repeat(folder))
    finally:
        on_interrupt(before)
    try:
        list(tqdm(drawn, total=len(runs), disable=None))
    finally:
        pool.shutdown(cancel_futures=True)


def pool_of(jobs):
    """Return what works in as many processes as asked for; 1 is this one."""
    if jobs == 1:  # apart, since Python loses interrupts amid a clean-up
        return ThreadPoolExecutor(1)
    # Here, since in a browser there are no processes, and the other commands run there.
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    return ProcessPoolExecutor(jobs, get_context("spawn"), prepare_worker)


def prepare_worker():
    """Open no windows, and leave Ctrl-C to whoever started this process."""
    matplotlib.use("agg")
    on_interrupt(signal.SIG_IGN)


def on_interrupt(handler):
    """Say what Ctrl-C does, if this is the thread that may, and Python can take it back."""
    if signal.getsignal(signal.SIGINT) is not None:  # or else it was set outside of Python
        with contextlib.suppress(ValueError):
            signal.signal(signal.SIGINT, handler)

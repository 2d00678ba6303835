"""Draw the runs of a plan again, side by side."""

import contextlib
import signal
import threading
import tomllib
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import matplotlib
from tqdm import tqdm

from helpers.command.export import draw
from helpers.command.files import is_already_in, left_over, move_into_place, staging_folder
from helpers.command.options import options_of
from helpers.command.runs import run_of


def regenerate(options):
    """Draw every run of a plan again; leave alone what has not changed."""
    runs, out = list(planned(options.plan)), options.out
    place = TemporaryDirectory() if options.check else staging_folder(out)
    with place as folder:
        draw_each(runs, folder, options.jobs)
        files = sorted(Path(folder).iterdir())
        changed = [file for file in files if not is_already_in(out, file)]
        old = left_over(runs, out, files)
        act = compare if options.check else replace
        told = act(changed, old, options)
    same = f"{len(files) - len(changed)} of {len(files)} files are the same"
    print(*told, same, sep="\n")
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
            options.csv = options.csv and path.parent / options.csv
            run_of(options)
        except ValueError as error:
            raise ValueError(f"{path}: {name}: {error}") from error
        yield options


def compare(changed, old, options):
    """Return which files would be written, and which would go."""
    places = [options.out / file.name for file in changed]
    return [f"{'would change' if place.exists() else 'missing'}: {place}" for place in places] + [
        f"would go: {place}" for place in old
    ]


def replace(changed, old, options):
    """Put files where they belong, and return which went where."""
    places = move_into_place(changed, options.out, options.force, old)
    return [*places, *(f"gone: {path}" for path in old)]


def draw_each(runs, folder, jobs):
    """Draw runs in as many processes as asked for, and show the progress."""
    with interrupts_ignored():  # so do the processes that this starts
        pool = pool_of(jobs)
        drawn = pool.map(draw, runs, repeat(folder))
    try:
        list(tqdm(drawn, total=len(runs), disable=None))
    finally:
        pool.shutdown(cancel_futures=True)


def pool_of(jobs):
    """Return what works in as many processes as asked for; 1 is this one."""
    if jobs == 1:  # apart, since Python loses interrupts amid a clean-up
        return ThreadPoolExecutor(1)
    return ProcessPoolExecutor(jobs, get_context("spawn"), prepare_worker)


def prepare_worker():
    """Open no windows, and leave Ctrl-C to whoever started this process."""
    matplotlib.use("agg")
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextlib.contextmanager
def interrupts_ignored():
    """Let Ctrl-C pass, if this is the thread that may say so."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)

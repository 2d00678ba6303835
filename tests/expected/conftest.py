"""How nbval runs these notebooks again, and compares what they show."""

import sys
from functools import partial
from tempfile import TemporaryDirectory

import pytest
from nbval.plugin import IPyNbCell, IPyNbFile

from notebooks import units_apart


def pytest_collectstart(collector):
    """Compare text.  Pictures are not kept, and tables are compared as plain text."""
    if isinstance(collector, IPyNbFile):
        collector.skip_compare += ("image/gif", "image/svg+xml", "text/html")


@pytest.hookimpl(trylast=True)  # by then the kernel runs
def pytest_runtest_setup(item):
    """Run a notebook as Jupyter does, in a folder of its own for the files that it writes.

    Without a history, as nbval runs cells, the semicolon at the end of a cell hides nothing.
    """
    if isinstance(item, IPyNbCell):
        if sys.platform != "linux" and "except MemoryError" in item.cell.source:
            pytest.skip("only Linux lets a process limit its own memory, as chapter 34 shows")
        item.compare_outputs = partial(compare, item, item.compare_outputs)
    if isinstance(item, IPyNbCell) and item.cell_num == 0:
        kernel, folder = item.parent.kernel, TemporaryDirectory()
        item.parent.addfinalizer(folder.cleanup)
        kernel.execute_cell_input = partial(kernel.kc.execute, stop_on_error=False)
        kernel.await_reply(kernel.execute_cell_input(f"%cd -q {folder.name}"))


def compare(item, exactly, shown, expected, **skipped):
    """Compare exactly, but note a decimal that differs by one unit of its last digit."""
    for one, other in zip(shown, expected, strict=False):
        for new, old in [(one, other), (one.get("data", {}), other.get("data", {}))]:
            for key in {"text", "text/plain"} & new.keys() & old.keys():
                pairs = units_apart(old[key], new[key])
                if pairs:
                    notes = (f"{item.nodeid}: {' is now '.join(pair)}" for pair in pairs)
                    item.user_properties += [("note", note) for note in notes]
                    new[key] = old[key]
    return exactly(shown, expected, **skipped)

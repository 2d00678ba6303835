"""How nbval runs the chapters again, and compares what they show with the files in this folder."""

import sys
from functools import partial
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from nbval.plugin import IPyNbCell, IPyNbFile

from notebooks import as_notebook, bring_own_files, chapter_path, expected_cells, units_apart


class ExpectedOutputs(IPyNbFile):
    """A file of expected outputs, which nbval takes for the notebook of its chapter."""

    def collect(self):
        """Give nbval the cells of the chapter, with these outputs."""
        # Pictures are not kept, and tables are compared as plain text.
        self.skip_compare += ("image/gif", "image/svg+xml", "text/html")
        notebook = as_notebook(expected_cells(chapter_path(self.path)))
        with patch("nbval.plugin.nbformat.read", return_value=notebook):
            return list(super().collect())


def pytest_collect_file(file_path, parent):
    """Let each file of this folder be run by nbval."""
    if file_path.suffix == ".yml":
        return ExpectedOutputs.from_parent(parent, path=file_path)
    return None


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
        kernel, folder = item.parent.kernel, TemporaryDirectory(ignore_cleanup_errors=True)
        bring_own_files(folder.name)
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

"""Settings that all tests share."""

import matplotlib
import matplotlib.pyplot as plt
import pytest
from books import book_in
from hypothesis import settings

matplotlib.use("agg")  # no windows

# The same examples on every run and every machine, however slow it is.
settings.register_profile("course", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("course")


def pytest_terminal_summary(terminalreporter):
    """List at the end what differs from the expected outputs by one unit of a last digit."""
    reports = terminalreporter.getreports("passed")
    notes = [
        value for report in reports for name, value in report.user_properties if name == "note"
    ]
    if notes:
        terminalreporter.section("a last digit differs by one: allowed, but worth a look")
        terminalreporter.write_line("\n".join(notes))


@pytest.fixture(autouse=True)
def no_figure_is_open():
    """Close what the test before has left open: the examples in docstrings leave figures."""
    plt.close("all")
    yield
    plt.close("all")


@pytest.fixture
def small_book(tmp_path):
    """Make a book of pages that the test writes; return its folder, and how to build it."""
    return tmp_path, book_in(tmp_path)

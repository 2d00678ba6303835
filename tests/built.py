"""The built site, and what a test does where something that it looks at is missing."""

import os
from pathlib import Path

import pytest

SITE = Path(__file__).parents[1] / "_build" / "html"


def skip_or_fail(reason):
    """Skip on a machine that lacks something; where every check must run, fail."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def need_the_site():
    """Make sure that the site is there."""
    if not (SITE / "index.html").exists():
        skip_or_fail("the site is not built: run `make book`")

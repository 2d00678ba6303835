"""Settings that all tests share."""

import matplotlib
from hypothesis import settings

matplotlib.use("agg")  # no windows

# The same examples on every run and every machine, however slow it is.
settings.register_profile("course", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("course")

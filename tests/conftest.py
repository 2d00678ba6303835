"""Settings that all tests share."""

from hypothesis import settings

# The same examples on every run and every machine, however slow it is.
settings.register_profile("course", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("course")

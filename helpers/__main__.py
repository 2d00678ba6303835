"""The instructors' command line: `python -m helpers`."""

import sys

from helpers.command.run import console

sys.exit(console())

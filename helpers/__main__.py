"""The instructors' command line: `python -m helpers`."""

import sys

from helpers.command.run import main

sys.exit(main())

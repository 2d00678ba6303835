"""Run a command that Ctrl-C ends at once, with all processes that it started.

Notebooks that run side by side may swallow an interrupt, and then wait for each other for ever.
"""

import os
import signal
import subprocess
import sys

signal.signal(signal.SIGTERM, signal.default_int_handler)
with subprocess.Popen(sys.argv[1:], start_new_session=True) as running:
    try:
        code = running.wait()
    except KeyboardInterrupt:
        os.killpg(running.pid, signal.SIGKILL)
        code = 130
sys.exit(code)

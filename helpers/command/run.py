"""Draw animations and stills, and find starts that are worth showing.

Bad input is answered with one line, before any work.  Files are drawn in a
folder of their own, and moved to their places when all of them are whole.
"""

import os
import signal
import sys
from concurrent.futures import BrokenExecutor

import matplotlib

from helpers.command.export import animate
from helpers.command.files import say
from helpers.command.options import command_line, shielded
from helpers.command.regenerate import regenerate
from helpers.command.report import report
from helpers.command.scout import scout

__all__ = ["main"]

# A shutdown and, where there are such, a terminal that is closed.
ENDINGS = {signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)}


def console():
    """Run the command that this process was started for.

    As :func:`main`, with the words of the process.  The process is ours, so it
    opens no windows, clears up before it is ended, prints what its terminal
    can show, and is content if nobody reads to the end.
    """
    matplotlib.use("agg")
    for number in ENDINGS:
        if signal.getsignal(number) is signal.SIG_DFL:  # not so under nohup
            signal.signal(number, signal.default_int_handler)
    if sys.stdout:  # arrows, on an old terminal
        sys.stdout.reconfigure(errors="replace")
    code = main()
    try:
        print(end="", flush=True)
    except OSError as error:
        # Python would try once more, and complain in its own way.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            return complain(error.strerror, 2)
    return code


def main(words=None):
    """Run a command and return its exit code.

    Parameters
    ----------
    words : list of str, optional
        The command and its options; those of this process, if left out.

    Returns
    -------
    int
        0 if all went well, 1 if ``--check`` found a difference, 2 for bad
        input, 130 after Ctrl-C.

    Examples
    --------
    >>> main(["scout", "--seed", "two"])
    2
    """
    parser = command_line(__doc__, [animate, scout, regenerate, report])
    try:
        options = parser.parse_args(shielded(sys.argv[1:] if words is None else words))
        return options.command(options)
    except (SystemExit, BrokenPipeError):  # after --help; as before `| head`
        return 0
    except KeyboardInterrupt:
        return complain("stopped; no file is half-written", 130)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        return complain(f"{where}{error.strerror or error}", 2)
    except (ValueError, MemoryError, BrokenExecutor) as error:
        return complain(str(error) or "not enough memory", 2)


def complain(problem, code):
    """Say in one line what went wrong, and return the exit code."""
    say(" ".join(["kmeans-course:", *problem.split()]), to="stderr")
    return code

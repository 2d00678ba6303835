"""Run cells as Jupyter does, in a browser, and hand over what they show.

The worker gives the module `live_page`, whose `send` takes one text.
"""

import ast
import builtins
import gc
import json
import logging
import sys
import time
import traceback
from base64 import b64encode

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from live_page import send
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer
from tqdm import tqdm
from traitlets.config import Config

PAUSE = 0.1
"""A program that prints without end is heard ten times a second, so that the page stays alive."""


def tell(kind, **about):
    """Hand over what a cell shows."""
    send(json.dumps({"kind": kind, **about}))


def show(data, metadata=None):
    """Hand over an output in all forms that it has; pictures as text."""
    flush()
    plain = {
        mime: b64encode(one).decode() if isinstance(one, bytes) else one
        for mime, one in data.items()
    }
    tell("output", data=plain)


class Publisher(DisplayPublisher):
    """Show what cells display."""

    def publish(self, data, metadata=None, **about):
        """Show one output."""
        show(data)

    def clear_output(self, wait=False):
        """Take away what the cell has shown, at once or when it shows something else."""
        flush()
        tell("clear", wait=wait)


class Hook(DisplayHook):
    """Show the value of a cell's last line."""

    def write_output_prompt(self):
        """Write none: the page numbers its cells."""

    def write_format_data(self, format_dict, md_dict=None):
        """Show the value."""
        show(format_dict)

    def finish_displayhook(self):
        """Leave nothing to do."""


class Stream:
    """Where cells print."""

    def __init__(self, name):
        self.name, self.text, self.told = name, "", 0.0

    def write(self, text):
        """Keep a text, and hand it over when it is time."""
        self.text += text
        if time.monotonic() - self.told > PAUSE:
            self.flush()
        return len(text)

    def flush(self):
        """Hand over what is kept."""
        if self.text:
            tell("stream", name=self.name, text=self.text)
        self.text, self.told = "", time.monotonic()

    def isatty(self):
        """Tell programs that no terminal is here."""
        return False


class Without(ast.NodeTransformer):
    """Leave out imports of packages that no browser can run, so that the other cells can."""

    def __init__(self, packages):
        self.packages = packages

    def visit_ImportFrom(self, node):  # noqa: N802, as ast calls it
        """Leave out `from dask import …`."""
        gone = node.module and node.module.partition(".")[0] in self.packages
        return ast.copy_location(ast.Pass(), node) if gone else node


class Shell(InteractiveShell):
    """Run cells; tell of errors in one plain line, and in full."""

    def init_sys_modules(self):
        """Let cells be the main program."""
        super().init_sys_modules()
        sys.modules["__main__"] = self.user_module

    def enable_gui(self, gui=None):
        """Leave figures where they are: in the page."""

    def system(self, cmd):
        """Say where packages come from, as `!pip` asks for one."""
        raise OSError("a page has no terminal; packages come when a cell imports them")

    def _showtraceback(self, etype, evalue, stb):
        flush()
        text = evalue.msg if isinstance(evalue, SyntaxError) else str(evalue)
        about = {"name": etype.__name__, "text": text, "line": line_of(evalue)}
        tell("error", **about, traceback="\n".join(stb))


def line_of(error):
    """Return the line of its cell at which an error came, or nothing."""
    if isinstance(error, SyntaxError):
        return error.lineno
    frames = traceback.walk_tb(error.__traceback__)
    lines = [line for frame, line in frames if is_cell(frame.f_code.co_filename)]
    return lines[0] if lines else None


def is_cell(name):
    """Tell whether some code stands in a cell."""
    return shell.compile.format_code_name(name) is not None


def flush():
    """Hand over what has been printed."""
    sys.stdout.flush()
    sys.stderr.flush()


def no_input(prompt=""):
    """Say that nobody can be asked."""
    raise OSError("a page cannot ask while a cell runs; write the answer into the cell")


def run(code):
    """Run a cell; return its number and whether it went well."""
    result = shell.run_cell(code, store_history=True)
    flush()
    if not gc.isenabled():  # the first cell: what it has imported stays
        gc.freeze()
        gc.enable()
    return json.dumps({"count": result.execution_count, "well": result.success})


def paint(code):
    """Return code in the colours of the page, as HTML."""
    return highlight(code, PythonLexer(stripnl=False), HtmlFormatter(nowrap=True))


builtins.input = no_input
sys.stdout, sys.stderr = Stream("stdout"), Stream("stderr")
quiet = Config({"HistoryManager": {"enabled": False}, "InteractiveShell": {"colors": "NoColor"}})
shell = Shell.instance(config=quiet, displayhook_class=Hook, display_pub_class=Publisher)
shell.ast_transformers.append(Without({"dask", "distributed", "kmedoids"}))
time.process_time = time.perf_counter  # the only clock that a browser has
logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)  # it always looks at its fonts
tqdm.monitor_interval = 0  # a browser has no second thread to watch from

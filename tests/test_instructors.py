"""Run every command of the instructors' page, in its order, as an instructor would."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "pages" / "instructors.md").read_text(encoding="utf-8")
COMMANDS = [
    line
    for block in re.findall(r"^```bash\n(.*?)^```$", PAGE, re.M | re.S)
    for line in block.splitlines()
]
# They have built this site, and are running this test.
UNDER_WAY = {"make book", "make test", "make expected"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """Return a folder in which the commands leave what they make."""
    return tmp_path_factory.mktemp("desk")


@pytest.mark.parametrize("command", dict.fromkeys(COMMANDS))
def test_a_command_of_the_page_works(command, desk):
    program, *words = shlex.split(command)
    if program == "source":
        assert (ROOT / words[0]).exists() or not (ROOT / ".venv").exists()
        return
    if program == "make":
        options = ["--dry-run"] if command in UNDER_WAY else []
        made = [f"--directory={ROOT}", f"--old-file={ROOT}/.venv/installed", *options, *words]
        subprocess.run(["make", *made], check=True, capture_output=True)
        return
    before = set(desk.rglob("*"))
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        [program, *words],
        cwd=ROOT if words[0] == "regenerate" else desk,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    wanted = [words[words.index(option) + 1] for option in ("--out", "--sheet") if option in words]
    for name in wanted:
        assert desk / name in set(desk.rglob("*")) - before


def test_every_option_of_the_page_is_an_option():
    """Also those that the text names without running them."""
    helps = "".join(
        subprocess.run(
            [sys.executable, "-m", "helpers", command, "--help"], capture_output=True, text=True
        ).stdout
        for command in ("animate", "scout", "regenerate")
    )
    options = set(re.findall(r"--[a-z][a-z-]*", PAGE))
    assert options <= {*re.findall(r"--[a-z][a-z-]*", helps), "--help"}

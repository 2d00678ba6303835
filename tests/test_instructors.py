"""Run every command of the instructors' page, in its order, as an instructor would."""

import re
import shlex
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from urllib.parse import urljoin
from urllib.request import urlopen

import pytest
from built import SITE, need_the_site

from helpers.command.run import main

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "pages" / "instructors.md").read_text(encoding="utf-8")
COMMANDS = [
    line
    for block in re.findall(r"^```bash\n(.*?)^```$", PAGE, re.M | re.S)
    for line in block.splitlines()
]
# They have built this site, and are running this test.
UNDER_WAY = {"make book", "make test", "make expected", "make questions"}
UNDER_WAY |= {
    "make live FROM=../pyodide",
    "make book SOLUTIONS=no",
    "make slides N=12",
    "make pdf N=12",
}
UNDER_WAY |= {"make pdf N=12 SOLUTIONS=no", "make serve", "make pins"}
UNDER_WAY |= {f"make expected N={number}" for number in (12, 17)}
SLOW = ["make animations", "kmeans-course regenerate --check"]
"""They draw every animation of the course."""
TRIED = [
    pytest.param(command, marks=[pytest.mark.slow] * (command in SLOW))
    for command in dict.fromkeys(COMMANDS)
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """Return a folder in which the commands leave what they make."""
    return tmp_path_factory.mktemp("desk")


@pytest.mark.parametrize("command", TRIED)
def test_a_command_of_the_page_works(command, desk, monkeypatch, capsys):
    program, *words = shlex.split(command)
    if re.search(r"nbgrader|\.\./grading", command):
        homework_has(words)
        return
    if program == "source":
        assert (ROOT / words[0]).exists() or not (ROOT / ".venv").exists()
        return
    if program == "make":
        options = ["--dry-run"] if command in UNDER_WAY else []
        made = [f"--directory={ROOT}", "--old-file=.venv/installed", *options, *words]
        subprocess.run(["make", *made], check=True, capture_output=True)
        return
    if "http.server" in words:
        serves_the_site(words)
        return
    if "pytest" in words:
        assert (ROOT / words[-1]).exists()  # it is under way, too
        return
    if "../pages" in words:
        publishes(program, words, desk)
        return
    before = set(desk.rglob("*"))
    monkeypatch.chdir(ROOT if words[0] == "regenerate" or "--chapter" in words else desk)
    if program == "kmeans-course":
        assert main(words) == 0
        assert capsys.readouterr().err == ""
    else:
        subprocess.run([Path(sys.executable).with_name(program), *words], check=True)
    wanted = [words[words.index(option) + 1] for option in ("--out", "--sheet") if option in words]
    for name in wanted:
        assert desk / name in set(desk.rglob("*")) - before


def publishes(program, words, desk):
    """Run a command that publishes the site, into a repository on this computer."""
    need_the_site()
    remote, name = desk / "remote.git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
    subprocess.run(["git", "init", "--quiet", "--bare", remote], check=True)
    words = [str(SITE) if word == "_build/html" else word for word in words]
    words = [str(remote) if "://" in word else word for word in words]
    command = [program, *(name if program == "git" else []), *words]
    (desk / "course").mkdir(exist_ok=True)
    subprocess.run(command, cwd=desk / "course", check=True, capture_output=True)
    if "push" in words:
        shown = ["git", "-C", remote, "ls-tree", "--name-only", "pages"]
        names = subprocess.run(shown, check=True, capture_output=True, text=True).stdout.split()
        assert {".nojekyll", "index.html", "notebooks"} <= set(names)


def homework_has(words):
    """Look for what a command names in the archive of homework, as nbgrader is not installed."""
    need_the_site()
    inside = zipfile.ZipFile(SITE / "_downloads" / "homework.zip").namelist()
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for word in words:
        if word.endswith((".txt", ".zip")):
            assert (ROOT / word).exists()
        elif extras := re.fullmatch(r"\.\[(.+)\]", word):
            assert set(extras[1].split(",")) <= settings["project"]["optional-dependencies"].keys()
        elif re.match(r"\d\d-", word):
            assert f"homework/source/{word}/{word}-homework.ipynb" in inside
        elif re.match(r"\.\./grading/(?!bin/)", word):
            assert f"{Path(word).name}/nbgrader_config.py" in inside


def serves_the_site(words):
    """Ask for a page in the subfolder, and for the style sheets that it names."""
    need_the_site()
    *options, _ = words
    command = [sys.executable, "-u", *options, "0"]  # any port that is free
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        try:
            port = re.search(r"port (\d+)", server.stdout.readline())[1]
            page = f"http://127.0.0.1:{port}/html/pages/instructors.html"
            with urlopen(page) as answer:
                sheets = re.findall(r'<link [^>]*href="([^"]+\.css[^"]*)"', answer.read().decode())
            assert sheets
            for sheet in sheets:
                with urlopen(urljoin(page, sheet)) as answer:
                    assert answer.status == 200
        finally:
            server.terminate()


def test_every_option_of_the_page_is_an_option(capsys):
    """Also those that the text names without running them."""
    for command in ("animate", "scout", "regenerate", "report"):
        main([command, "--help"])
    ours = re.sub(
        r"^python -m http.server .*$|`jupyter nbconvert .*?`|^git .*$", "", PAGE, flags=re.M
    )
    options = set(re.findall(r"--[a-z][a-z-]*", ours))
    assert options <= set(re.findall(r"--[a-z][a-z-]*", capsys.readouterr().out))

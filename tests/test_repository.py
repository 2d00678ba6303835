"""What a newcomer to the repository finds: a picture, a way to cite, and commands that exist."""

import re
import shutil
import subprocess
import tomllib
from configparser import ConfigParser
from pathlib import Path

import pytest
import yaml
from picture import PICTURE, picture
from test_environment import tracked

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
WORKFLOW = yaml.safe_load((ROOT / ".github" / "workflows" / "book.yml").read_text())
PYTHONS = ["3.11", "3.12", "3.13", "3.14"]


def test_the_first_screen_of_the_readme_shows_a_run():
    first_screen = "\n".join((ROOT / "README.md").read_text().splitlines()[:12])
    source, alt = re.search(r'<img src="(.*?)"[^>]*alt="(.*?)"', first_screen).groups()
    assert ROOT / source == PICTURE
    assert len(alt.split()) > 8


def test_the_picture_is_the_one_that_the_helpers_draw():
    assert PICTURE.stat().st_size < 20_000
    assert PICTURE.read_text() == picture(), "run make picture"
    outlined = re.search(r"^:is\((.*)\)\[class\^=\"sp-\"\] \{\n  fill: none;", picture(), re.M)
    assert "rect" in outlined[1]  # frames are not filled with black


def test_whoever_cites_the_course_cites_its_version_and_licence():
    """Title and author are those of the course that an edition comes from, as CC BY asks."""
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    assert citation["cff-version"] == "1.2.0"
    assert citation["message"] and citation["type"] == "software"
    assert citation["title"].strip() and citation["authors"][0]["name"].strip()
    assert citation["version"] == PROJECT["version"]
    assert PROJECT["license"] in citation["license"]


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_every_command_that_is_named_can_be_made(name):
    makefile = (ROOT / "Makefile").read_text()
    text = (ROOT / name).read_text()
    named = {match[1] for match in re.finditer(r"(?:^|`)make ([a-z-]+)", text, re.M)}
    assert len(named) > 5
    assert named <= set(re.findall(r"^([a-z-]+):", makefile, re.M))
    phony = makefile.partition(".PHONY:")[2]
    assert named <= set(re.findall(r"[a-z-]+", phony))


def test_how_to_carry_on_is_one_page():
    lines = (ROOT / "CONTRIBUTING.md").read_text().splitlines()
    assert len(lines) <= 60
    titles = [line for line in lines if line.startswith("## ")]
    assert titles[:2] == ["## The fast loop", "## A new chapter"]
    assert titles[-1] == "## What a change must pass"


def test_the_files_are_written_as_editors_are_told_to():
    config = ConfigParser()
    config.read_string("[top]\n" + (ROOT / ".editorconfig").read_text())
    assert config["top"]["root"] == "true"
    told = dict(config["*"], python=config["*.{py,toml}"]["max_line_length"])
    assert told["charset"] == "utf-8" and told["end_of_line"] == "lf"
    assert told["insert_final_newline"] == told["trim_trailing_whitespace"] == "true"
    assert config["Makefile"]["indent_style"] == "tab" != told["indent_style"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert told["python"] == str(project["tool"]["ruff"]["line-length"])
    for path in tracked():
        text = (ROOT / path).read_bytes().decode()
        assert text.endswith("\n") or not text, path
        assert not re.search(r"[ \t\r]$", text, re.M), path
        assert path.name == "Makefile" or not re.search(r"^\t", text, re.M), path


def test_hosted_runs_try_every_python_and_cut_off_no_publication():
    unit, site = (WORKFLOW["jobs"][name] for name in ("unit", "site"))
    assert unit["strategy"]["matrix"]["python"] == PYTHONS
    assert PROJECT["requires-python"] == ">=3.11,<3.15"
    for job, command in [(unit, "make unit"), (site, "make test")]:
        assert command in [step.get("run") for step in job["steps"]]
        assert "actions/cache@v4" in [step.get("uses") for step in job["steps"]]
    for name in ("publish", "course"):
        assert WORKFLOW["jobs"][name]["needs"] == ["unit", "site"]
    only_there = "${{ github.event_name == 'pull_request' }}"
    assert WORKFLOW["concurrency"]["cancel-in-progress"] == only_there


def test_new_pins_are_told_old_and_new(tmp_path):
    """In place of uv stands a program that has found newer versions of two packages."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    pins = tmp_path / "constraints.txt"
    pins.write_text("dask==1.0\nnumpy==2.0\npandas==3.0\n")
    for words in ("init --quiet", "add constraints.txt"):
        subprocess.run(["git", *words.split()], cwd=tmp_path, check=True)
    found = tmp_path / ".venv" / "bin" / "uv"
    found.parent.mkdir(parents=True)
    found.write_text(
        "#!/bin/sh\nprintf 'dask==1.1\\nnumpy==2.0\\npillow==4.0\\n' >constraints.txt\n"
    )
    found.chmod(0o755)
    command = ["make", "--silent", "pins", "--old-file=.venv/installed"]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert sorted(said.splitlines()[:-1]) == ["+ dask==1.1", "+ pillow==4.0", "- dask==1.0",
                                              "- pandas==3.0"]  # fmt: skip
    assert said.splitlines()[-1].startswith("Now make test: ")

"""A site without solutions holds none: not on its pages, nor in anything to take home."""

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from built import SITE, need_the_site
from solutions import BLOCK
from test_environment import tracked

from notebooks import CHAPTERS

ROOT = Path(__file__).parents[1]
TEXTS = {".html", ".ipynb", ".js", ".json", ".md", ".txt"}


def told(stem):
    """Return the longer lines that stand only in the solutions of a chapter."""
    source = (ROOT / "notebooks" / f"{stem}.md").read_text(encoding="utf-8")
    rest = BLOCK.sub("", source)
    lines = {line for block in found(source) for line in block.splitlines()}
    return [line for line in lines if len(line) > 45 and line.isprintable() and line not in rest]


def found(source):
    """Return the solutions of a source."""
    return [match[0] for match in BLOCK.finditer(source)]


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_a_source_without_its_solutions_keeps_all_else(chapter):
    source = chapter.read_text(encoding="utf-8")
    rest = BLOCK.sub("", source)
    assert len(found(source)) == source.count("{solution-start}")
    assert "solution-" not in rest
    assert rest.count("{exercise-start}") == source.count("{exercise-start}")
    assert rest.count("[check]") == source.count("[check]")


def texts(folder):
    """Yield the name and the text of every file of a site, also of those in archives."""
    for path in folder.rglob("*"):
        if path.suffix == ".zip":
            archive = zipfile.ZipFile(path)
            for name in archive.namelist():
                yield f"{path.name}: {name}", archive.read(name).decode(errors="ignore")
        elif path.suffix in TEXTS:
            yield path.name, path.read_text(encoding="utf-8", errors="ignore")


@pytest.mark.slow
def test_a_site_without_solutions_holds_none(tmp_path):
    need_the_site()
    for path in tracked():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, tmp_path / path)
    for folder in ("_build/.jupyter_cache", "notebooks/data", "pages/_vendor"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    config = tmp_path / "_config.yml"
    config.write_text(config.read_text().replace("with_solutions: true", "with_solutions: false"))
    build = Path(sys.executable).with_name("jupyter-book")
    subprocess.run(
        [build, "build", tmp_path, "-W", "-n", "--keep-going"], check=True, capture_output=True
    )
    site = tmp_path / "_build" / "html"
    lines = [line for chapter in CHAPTERS for line in told(chapter.stem)]
    shown = [BLOCK.sub("", chapter.read_text(encoding="utf-8")) for chapter in CHAPTERS]
    shown += [path.read_text(encoding="utf-8") for path in (ROOT / "helpers").rglob("*.py")]
    lines = [line for line in lines if not any(line in text for text in shown)]
    assert len(lines) > 200
    for name, text in texts(site):
        plain = text.replace('\\"', '"')
        assert not re.search("Solution to|Exercises come with solutions", plain), name
        assert [line for line in lines if line in plain] == [], name
    assert not (site / "_downloads" / "homework.zip").exists()
    assert "homework/nbgrader_config.py" in zipfile.ZipFile(site.parent / "homework.zip").namelist()


def test_the_site_with_solutions_would_fail_this(tmp_path):
    need_the_site()
    page = (SITE / "notebooks" / "12-k-means-step-by-step.html").read_text(encoding="utf-8")
    assert "Solution to" in page
    source = (SITE / "_downloads" / "12-k-means-step-by-step.md").read_text(encoding="utf-8")
    assert all(line in source for line in told("12-k-means-step-by-step"))

"""The lists of what must be installed agree with each other, and with what is imported."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import distributions, packages_distributions
from pathlib import Path

import jupytext
import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS = PROJECT["optional-dependencies"]
# conda-forge splits the library from the windows that it can open.
CONDA_NAMES = {"matplotlib": "matplotlib-base"}

# Declared, though no code of the course imports it.
NOT_IMPORTED = {
    "distributed": "dask finds it by itself, and offers it as dask.distributed",
    "ipykernel": "runs the cells",
    "jupyter-book": "builds the site",
    "jupyterlab": "opens the notebooks",
    "mutmut": "plants faults",
    "pre-commit": "checks a commit before it is made",
    "pytest-cov": "measures what the tests reach",
    "pytest-xdist": "runs tests side by side",
    "ruff": "checks the style",
    "setuptools": "builds the wheel, in a process of its own",
    "sphinxcontrib-bibtex": "Jupyter Book loads it for the bibliography",
    "sphinxext-opengraph": "named as an extension of Sphinx",
}


def bounds(requirements):
    """Map each package's name to its version bounds."""
    parsed = map(Requirement, requirements)
    return {canonicalize_name(package.name): package.specifier for package in parsed}


def declared(*extras):
    """Return the bounds of what `helpers` and these extras declare."""
    return bounds([*PROJECT["dependencies"], *(name for extra in extras for name in EXTRAS[extra])])


def imported(code):
    """Return the top-level modules that Python code imports."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module.partition(".")[0]


def code_of(path):
    """Return the Python code of a module or of a notebook's cells."""
    if path.suffix == ".py":
        return path.read_text()
    cells = jupytext.read(path).cells
    return "\n".join(cell.source for cell in cells if cell.cell_type == "code")


def tracked():
    """Return the files that git knows, without those that came from elsewhere."""
    names = subprocess.run(
        ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\0")
    return [Path(name) for name in names if name and not name.startswith("pages/_vendor/")]


def test_conda_installs_what_a_student_needs():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    *lines, pip = environment["dependencies"]
    own, *others = pip["pip"]
    assert own == "--editable ."
    conda = bounds([*lines, *others])
    assert conda.pop("python") == Requirement(f"python{PROJECT['requires-python']}").specifier
    assert conda.pop("pip") == ""  # installs helpers from this folder
    wanted = declared("notebooks", "dask", "lab")
    assert conda == {CONDA_NAMES.get(name, name): bound for name, bound in wanted.items()}


@pytest.mark.parametrize(
    "pattern, extras",
    [
        ("helpers/**/*.py", []),
        ("notebooks/*.md", ["notebooks", "dask"]),
        ("tests/**/*.py", ["notebooks", "dask", "book", "test"]),
        ("benchmarks/*.py", ["notebooks", "book", "test"]),
        ("pages/_ext/*.py", ["book"]),
    ],
)
def test_every_import_is_declared(pattern, extras):
    ours = {"helpers", *sys.stdlib_module_names}
    ours |= {
        path.stem
        for folder in ("tests", "benchmarks", "pages/_ext")
        for path in ROOT.glob(f"{folder}/*.py")
    }
    distributions = packages_distributions()
    undeclared = {
        f"{path.relative_to(ROOT)} imports {module}"
        for path in ROOT.glob(pattern)
        for module in set(imported(code_of(path))) - ours
        if not {canonicalize_name(name) for name in distributions.get(module, [])}
        & declared(*extras).keys()
    }
    assert not undeclared


def test_every_declared_package_is_imported_or_has_its_reason():
    distributions = packages_distributions()
    ours = (path for path in tracked() if path.suffix == ".py" or path.parts[0] == "notebooks")
    used = {
        canonicalize_name(name)
        for path in ours
        for module in imported(code_of(ROOT / path))
        for name in distributions.get(module, [])
    }
    unused = declared(*EXTRAS).keys() - used
    assert unused <= NOT_IMPORTED.keys()
    assert NOT_IMPORTED.keys() <= declared(*EXTRAS).keys()


def licence(package):
    """Return the licence that a package claims to have, in the words that are its own."""
    about = package.metadata
    if "License-Expression" in about:
        return about["License-Expression"]
    classified = [
        line.rpartition(" :: ")[2]
        for line in about.get_all("Classifier", [])
        if line.startswith("License :: OSI")
    ]
    return " and ".join(classified) or about["License"].splitlines()[0]


def test_the_page_lists_what_a_student_installs_with_version_and_licence():
    """If it fails, the lines that the page should have are in the message."""
    student = ROOT / ".venv" / "student" / "lib"
    elsewhere = distributions(path=[str(path) for path in student.glob("*/site-packages")])
    installed = {canonicalize_name(p.name): p for p in [*elsewhere, *distributions()]}
    lines = {
        f"| {name} | {installed[name].version} | {licence(installed[name])} |"
        for name in declared("notebooks", "dask", "lab")
        if name in installed
    }
    page = (ROOT / "pages" / "licences.md").read_text(encoding="utf-8")
    names = re.findall(r"^\| ([a-z-]+) \| \d", page, re.M)
    assert names == sorted(declared("notebooks", "dask", "lab"))
    assert not lines - set(page.splitlines())


@pytest.mark.parametrize("version", ["3.11.0", "3.12.0", "3.13.0", "3.14.0"])
def test_every_package_is_pinned_to_one_version(version):
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    python = {"python_full_version": version, "python_version": version.removesuffix(".0")}
    held = [
        f"{pin.name}{pin.specifier}"
        for pin in (Requirement(line) for line in lines if not line.startswith("#"))
        if pin.marker is None or pin.marker.evaluate(python)
    ]
    pins = bounds(held)
    assert len(pins) == len(held)
    assert all(str(pin).startswith("==") for pin in pins.values())
    for name, bound in declared(*EXTRAS).items():
        assert bound.contains(str(pins[name]).removeprefix("==")), name


def test_no_machine_is_named():
    """No package registry and nobody's home folder: the course installs anywhere."""
    private = re.compile(
        r"/(home|root|Users|tmp)/\w|pypi\.|index-url|pythonhosted|find-links", re.I
    )
    assert not [
        f"{path}: {line.strip()}"
        for path in tracked()
        if path != Path(__file__).relative_to(ROOT)
        for line in (ROOT / path).read_text().splitlines()
        if private.search(line)
    ]


def test_nothing_generated_is_tracked():
    generated = {".ipynb", ".gif", ".pyc", ".png"}
    folders = {"_build", ".venv", "__pycache__"}
    assert not [p for p in tracked() if p.suffix in generated or folders & set(p.parts)]


@pytest.mark.parametrize("version", ["3.10.9", "3.15.0"])
def test_a_python_that_is_too_old_or_too_new_is_answered_with_what_to_do(tmp_path, version):
    python = tmp_path / "python"
    pretend = f"import sys; sys.version_info = {tuple(map(int, version.split('.')))}; "
    run = f"exec {sys.executable} -c '{pretend}exec(sys.argv.pop(1))'"
    python.write_text(f'#!/bin/sh\n[ $1 = -c ] || exec echo Python {version}\nshift; {run} "$@"\n')
    python.chmod(0o755)
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, tmp_path)
    command = ["make", f"PYTHON={python}", ".venv/installed"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode != 0
    said = done.stderr
    assert f"needs Python 3.11 to 3.14, and Python {version} is none of these." in said
    assert re.search("Debian, Ubuntu: sudo apt .* macOS: brew .* Windows: in WSL", said)
    assert not (tmp_path / ".venv").exists()

"""The lists of what must be installed agree with each other, and with what is imported."""

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
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
    conda = bounds(line for line in environment["dependencies"] if isinstance(line, str))
    assert conda.pop("python") == Requirement(f"python{PROJECT['requires-python']}").specifier
    assert conda.pop("pip") == ""  # installs helpers from this folder
    wanted = declared("notebooks", "dask", "lab")
    assert conda == {CONDA_NAMES.get(name, name): bound for name, bound in wanted.items()}


@pytest.mark.parametrize(
    "pattern, extras",
    [
        ("helpers/*.py", []),
        ("notebooks/*.md", ["notebooks", "dask"]),
        ("tests/**/*.py", ["notebooks", "dask", "book", "test"]),
        ("benchmarks/*.py", ["notebooks", "test"]),
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


@pytest.mark.parametrize("version", ["3.11.0", "3.12.0", "3.13.0"])
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
    found = [p for p in tracked() if p.suffix in generated or folders & set(p.parts)]
    assert {p.parent for p in found} == {Path("tests/expected")}  # what the cells should print

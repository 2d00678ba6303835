"""Who may import whom in `helpers`, and what its documentation must say."""

import ast
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import helpers

MODULES = {path.stem: path for path in Path(helpers.__file__).parent.glob("*.py")}

# Each floor may import from those before it; siblings on one floor not from each other.
FLOORS = [
    {"data"},
    {"lloyd"},
    {"seeding"},
    {"scores", "choosing_k", "hierarchy", "parts"},
    {"figures"},
    {"panels"},
    {"animation", "player", "pictures", "merges"},
    {"__init__"},
    {"export"},
    {"options"},
    {"__main__"},
]
FLOOR = {module: floor for floor, modules in enumerate(FLOORS) for module in modules}
COMPUTING = set().union(*FLOORS[:4]) & set(MODULES)

DRAWING = {"matplotlib", "seaborn", "PIL", "imageio"}
STRANGERS = {
    *{"IPython", "ipykernel", "ipywidgets", "jcache", "jupyter_book", "jupytext", "myst_nb"},
    *{"nbclient", "nbconvert", "nbformat", "notebook", "sphinx", "docutils"},
    *{"hypothesis", "nbval", "pytest", "tests"},
}

FUNCTIONS = [getattr(helpers, name) for name in helpers.__all__]
FUNCTIONS = [function for function in FUNCTIONS if inspect.isfunction(function)]


def imports(module):
    """Return the dotted names of all that a module imports, also inside its functions."""
    names = []
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names.append(node.module or "")
            assert not node.level, f"{module}.py: write `from helpers.… import`, with no dots"
    return names


@pytest.mark.parametrize("module", MODULES)
def test_each_module_imports_only_those_before_it(module):
    assert module in FLOOR, f"{module}.py has no place in the order of the modules yet"
    for name in imports(module):
        package, _, other = name.partition(".")
        other = other or "__init__"
        assert package != "helpers" or FLOOR[other] < FLOOR[module], (
            f"{module}.py imports helpers.{other}, which does not come before it"
        )


@pytest.mark.parametrize("module", sorted(COMPUTING))
def test_modules_that_compute_do_not_draw(module):
    drawing = {name.partition(".")[0] for name in imports(module)} & DRAWING
    drawing -= {"PIL"} if module == "data" else set()  # it reads pictures and draws none
    assert not drawing, f"{module}.py computes, so it has no need of {drawing}"


@pytest.mark.parametrize("module", MODULES)
def test_helpers_know_nothing_of_the_book_the_notebooks_and_the_tests(module):
    strangers = {name.partition(".")[0] for name in imports(module)} & STRANGERS
    assert not strangers, f"{module}.py must work without {strangers}"


def test_importing_helpers_loads_neither_seaborn_nor_pyplot():
    code = "import sys, helpers; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert "helpers.lloyd" in loaded.stdout.split()
    assert not {"seaborn", "matplotlib.pyplot"} & set(loaded.stdout.split())


def test_each_public_name_is_there():
    assert set(helpers.__all__) >= {
        *{"grid_means", "sample_blobs", "iris"},
        *{"UNASSIGNED", "Step", "squared_distances", "assign", "update", "inertia", "lloyd"},
        "random_means",
        *{"contingency", "mutual_information", "expected_mutual_information"},
        *{"adjusted_mutual_information", "adjusted_rand_index", "homogeneity_completeness_v"},
        *{"describe", "plot_step", "storyboard", "save_gif"},
    }
    assert all(hasattr(helpers, name) for name in helpers.__all__)
    assert len(set(helpers.__all__)) == len(helpers.__all__)


def sections(function):
    """Return the text of each section of a numpydoc docstring, by its title."""
    parts = re.split(r"^(\w+)\n-+\n", inspect.getdoc(function), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_documentation_names_every_parameter(function):
    described = re.findall(r"^(\w+(?:, \w+)*) : ", sections(function).get("Parameters", ""), re.M)
    named = [name for names in described for name in names.split(", ")]
    assert named == list(inspect.signature(function).parameters)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_documentation_says_what_comes_back_and_what_may_go_wrong(function):
    described, taken = sections(function), set(inspect.signature(function).parameters)
    assert "Returns" in described
    if taken - {"step", "previous", "ax"}:  # there is nothing to check about a step
        assert "ValueError" in described["Raises"]
    if taken and "matplotlib" not in described["Returns"]:
        assert ">>> " in described["Examples"]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_chance_is_asked_for_by_name_and_never_left_out(function):
    rng = inspect.signature(function).parameters.get("rng")
    assert rng is None or (rng.kind, rng.default) == (rng.KEYWORD_ONLY, rng.empty)

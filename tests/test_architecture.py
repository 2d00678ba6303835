"""Who may import whom in `helpers`, and what its documentation must say."""

import ast
import importlib
import inspect
import re
import statistics
import subprocess
import sys
import tokenize
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import helpers

PACKAGE = Path(helpers.__file__).parent
PATHS = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts): path
    for path in sorted(PACKAGE.rglob("*.py"))
}
PATHS = {name.removesuffix(".__init__"): path for name, path in PATHS.items()}

# Each floor may import from those before it; rooms on one floor not from each other.
FLOORS = [
    {"checks"},
    {"kmeans", "datasets", "files", "silhouettes", "agreement", "hierarchy"},
    {"seeding", "parts"},
    {"choosing_k"},
    {"drawing"},
    {"boards"},
    {"__init__"},
    {"command"},
    {"__main__"},
]
FLOOR = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
WORTH_READING = sorted(set().union(*FLOORS[:4]))
WINGS = ["boards", "command", "drawing"]

# What takes long to import, or is not for those who compute: at most inside a function.
LATE = {"PIL", "imageio", "matplotlib", "pandas", "seaborn"}
STRANGERS = {
    *{"IPython", "ipykernel", "ipywidgets", "jcache", "jupyter_book", "jupytext", "myst_nb"},
    *{"nbclient", "nbconvert", "nbformat", "notebook", "sphinx", "docutils"},
    *{"hypothesis", "nbval", "pytest", "tests"},
}

# What stands on a line without being code.
NO_CODE = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
NO_CODE |= {tokenize.ENDMARKER}

FUNCTIONS = [getattr(helpers, name) for name in helpers.__all__]
FUNCTIONS = [function for function in FUNCTIONS if inspect.isfunction(function)]


def parsed(module):
    return ast.parse(PATHS[module].read_text(encoding="utf-8"))


def imports(nodes):
    """Return the dotted names of all modules that some nodes import."""
    names = []
    for node in nodes:
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"write `from helpers.… import`, not {ast.unparse(node)}"
            modules = [f"{node.module}.{alias.name}" for alias in node.names]
            ours = [name for name in modules if name.removeprefix("helpers.") in PATHS]
            names += ours or [node.module]
    return names


def helpers_of(module):
    """Return which modules of the package a module imports, also inside its functions."""
    names = imports(ast.walk(parsed(module)))
    ours = [name for name in names if name.partition(".")[0] == "helpers"]
    return {name.partition(".")[2] or "__init__" for name in ours}


def room(module):
    """Return the wing that a module belongs to, or the module itself if it is in none."""
    return module.partition(".")[0]


@pytest.mark.parametrize("module", PATHS)
def test_each_module_imports_only_those_before_it(module):
    assert room(module) in FLOOR, f"{module} has no place in the order of the modules yet"
    for other in helpers_of(module):
        same_wing = room(other) == room(module) in WINGS
        assert same_wing or FLOOR[room(other)] < FLOOR[room(module)], (
            f"helpers.{module} imports helpers.{other}, which does not come before it"
        )


@pytest.mark.parametrize("wing", WINGS)
def test_the_modules_of_a_wing_do_not_import_each_other_in_a_circle(wing):
    within = {module: helpers_of(module) for module in PATHS if room(module) == wing}
    assert len(within) > 3
    TopologicalSorter(within).prepare()  # it raises CycleError


def test_ten_modules_are_worth_reading_and_all_else_is_in_a_wing():
    assert len(WORTH_READING) == 10
    apart = {"__init__", "__main__", *WORTH_READING, *WINGS}
    assert {room(module) for module in PATHS} == apart


@pytest.mark.parametrize("module", WORTH_READING)
def test_modules_that_compute_import_nothing_that_draws_and_no_pandas(module):
    late = {name.partition(".")[0] for name in imports(ast.walk(parsed(module)))} & LATE
    late -= {"pandas"} if module == "files" else set()  # inside a function
    assert not late, f"helpers.{module} computes, so it has no need of {late}"


def test_what_reads_a_file_is_imported_only_when_one_is_read():
    assert "pandas" in imports(ast.walk(parsed("files")))
    assert "pandas" not in imports(parsed("files").body)


@pytest.mark.parametrize("module", PATHS)
def test_helpers_know_nothing_of_the_book_the_notebooks_and_the_tests(module):
    names = imports(ast.walk(parsed(module)))
    strangers = {name.partition(".")[0] for name in names} & STRANGERS
    assert not strangers, f"helpers.{module} must work without {strangers}"


def test_importing_helpers_loads_neither_seaborn_nor_pyplot_nor_pandas():
    code = "import sys, helpers; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert "helpers.kmeans" in loaded
    assert not {"seaborn", "matplotlib.pyplot", "pandas", "helpers.command"} & set(loaded)


# Size


def code_lines(module):
    """Return the numbers of a module's lines that hold code: no docstring, comment or blank."""
    lines = set()
    with tokenize.open(PATHS[module]) as file:
        for token in tokenize.generate_tokens(file.readline):
            if token.type not in NO_CODE:
                lines |= set(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(parsed(module)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            lines -= set(range(node.lineno, node.end_lineno + 1))
    return lines


def function_sizes(module):
    """Return how many lines of code each function of a module has, by its name."""
    lines = code_lines(module)
    functions = [node for node in ast.walk(parsed(module)) if isinstance(node, ast.FunctionDef)]
    return {f.name: len(lines & set(range(f.lineno, f.end_lineno + 1))) for f in functions}


def test_the_ten_modules_are_read_in_one_sitting():
    sizes = {module: len(code_lines(module)) for module in WORTH_READING}
    assert sum(sizes.values()) <= 800 and max(sizes.values()) <= 130, sizes


@pytest.mark.parametrize("module", PATHS)
def test_no_file_and_no_function_is_too_long_to_be_seen_as_a_whole(module):
    assert len(code_lines(module)) <= 170
    too_long = {name: size for name, size in function_sizes(module).items() if size > 30}
    assert not too_long


def test_most_functions_have_a_few_lines():
    assert (
        statistics.median(size for module in PATHS for size in function_sizes(module).values()) <= 8
    )


# Public names


def test_each_public_name_is_there():
    assert set(helpers.__all__) >= {
        *{"grid_means", "sample_blobs", "iris", "read_points", "read_picture"},
        *{"UNASSIGNED", "Step", "squared_distances", "assign", "update", "inertia", "lloyd"},
        "random_means",
        *{"contingency", "mutual_information", "expected_mutual_information"},
        *{"adjusted_mutual_information", "adjusted_rand_index", "homogeneity_completeness_v"},
        *{"describe", "plot_step", "storyboard", "contact_sheet", "save_gif"},
        *{"BOLD", "PALE", "SHAPES"},
    }


@pytest.mark.parametrize("module", WORTH_READING)
def test_each_module_says_which_of_its_names_are_public(module):
    assert isinstance(importlib.import_module(f"helpers.{module}").__all__, list)


def test_the_package_hands_on_what_its_modules_call_public_and_nothing_else():
    public = [
        name
        for module in PATHS
        if room(module) not in ("__init__", "__main__", "command")
        for name in getattr(importlib.import_module(f"helpers.{module}"), "__all__", [])
    ]
    assert sorted(helpers.__all__) == sorted(public)
    assert len(set(public)) == len(public)


def test_a_module_and_its_function_can_be_told_apart():
    assert inspect.ismodule(helpers.kmeans) and inspect.isfunction(helpers.lloyd)


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

PYTHON ?= python3
EXTRAS = notebooks,dask,book,test
STUDENT = notebooks,dask,lab
MUTATION = notebooks,dask,test,mutation

# Nobody's settings reach a page.  Variables that would are taken away, and in place of the home folder
# each program looks into a folder of the course's own.
THEIRS = PYTHON% IPYTHON% JUPYTER% MPL% MATPLOTLIB% DASK_% TQDM_% SKLEARN_% JOBLIB_% NUMBA_% PANDAS_% \
  %_NUM_THREADS OMP_% GOMP_% KMP_% VECLIB_% OPENBLAS_VERBOSE LC_% LANG LANGUAGE COLUMNS LINES CDPATH \
  %NO_COLOR FORCE_COLOR CLICOLOR% PY_COLORS IMAGEIO_% IPYKERNEL_% SOURCE_DATE_EPOCH DOCUTILSCONFIG \
  SPHINX% READTHEDOCS% PYTEST_% RUFF_% GIT_DIR GIT_WORK_TREE PIP_USER PIP_TARGET PIP_PREFIX
unexport $(filter $(THEIRS),$(.VARIABLES))
OURS = $(CURDIR)/.venv/settings
export IPYTHONDIR = $(OURS)
export JUPYTER_CONFIG_DIR = $(OURS)
export JUPYTER_DATA_DIR = $(OURS)
export JUPYTER_RUNTIME_DIR = $(OURS)
export MPLCONFIGDIR = $(OURS)
export DASK_CONFIG = $(OURS)
export MPL_IGNORE_SYSTEM_FONTS = 1
# What asks no package index looks for settings nowhere else.
at_home = HOME="$$IPYTHONDIR"
# The helpers of this folder, in UTF-8 also in a locale that knows neither.
export PYTHONPATH = $(CURDIR)
export PYTHONUTF8 = 1
export LC_ALL = C
export TZ = UTC
# Several notebooks and tests run at once: threads of their own would only wait for each other.
export OMP_NUM_THREADS = 1

# uv is quick.  A mirror that only pip knows takes longer.
install = .venv/bin/uv pip install --python $(1) -c constraints.txt -b constraints.txt -e '.[$(2)]' \
  || $(1)/bin/python -m pip install -c constraints.txt -e '.[$(2)]'

# What other versions are tried with, and on: all that needs neither the site nor what builds it.
TRIED = notebooks,dask,test
UNIT = helpers $(filter-out $(patsubst %,tests/test_%.py,bad_days archive clean_notebook environment formulas homework instructors live_pages look_up may_be_false notebooks questions run_chapters serve site solutions take_home), \
  $(wildcard tests/test_*.py))
fresh = .venv/bin/uv venv --seed --quiet --clear --python $(2) $(1) || $(PYTHON) -m venv --clear $(1)
try = $(1)/bin/python -m pytest -n 2 --dist loadfile $(2) $(UNIT); code=$$?; \
  PYDEVD_DISABLE_FILE_VALIDATION=1 $(1)/bin/python tests/versions.py && exit $$code

help:  ## list the targets
	@sed -nE 's/^([a-z-]+):.*## */\1\t/p' Makefile | expand -t 14

run = $(at_home) .venv/bin/python pages/_ext/interruptible.py .venv/bin/python pages/_ext/run_chapters.py

# Built aside, so that the last good site stays until a new one is whole.
book: .venv/installed  ## run the notebooks and build the site into _build/html
	$(run)
	rm -rf _build/next _build/last
	$(at_home) .venv/bin/jupyter-book build . -W -n --keep-going --path-output _build/next
	mkdir -p _build/last && cd _build && for made in next/_build/* next/_build/.doctrees; do \
	  [ ! -e $${made##*/} ] || mv $${made##*/} last; mv $$made .; done
	rm -rf _build/next _build/last
	@echo "The site is whole, and in its place: _build/html/index.html"

serve: .venv/installed  ## show the site on this computer, and build each chapter again as it is saved
	$(run)
	$(at_home) .venv/bin/python pages/_ext/serve.py

live: book  ## put Python for pages beside the site, for a room without a network: make live FROM=folder
	$(if $(FROM),,$(error from which copy of Pyodide 0.27.7?  For example: make live FROM=../pyodide))
	.venv/bin/python pages/_ext/live_pages.py '$(FROM)' _build/html

pdf: .venv/installed  ## print the site, or one chapter (N=12), with SOLUTIONS=end, open or no; needs Chromium
	$(MAKE) book SOLUTIONS=
	N='$(N)' SOLUTIONS='$(SOLUTIONS)' .venv/bin/python pages/_ext/print_course.py

slides: book  ## write a talk from a chapter, one file that needs nothing else: make slides N=12
	$(if $(N),,$(error which chapter?  For example: make slides N=12))
	.venv/bin/python pages/_ext/slides.py $(N)

questions: book  ## write the questions for an LMS (QTI) and as tests to print, into _build/questions
	for quiz in _build/questions/*-quiz.txt; do (cd _build/questions && ../../.venv/bin/text2qti $$(basename $$quiz)) || exit; done

chapter: .venv/installed  ## run one chapter, and check its outputs and its prose: make chapter N=12
	$(if $(N),,$(error which chapter?  For example: make chapter N=12))
	$(at_home) .venv/bin/python -m pytest -n 2 --dist loadfile -k '$(N)- or left_over or twice' tests/expected/$(N)-*.yml tests/test_notebooks.py

unit: .venv/installed  ## run the tests that need neither the site nor a browser
	.venv/bin/python -m pytest -n 2 --dist loadfile $(UNIT)

test: book lint .venv/student/installed  ## build the site, then run every check
	.venv/bin/python -m pytest -rs -n 3 --dist loadfile --no-loadscope-reorder  # browsers, for which one waits, come first

slow: book .venv/student/installed  ## run the checks that take too long for every change
	.venv/bin/python -m pytest -rs -m slow tests/test_*.py tests/browser

coverage: .venv/installed  ## list the lines and branches of the helpers that no test runs; there should be none
	.venv/bin/python -m pytest -n 2 --dist loadfile --cov=helpers $(UNIT)

mutants: .venv/mutants/installed  ## plant faults in the helpers, and list those that no test catches
	rm -rf mutants  # results of older sources would stay
	.venv/mutants/bin/mutmut run
	.venv/mutants/bin/mutmut results

test-oldest: .venv/oldest/installed  ## with the oldest versions allowed: run tests and notebooks, print what would change
	$(call try,.venv/oldest,-W default)

test-newest: .venv/installed  ## with the newest versions there are: run tests and notebooks, print what would change
	$(call fresh,.venv/newest,3.14)
	.venv/bin/uv pip install --quiet --python .venv/newest --refresh -e '.[$(TRIED)]'
	$(call try,.venv/newest)

processors: book  ## run the chapters as other processors, thread counts and a browser would, and list what they would show
	$(at_home) .venv/bin/python tests/processors.py
	.venv/bin/python -m pytest -m "" tests/browser/test_live.py -k everywhere  # WebAssembly

twice: .venv/installed  ## build the book in two clones in different folders, and compare every file
	.venv/bin/python tests/twice.py

audit: .venv/installed  ## ask the network for known weaknesses of the versions in constraints.txt
	$(call fresh,.venv/audit,$(PYTHON))
	.venv/bin/uv pip install --quiet --python .venv/audit pip-audit
	sed -E '/^(#|$$)/d' constraints.txt > .venv/audit/pins.txt
	.venv/audit/bin/pip-audit --no-deps --disable-pip --requirement .venv/audit/pins.txt

lint: .venv/installed  ## check the style of the code
	.venv/bin/ruff check . && .venv/bin/ruff format --check .

animations: .venv/installed  ## draw every animation of the course again, into _build/animations
	.venv/bin/python -m helpers regenerate --force

expected: .venv/installed  ## write down again what all cells are expected to show, or those of one chapter: N=12, and name what may no longer be true
	$(at_home) PYTHONPATH="$$PYTHONPATH:pages/_ext" .venv/bin/python tests/notebooks.py $(N)

picture: .venv/installed  ## draw the picture at the top of the README again
	.venv/bin/python pages/_ext/picture.py

pins: .venv/installed  ## move constraints.txt to the newest versions that fit pyproject.toml
	printf 'setuptools\nuv\n' | .venv/bin/uv pip compile --upgrade --universal --python-version 3.11 \
	  --all-extras --fork-strategy fewest --no-annotate --custom-compile-command 'make pins' -o constraints.txt pyproject.toml - >/dev/null
	@git diff --unified=0 constraints.txt | sed -nE 's/^([-+])([a-z].*)/\1 \2/p'
	@echo "Now make test: it says what these versions change for readers.  git restore constraints.txt takes them back."

clean:  ## remove what the builds and the checks made
	rm -rf _build .pytest_cache .ruff_cache .hypothesis mutants

.venv/installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14) and " ".join(sys.argv[1:]))' \
	  "This needs Python 3.11 to 3.14, and $$($(PYTHON) --version 2>&1) is none of these." \
	  "Debian, Ubuntu: sudo apt install python3.13-venv (or another of the four that yours has), then make PYTHON=python3.13." \
	  "macOS: brew install python@3.13, then make PYTHON=python3.13.  Windows: in WSL (wsl --install), as on Ubuntu."
	$(PYTHON) -m venv --clear .venv
	.venv/bin/python -m pip install --quiet --constraint constraints.txt uv
	$(call install,.venv,$(EXTRAS))
	touch $@

# What a student has who follows environment.yml: no tool of ours, and the helpers only beside a notebook.
.venv/student/installed: .venv/installed
	$(call fresh,.venv/student,$(PYTHON))
	$(call install,.venv/student,$(STUDENT))
	.venv/bin/uv pip uninstall --quiet --python .venv/student kmeans-course
	touch $@

# Apart, since the site is neither built nor tested with it.
.venv/mutants/installed: .venv/installed
	$(PYTHON) -m venv --clear .venv/mutants
	$(call install,.venv/mutants,$(MUTATION))
	touch $@

# The oldest versions that pyproject.toml allows, with what they need in its newest version.
.venv/oldest/installed: .venv/installed pyproject.toml
	$(call fresh,.venv/oldest,3.11)
	.venv/bin/uv pip install --quiet --python .venv/oldest --resolution lowest-direct -e '.[$(TRIED)]'
	touch $@

.PHONY: help book serve live pdf slides questions chapter unit test test-oldest test-newest coverage processors twice audit slow mutants lint animations \
  expected picture pins clean

PYTHON ?= python3
EXTRAS = notebooks,dask,book,test
STUDENT = notebooks,dask,lab
MUTATION = notebooks,dask,test,mutation
CACHE = _build/.jupyter_cache

# The cache knows a notebook by its cells alone: when what they call has changed, start it afresh.
DROP_STALE_CACHE = sum=$$(cat helpers/*.* constraints.txt | cksum); \
  [ "$$sum" = "$$(cat $(CACHE)/made-with 2>/dev/null)" ] \
  || { rm -rf $(CACHE) && mkdir -p $(CACHE) && echo "$$sum" > $(CACHE)/made-with; }

# uv is quick.  A mirror that only pip knows takes longer.
install = .venv/bin/uv pip install --python $(1) --compile-bytecode -c constraints.txt -b constraints.txt -e '.[$(2)]' \
  || $(1)/bin/python -m pip install -c constraints.txt -e '.[$(2)]'

help:  ## list the targets
	@sed -nE 's/^([a-z]+):.*## */\1\t/p' Makefile | expand -t 12

book: .venv/installed  ## run the notebooks and build the site into _build/html
	$(DROP_STALE_CACHE)
	.venv/bin/jcache notebook -p $(CACHE) clear --force
	.venv/bin/jcache notebook -p $(CACHE) add -r myst_nb_md notebooks/*.md
	.venv/bin/jcache project -p $(CACHE) execute -e temp-parallel -t 300
	rm -rf _build/html _build/.doctrees  # a page that failed once is read again, and fails again
	.venv/bin/jupyter-book build . -W -n --keep-going

pdf: book  ## print the whole site into _build/course.pdf; needs Chromium
	.venv/bin/python pages/_ext/print_course.py

test: book lint .venv/student/installed  ## build the site, then run every check
	.venv/bin/python -m pytest -n 2 --dist loadfile

slow: .venv/installed  ## run the checks that take too long for every change
	.venv/bin/python -m pytest -m slow tests/test_*.py

mutants: .venv/mutants/installed  ## plant faults in the helpers, and list those that no test catches
	rm -rf mutants  # results of older sources would stay
	.venv/mutants/bin/mutmut run
	.venv/mutants/bin/mutmut results

lint: .venv/installed  ## check the style of the code
	.venv/bin/ruff check . && .venv/bin/ruff format --check .

animations: .venv/installed  ## draw every animation of the course again, into _build/animations
	.venv/bin/python -m helpers regenerate --force

expected: .venv/installed  ## write down again what the notebooks' cells are expected to print
	.venv/bin/python tests/notebooks.py

pins: .venv/installed  ## move constraints.txt to the newest versions that fit pyproject.toml
	printf 'setuptools\nuv\n' | .venv/bin/uv pip compile --upgrade --universal --python-version 3.11 \
	  --all-extras --fork-strategy fewest --no-annotate --custom-compile-command 'make pins' -o constraints.txt pyproject.toml -

clean:  ## remove what the builds and the checks made
	rm -rf _build .pytest_cache .ruff_cache .hypothesis mutants

.venv/installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13) and \
	  f"This needs Python 3.11, 3.12 or 3.13; $(PYTHON) is {sys.version.split()[0]}.  Try: make PYTHON=python3.12")'
	$(PYTHON) -m venv --clear .venv
	.venv/bin/python -m pip install --quiet --constraint constraints.txt uv
	$(call install,.venv,$(EXTRAS))
	touch $@

# What a student has who follows environment.yml: no tool of ours, and the helpers only beside a notebook.
.venv/student/installed: .venv/installed
	$(PYTHON) -m venv --clear .venv/student
	$(call install,.venv/student,$(STUDENT))
	.venv/bin/uv pip uninstall --quiet --python .venv/student kmeans-course
	touch $@

# Apart, since the site is neither built nor tested with it.
.venv/mutants/installed: .venv/installed
	$(PYTHON) -m venv --clear .venv/mutants
	$(call install,.venv/mutants,$(MUTATION))
	touch $@

.PHONY: help book pdf test slow mutants lint animations expected pins clean

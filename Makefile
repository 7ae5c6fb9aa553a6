# Bare `make` lists what there is.
PYTHON ?= python3
IN_VENV = .venv/bin/python
INSTALL = @$(PYTHON) -I rapport/install.py

.DEFAULT_GOAL := help
.PHONY: help run test check bench format lock clean

help:  ## List these targets.
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run:  ## Install what is missing and open the site; HOST, PORT, DEMO=0 and others as in docs/configuration.md.
	$(INSTALL) && exec $(IN_VENV) -m rapport

test:  ## Test everything, in the browser too, on SQLite and PostgreSQL (SKIP_POSTGRES=1: SQLite only).
	$(INSTALL) --dev && exec $(IN_VENV) tests/support/machine.py $(ARGS)

check:  ## Check style, types, scripts and the lessons, without running the tests.
	$(INSTALL) --dev
	$(IN_VENV) -m ruff check .
	$(IN_VENV) -m ruff format --check .
	$(IN_VENV) -m mypy
	.venv/bin/oxlint --deny-warnings static/js
	$(IN_VENV) -m pytest -q tests/test_style.py
	$(IN_VENV) -m flask content check

bench:  ## Measure the figures of docs and README and write benchmarks/results.md.
	$(INSTALL) --dev && exec $(IN_VENV) -m benchmarks.run $(ARGS)

format:  ## Bring the code into the agreed style.
	$(INSTALL) --dev
	$(IN_VENV) -m ruff check --fix .
	$(IN_VENV) -m ruff format .

lock:  ## Pin and hash requirements*.in anew into requirements*.txt.
	$(INSTALL) --dev
	for name in requirements requirements-dev; do $(IN_VENV) -m uv pip compile --quiet --upgrade --universal \
		--python-version 3.11.5 --generate-hashes --no-emit-index-url --no-annotate \
		--custom-compile-command "make lock" $$name.in --output-file $$name.txt; done

clean:  ## Throw away .venv, data and caches; the next `make run` begins anew.
	rm -rf .venv data .pytest_cache .hypothesis .mypy_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

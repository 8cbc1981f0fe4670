# Everything on a machine that has only Python 3.11 (or newer) and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATASET ?= data

# What a run downloads or reports of itself: nothing.
export DO_NOT_TRACK := 1
export PREFECT_SERVER_ANALYTICS_ENABLED := false

.PHONY: run install test lint types unit gate spark lock clean

run: $(VENV)/.installed  ## Clean seeds/archive into ./data and query the result
	$(BIN)/copydesk backfill seeds/archive --out $(DATASET)
	@echo
	$(BIN)/python benchmarks/look.py $(DATASET)

install: $(VENV)/.installed  ## Make .venv with Copydesk in it: .venv/bin/copydesk

$(VENV)/.installed: pyproject.toml requirements.lock
	$(PYTHON) -c 'import sys; sys.exit("Copydesk needs Python 3.11 or newer, found " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

test: $(VENV)/.tests-installed  ## Lint, types, tests, seeds acceptance, quality gate, and the README's run
	$(MAKE) lint types unit gate
	$(MAKE) run DATASET=$$(mktemp -d)/data

$(VENV)/.tests-installed: $(VENV)/.installed requirements-dev.lock
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements-dev.lock
	touch $@

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types:
	$(BIN)/mypy

unit:
	$(BIN)/python -m pytest

gate:  ## Quality on a fixed sample against benchmarks/floors.toml
	$(BIN)/python benchmarks/gate.py

spark: $(VENV)/.tests-installed  ## The Spark engine against the embedded one, on a local master; needs Java 17
	$(BIN)/python -m pip install --quiet --editable '.[spark]'
	$(BIN)/python -m pytest tests/pipeline/test_spark.py tests/flows/test_spark_backfill.py

COMPILE := uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet

lock:  ## Write the lock files anew from pyproject.toml: names, versions and hashes, no addresses
	$(PYTHON) -m venv $(VENV)/lock && $(VENV)/lock/bin/python -m pip install --quiet uv
	$(VENV)/lock/bin/$(COMPILE) --group build pyproject.toml --output-file requirements.lock
	$(VENV)/lock/bin/$(COMPILE) --group build --group dev pyproject.toml --constraint requirements.lock --output-file requirements-dev.lock

clean:
	rm -rf $(VENV) data dist .mypy_cache .ruff_cache .pytest_cache

# One place for every command of the project; `make` alone lists them.
# Needs Python 3.11 or newer and make. Everything is installed into .venv, from requirements.lock, by hash.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
DB ?= communique.db
EVAL ?= ../shared/eval

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help setup run test lint format lock eval readme build clean

help: ## list the targets
	@awk -F':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(STAMP) ## install everything into .venv (the other targets do this by themselves)

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "communique needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ..." >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	-@$(BIN)/python -m server.editor
	@touch $@

run: $(STAMP) ## build the graph from seeds/ and serve it (HOST, PORT, DB)
	$(BIN)/communique build seeds --db $(DB)
	$(BIN)/communique serve --db $(DB) --host $(HOST) --port $(PORT)

test: lint ## lint, types and all tests
	$(BIN)/python -m pytest -q -n auto --dist loadfile

lint: $(STAMP) ## ruff (rules and format) and strict mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(STAMP) ## mend what ruff can mend, and format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(STAMP) ## resolve requirements.lock again from pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'uv>=0.9'
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--upgrade --no-annotate --no-header --quiet --output-file requirements.lock

eval: $(STAMP) ## read the annotated articles in EVAL, print the scores, hold them to their floors
	COMMUNIQUE_EVAL=$(EVAL) $(BIN)/python -m tests.evaluation

readme: $(STAMP) ## run the examples of README.md and docs/asking.md and write what they print
	COMMUNIQUE_EVAL=$(EVAL) $(BIN)/python -m tests.readme --write

build: $(STAMP) ## make the wheel in dist/
	@rm -rf build dist
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir dist .

clean: ## take away what the targets made, except .venv
	rm -rf build dist .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis *.egg-info

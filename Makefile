# Commands everyone uses; CONTRIBUTING.md explains each. `make setup` needs Python 3.11 or newer and nothing else.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: setup demo test check bench clean

setup: .venv/.stamp

.venv/.stamp: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $@

demo: setup
	$(BIN)/crosswalk demo

test: setup
	$(BIN)/pytest -n auto

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest -q tests/test_layers.py tests/test_docs.py tests/data_law/test_cell_evidence.py
	$(BIN)/crosswalk check-data
	$(BIN)/python -m extract.gate

bench: setup
	$(BIN)/python -m bench

clean:
	rm -rf .venv build dist data/local

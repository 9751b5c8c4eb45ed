# Everything runs in .venv, which the first call makes. PYTHON names the interpreter it is made with.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help benchmark test build check format notebooks speed clean

help: ## List the targets
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 20

$(READY): pyproject.toml requirements.lock
	@command -v "$(PYTHON)" >/dev/null || { echo "make: $(PYTHON) is not installed; name another 3.11 to 3.13 with make PYTHON=..." >&2; exit 1; }
	"$(PYTHON)" -m venv "$(VENV)"
	"$(BIN)/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	"$(BIN)/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch "$(READY)"

benchmark: $(READY) ## Load the dataset, train the baselines, score them, print the table
	@"$(BIN)/python" -m baselines

test: $(READY) ## Check the sources, lint, type-check, test
	"$(BIN)/ruff" check .
	"$(BIN)/ruff" format --check .
	"$(BIN)/mypy"
	"$(BIN)/communique" validate dataset
	"$(BIN)/communique" build --check
	"$(BIN)/python" -m baselines.report --check
	"$(BIN)/python" -m pytest

build: $(READY) ## Build dataset/data and every other generated file from the articles
	"$(BIN)/communique" build

check: $(READY) ## Validate the articles and registers
	"$(BIN)/communique" validate dataset

format: $(READY) ## Put articles and code into canonical form
	"$(BIN)/communique" format dataset/articles dataset/passes
	"$(BIN)/ruff" format .

notebooks: $(READY) ## Execute the notebooks and keep their outputs
	"$(BIN)/python" notebooks/run.py

speed: $(READY) ## Measure scoring against its peers on a million mentions; takes a quarter of an hour
	@"$(BIN)/python" -m benchmarks

clean: ## Remove what the targets made, but no generated file that is committed
	rm -rf "$(VENV)" .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis dist

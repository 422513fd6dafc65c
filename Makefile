# Conflict minerals pipeline. `make run` and `make test` need GNU make and Python 3.11 or newer, nothing else.
DATA ?= data
YEAR ?= 2025
PORT ?= 8080
PYTHON ?= python3
BIN := .venv/bin
UV := $(BIN)/python -m uv
AS_OF ?=
FILING_DATE ?=
FUZZ_ROUNDS ?= 20000
FUZZ_SEED ?= 1
DATES = $(if $(AS_OF),--as-of $(AS_OF)) $(if $(FILING_DATE),--filing-date $(FILING_DATE))
# The sample's own days, so that its documents are the same bytes whenever it is run.
SAMPLE_DATES = --as-of 2026-05-15 --filing-date 2026-05-29 --received-at 2026-05-04T09:00:00+00:00

.PHONY: run test fuzz up check format test-services test-browser test-readers bench lock clean

# Take in the drop folder (first the sample's) and write the draft filing, by real Airflow
run: .venv/ready
	@if [ "$(DATA)" = data ] && [ ! -e data/drop ]; then $(BIN)/python -m include.sample data; fi
	@$(BIN)/python -m include.cli run --data "$(DATA)" --year $(YEAR) \
		$$(if grep -qs '^sample: true' "$(DATA)/company.yaml"; then echo $(SAMPLE_DATES); else echo $(DATES); fi)

# The test suite that needs no server and no browser
test: .venv/ready-dev
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadgroup -m "not server and not browser"

# Many damaged files through the reader, in a process of limited memory; FUZZ_ROUNDS and FUZZ_SEED say how many and which
fuzz: .venv/ready-dev
	@FUZZ_ROUNDS=$(FUZZ_ROUNDS) FUZZ_SEED=$(FUZZ_SEED) $(BIN)/python -m tests.fuzz.run

# Airflow's web UI on 127.0.0.1 with the DAGs; the passwords stand in data/.airflow
up: .venv/ready
	@if [ "$(DATA)" = data ] && [ ! -e data/drop ]; then $(BIN)/python -m include.sample data; fi
	@$(BIN)/python -m include.cli up --data "$(DATA)" --year $(YEAR) --port $(PORT)

# What CI checks before it tests: lint, format, types, generated documents, compose syntax
check: .venv/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m include.document --check
	$(BIN)/check-jsonschema -q --builtin-schema vendor.compose-spec docker-compose.yaml

# Mend what can be mended by machine, and write the generated documents
format: .venv/ready-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/python -m include.document

# Airflow's own servers under LocalExecutor on 127.0.0.1: asset trigger, approval, kill -9
test-services: .venv/ready-dev
	$(BIN)/python -m pytest -m server

# The rendered documents in real Chromium (Debian package chromium)
test-browser: .venv/ready-dev
	$(BIN)/python -m pytest -m browser

# A filing package opened by software that is not ours: Arelle, secsgml, pandas, LibreOffice (where it is installed)
test-readers: .venv/ready-dev .venv/readers/ready
	$(BIN)/python -m pytest tests/readers

# Print how fast files are read and taken in, and write build/bench.json; narrow it with TABLES=reading FILES=100,300
bench: .venv/ready-dev
	@$(BIN)/python -m include.bench $(if $(TABLES),--tables "$(TABLES)") $(if $(FILES),--files "$(FILES)")

# Renew the locks from requirements.in and requirements-dev.in
lock: .venv/uv
	$(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --upgrade -o requirements.txt requirements.in
	$(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --upgrade -o requirements-dev.txt requirements-dev.in
	$(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --upgrade -o tests/readers/requirements.txt tests/readers/requirements.in

clean:
	rm -rf .venv data build

.venv/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 ...")'
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -q --disable-pip-version-check uv==0.13.9
	@touch $@

.venv/ready: .venv/uv requirements.txt pyproject.toml
	@echo "Installing the locked requirements into .venv (about 1 GB, once)" >&2
	@$(UV) pip install -q --compile-bytecode --require-hashes -r requirements.txt
	@$(UV) pip install -q --no-deps --no-build-isolation -e .
	@touch $@

.venv/ready-dev: .venv/ready requirements-dev.txt
	@$(UV) pip install -q --compile-bytecode --require-hashes -r requirements-dev.txt
	@touch $@

.venv/readers/ready: .venv/uv tests/readers/requirements.txt
	@$(UV) venv -q --clear --python $(BIN)/python .venv/readers
	@$(UV) pip install -q --python .venv/readers/bin/python --require-hashes -r tests/readers/requirements.txt
	@touch $@

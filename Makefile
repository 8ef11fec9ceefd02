# What can be done here. `make` or `make help` lists it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
APT_GET ?= apt-get
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help run test proof proof-controls lint format types contracts migrate doctor reset lock check-lock clean
.PHONY: browser dev messages bench bench-console check-migrations backup restore
.DELETE_ON_ERROR:

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/runtime.stamp ## start everything: database, worker, console and API
	@exec $(BIN)/python app.py

test: $(VENV)/dev.stamp browser ## run the tests (PYTEST_ARGS="tests/unit -k money" for some)
	@exec $(BIN)/python -m pytest -n auto $(PYTEST_ARGS)

lint: $(VENV)/dev.stamp ## look for mistakes and for untidy code
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

format: $(VENV)/dev.stamp ## tidy the code
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

types: $(VENV)/dev.stamp ## check the types
	@$(BIN)/mypy shop_admin app.py

proof: $(VENV)/dev.stamp ## kill processes and database under load, cut off every walk, ask the API thousands of things
	@exec $(BIN)/python -m pytest -q -n 0 tests/proof/every_fail_point.py tests/proof/the_fire.py \
	  tests/proof/the_long_battery.py tests/proof/every_order_of_messages.py

proof-controls: $(VENV)/dev.stamp ## plant six bugs, one at a time: the proof must find each of them
	@exec $(BIN)/python -m pytest -q -n 0 tests/proof/the_controls.py

contracts: $(VENV)/dev.stamp ## check which layer imports which
	@$(BIN)/lint-imports

bench: $(VENV)/dev.stamp ## measure speed against a floor of the same run (BENCH="checkout --seconds 20" for some)
	@exec $(BIN)/python -m benchmarks $(BENCH)

bench-console: $(VENV)/dev.stamp ## time the console's pages at 1,000,000 orders, beside stock Flask-Admin (ORDERS=20000 for fewer)
	@exec $(BIN)/python -m benchmarks console --orders $(or $(ORDERS),1000000)

check-migrations: $(VENV)/dev.stamp ## run all migrations up, down and up, and compare with the models
	@exec $(BIN)/python -m pytest -q -n 0 tests/migrations

messages: $(VENV)/dev.stamp ## gather the console's texts into the catalogues of shop_admin/translations, and compile them
	@template=$$(mktemp) && trap 'rm -f "$$template"' EXIT && cd shop_admin && \
	../$(BIN)/pybabel -q extract -F ../pyproject.toml --add-location=file --sort-by-file --no-wrap -o "$$template" . ../templates/admin && \
	../$(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap -i "$$template" -d translations && \
	../$(BIN)/pybabel -q compile -d translations

dev: $(VENV)/dev.stamp ## install what tests and tools need

migrate: $(VENV)/runtime.stamp ## bring the database to the newest schema
	@$(BIN)/python -m shop_admin.launcher.upgrade

doctor: $(VENV)/runtime.stamp ## examine settings, database, disk and clock
	@$(BIN)/python -m shop_admin.launcher.doctor

backup: $(VENV)/runtime.stamp ## back up database and files (TO=folder, else in the data folder)
	@exec $(BIN)/python -m shop_admin.launcher.backup backup $(if $(TO),--to "$(TO)") $(ARGS)

restore: $(VENV)/runtime.stamp ## restore a backup (FROM=folder; ARGS=--replace loses what is there)
	@exec $(BIN)/python -m shop_admin.launcher.backup restore "$(FROM)" $(ARGS)

reset: $(VENV)/runtime.stamp ## remove all data, after asking (YES=1: without)
	@exec $(BIN)/python -m shop_admin.launcher.reset $(if $(YES),--yes)

lock: $(VENV)/dev.stamp ## compile requirements.txt and requirements-dev.txt from pyproject.toml
	@$(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --python-version 3.11 --quiet -o requirements.txt
	@$(BIN)/uv pip compile pyproject.toml --group dev --universal --generate-hashes --python-version 3.11 --quiet -o requirements-dev.txt

check-lock: $(VENV)/dev.stamp ## check that both compiled files say what pyproject.toml says
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
	cp pyproject.toml requirements.txt requirements-dev.txt "$$folder" && uv="$$PWD/$(BIN)/uv" && cd "$$folder" && \
	"$$uv" pip compile pyproject.toml --universal --generate-hashes --python-version 3.11 --quiet -o requirements.txt && \
	"$$uv" pip compile pyproject.toml --group dev --universal --generate-hashes --python-version 3.11 --quiet -o requirements-dev.txt && \
	cd "$(CURDIR)" && for file in requirements.txt requirements-dev.txt; do \
	  cmp -s "$$file" "$$folder/$$file" || { echo "$$file is not current: run \`make lock\`."; exit 1; }; done

clean: ## remove the virtual environment and caches; data stays
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
	@find . -name __pycache__ -type d -prune -not -path './var/*' -exec rm -rf {} +

# The environment is made once; a stamp is as new as the requirements that were installed.
$(VENV)/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON): install Python 3.11 or newer, or say make PYTHON=…"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "shop_admin needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V 2>&1). Say make PYTHON=python3.12, for one."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	  { echo "Python's venv module is missing; on Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@echo "Making the virtual environment …"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "The virtual environment could not be made; on Debian and Ubuntu: apt-get install python3-venv"; exit 1; }

$(VENV)/runtime.stamp: requirements.txt | $(VENV)/bin/python
	@echo "Installing what shop_admin needs …"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt | $(VENV)/bin/python
	@echo "Installing what tests and tools need …"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/runtime.stamp

# Browser tests use Debian's Chromium; where it cannot be had, they are skipped with a sentence.
browser:
	@if [ ! -x /usr/bin/chromium ] && command -v $(APT_GET) >/dev/null; then \
	  if [ "$$(id -u)" = 0 ]; then as_root=; elif sudo -n true 2>/dev/null; then as_root="sudo -n"; else exit 0; fi; \
	  echo "Installing Chromium for the browser tests …"; \
	  { $$as_root $(APT_GET) update -qq && DEBIAN_FRONTEND=noninteractive $$as_root $(APT_GET) install -y -qq chromium; } >/dev/null 2>&1 || \
	  echo "Chromium could not be installed."; fi

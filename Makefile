# Everything a newcomer types. `make demo` and `make test` install what is missing first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
RASA_VENV := .venv-rasa
RASA_INSTALLED := $(RASA_VENV)/.installed
RASA_MODEL := var/rasa/models/ansinh-nlu.tar.gz
TELEGRAM_VENV := .venv-telegram
TELEGRAM_INSTALLED := $(TELEGRAM_VENV)/.installed
# What `make test` leaves out.
QUICK := not browser and not rasa and not telegram
# One more than there are processors: many a test waits for a database or a process it started.
export PYTEST_XDIST_AUTO_NUM_WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)

.PHONY: help install demo test coverage browser pictures check format rasa rasa-test telegram-test \
	locks clean

help:  ## Show this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

install: $(INSTALLED)  ## Install the bot and its tools into .venv

$(INSTALLED): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("An Sinh needs Python 3.11 or newer; name one with: make PYTHON=python3.12 …") if sys.version_info < (3, 11) else None'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q bot nlu policies
	@touch $@

$(BIN)/uv:
	$(MAKE) install

demo: $(INSTALLED)  ## Start the bot, the web chat and the console with demo data
	@exec $(BIN)/ansinh demo

test: $(INSTALLED)  ## Run every test but the slower suites (browser, Rasa, Telegram)
	$(BIN)/python -m pytest -n auto -m "$(QUICK)"

browser: $(INSTALLED)  ## Drive the whole line in Chromium
	$(BIN)/python -m pytest -m browser

pictures: $(INSTALLED)  ## Take the README's pictures anew, from the browser test of the whole line
	$(BIN)/python -m pytest -m browser tests/browser/test_whole_line.py
	@mkdir -p docs/pictures
	cp var/screenshots/whole-line-figure-with-scripts.png docs/pictures/chat-phone.png
	cp var/screenshots/whole-line-leads-with-scripts.png docs/pictures/console-leads.png
	cp var/screenshots/whole-line-lead-with-scripts.png docs/pictures/console-lead.png

coverage: $(INSTALLED)  ## Hold the rooms that decide to 90 % of their branches
	$(BIN)/python -m pytest -n auto -m "$(QUICK)" --cov --cov-report= --quiet \
		$(addprefix tests/,policies nlu conversation commands content delivery leads store understanding)
	@for room in policies nlu bot/conversation bot/delivery bot/leads; do \
		printf '%-18s' $$room; \
		$(BIN)/coverage report --include="$$room/*" --fail-under=90 --format=total || exit 1; \
	done

check: $(INSTALLED)  ## Lint, types, imports between rooms
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(INSTALLED)  ## Put the code into its standard form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(RASA_INSTALLED): requirements/rasa.txt | $(INSTALLED)
	scripts/install-apart $(RASA_VENV) $< Rasa 3.10
	@touch $@

rasa: $(RASA_INSTALLED)  ## Build Rasa's own environment (Python 3.10), validate and train nlu/
	scripts/rasa-train

$(RASA_MODEL): $(RASA_INSTALLED) scripts/rasa-train $(shell find nlu content -name '*.py' -o -name '*.yml' -o -name '*.npz')
	scripts/rasa-train

rasa-test: $(INSTALLED) $(RASA_MODEL)  ## Hold Rasa to the same meaning; nlu and policies on 3.10
	$(BIN)/python -m pytest -m rasa
	scripts/python310-tests

$(TELEGRAM_INSTALLED): requirements/telegram.txt | $(INSTALLED)
	scripts/install-apart $(TELEGRAM_VENV) $< "The Telegram suite" 3.12 3.13
	@touch $@

telegram-test: $(TELEGRAM_INSTALLED)  ## Talk with the bot through Telegrams that others wrote
	$(TELEGRAM_VENV)/bin/python -m pytest -m telegram tests/emulators

COMPILE := $(BIN)/uv pip compile --generate-hashes --no-emit-index-url --no-header --quiet
ANYWHERE := --universal --python-version 3.11

locks: $(BIN)/uv  ## Compile the hashed requirement files anew
	$(COMPILE) $(ANYWHERE) pyproject.toml -o requirements/bot.txt
	$(COMPILE) $(ANYWHERE) pyproject.toml --group dev -o requirements/dev.txt
	$(COMPILE) $(ANYWHERE) requirements/build.in -o requirements/build.txt
	$(COMPILE) --python-version 3.10 --python-platform x86_64-unknown-linux-gnu requirements/rasa.in -o requirements/rasa.txt
	$(COMPILE) --universal --python-version 3.12 pyproject.toml requirements/telegram.in -o requirements/telegram.txt

clean:  ## Remove environments, caches and the demo's data
	rm -rf $(VENV) $(RASA_VENV) $(TELEGRAM_VENV) var .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage* .import_linter_cache

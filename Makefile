# make run: from nothing to a served demo.   make test: every test.
# Both install what is missing, saying what they do; a second time they start at once.

SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ADDRESS ?= localhost:8000
TESTS ?=
# Tests run side by side, the tests of a file in one process: they share what the file prepares. In the order of the
# folders, the longest first: else they come last, one by one.
PROCESSES ?= auto

.PHONY: run demo serve test lint benchmark pictures words lock clean

run: demo serve

demo: $(VENV)/ready-to-run
	@$(BIN)/python manage.py demo

serve: $(VENV)/ready-to-run
	@echo "Serving http://$(ADDRESS)/ (stop with Ctrl+C)"
	@$(BIN)/python manage.py runserver --noreload $(ADDRESS)

test: lint
	$(BIN)/pytest -n $(PROCESSES) --dist loadfile --no-loadscope-reorder $(TESTS)

lint: $(VENV)/ready-to-test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

# The README's table, and what else is measured; takes half an hour on a quiet machine.
benchmark: $(VENV)/ready-to-test
	FULL_BENCHMARK=1 $(BIN)/pytest -s tests/benchmarks $(TESTS)

pictures: $(VENV)/ready-to-test
	$(BIN)/python docs/make_contact_sheet.py
	$(BIN)/python docs/make_pictures.py

# The handout's own words in a language: make words LANGUAGE=pl
words: $(VENV)/ready-to-test
	$(BIN)/python docs/make_catalogue.py $(LANGUAGE)

# Everything that requirements.txt brings along, and with it requirements-scale.txt, with hashes, for Linux and macOS on
# any processor. Again after each change of either; a change of what is only brought along: make lock UPGRADE=--upgrade
UPGRADE ?=
lock: $(VENV)/ready-to-test
	$(BIN)/uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $(UPGRADE) \
		requirements.txt --output-file requirements.lock
	$(BIN)/uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $(UPGRADE) \
		requirements-scale.txt --constraint requirements.lock --output-file requirements-scale.lock

$(VENV)/ready-to-run: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or later is needed; set PYTHON=python3.12, say."; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || $(call install,python3-venv,python)
	@$(PYTHON) -c 'from ctypes import CDLL; [CDLL(name) for name in "$(PANGO)".split()]' 2>/dev/null || \
		$(call install,libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0,pango)
	@echo "Making the virtual environment $(VENV) and installing the packages of requirements.txt"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/ready-to-test: requirements-dev.txt requirements-scale.txt $(VENV)/ready-to-run
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || $(call install,chromium,chromium)
	@command -v redis-server >/dev/null || $(call install,redis-server,redis)
	@command -v pdftotext >/dev/null || $(call install,poppler-utils,poppler)
	@$(PYTHON) -c 'from ctypes import CDLL; CDLL("libatomic.so.1")' 2>/dev/null || test "$$(uname)" = Darwin || \
		$(call install,libatomic1,)
	@echo "Installing the packages of requirements-dev.txt"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

# The libraries WeasyPrint opens, by the names the system gives them.
PANGO := $(if $(filter Darwin,$(shell uname)),libpango-1.0.dylib libpangoft2-1.0.dylib,\
	libpango-1.0.so.0 libpangoft2-1.0.so.0 libharfbuzz-subset.so.0)
AS_ROOT := $(if $(filter 0,$(shell id -u)),,sudo)

# $(call install,<Debian packages>,<Homebrew packages>)
define install
{ if command -v apt-get >/dev/null; then \
		echo "Installing from Debian: $(1)"; \
		$(AS_ROOT) apt-get update -qq && \
		DEBIAN_FRONTEND=noninteractive $(AS_ROOT) apt-get install -y -qq --no-install-recommends $(1) >/dev/null; \
	elif command -v brew >/dev/null; then \
		echo "Installing with Homebrew: $(2)"; brew install --quiet $(2); \
	else \
		echo "Please install this by hand and run make again: $(1)"; exit 1; \
	fi; }
endef

clean:
	rm -rf $(VENV) demo db.sqlite3* .secret-key staticfiles

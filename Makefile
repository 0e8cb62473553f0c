# Two commands matter: `make run` and `make test`. Nothing here is needed by the installed product.
suits = $(shell $(1) -c 'import sys; sys.version_info < (3, 11) or print("$(1)")' 2>/dev/null)
PYTHON ?= $(or $(call suits,python3),$(call suits,python3.14),$(call suits,python3.13),\
	$(call suits,python3.12),$(call suits,python3.11),python3)
# Twice two cores: many tests wait for a server, a browser or a clock.
WORKERS ?= 4
BIN := .venv/bin
LOCK := uv pip compile --python-version 3.11 --quiet --universal --generate-hashes --no-header

.PHONY: run test soak check bench lock clean

run: ## the demo province on http://localhost:8000 (PORT=9000 make run)
	@$(PYTHON) tools/setup.py
	@exec $(BIN)/python -m storefront serve --demo

test: ## everything installed that is missing, then the whole suite (ARGS="tests/domain -k stock")
	@$(PYTHON) tools/setup.py --dev --services
	@exec $(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

LONG := tests/faults tests/journeys/gateways tests/domain/settlement/test_any_order.py

soak: ## the long proofs at their full size: 1,000 callbacks, 20 kills, every cell of the table of gateways
	@$(PYTHON) tools/setup.py --dev --services
	@SOAK=1 exec $(BIN)/python -m pytest -n $(WORKERS) $(LONG) $(ARGS)

check: ## format, lint, types, arrows, templates, translations
	@$(PYTHON) tools/setup.py --dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint storefront/templates storefront/themes --lint --quiet
	$(BIN)/python tools/templates.py
	$(BIN)/python tools/i18n.py check
	$(BIN)/python -m storefront theme check storefront/themes/que

bench: ## the table of bench/results/latest.json, against the real server
	@$(PYTHON) tools/setup.py --dev
	@exec $(BIN)/python -m bench

lock: ## requirements*.in -> requirements*.txt, with hashes (needs uv)
	$(LOCK) requirements.in requirements-scale.in -o requirements.txt
	$(LOCK) requirements-dev.in -o requirements-dev.txt

clean: ## everything that can be made again; instance/ stays
	rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

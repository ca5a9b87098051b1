# The office's commands; `make help` lists them.
PYTHON := .venv/bin/python
OFFICE := $(PYTHON) manage.py office
.DEFAULT_GOAL := help
.PHONY: help run test check bench faults screenshots demo-reset lock setup

help: ## list these commands
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /|/' | awk -F'|' '{printf "make %-12s %s\n", $$1, $$2}'

setup:
	@tools/bootstrap

run: ## run the office with its demo
	@OFFICE_STARTED=$$(date +%s.%N) sh -c 'tools/bootstrap && exec $(OFFICE)'

test: setup ## run every test beside services of its own
	@tools/browser
	$(OFFICE) --for tools/suite -n 2

check: setup ## format, lint, types, layers, migrations, deployment, advisories
	@tools/check

faults: setup ## kill, stop and starve every part; nothing may be lost
	$(OFFICE) --for $(PYTHON) -m pytest -m "slow or faults"

bench: setup ## measure against limits taken in the same run
	$(OFFICE) --durable --for $(PYTHON) -W ignore -m benchmarks

screenshots: setup ## photograph the pages for docs/
	@tools/browser
	OFFICE_SCREENSHOTS=docs/screenshots $(OFFICE) --for $(PYTHON) -m pytest -m browser -k screenshots

demo-reset: ## forget the demo's data; `make run` loads it anew
	rm -rf .office

lock: setup ## resolve the locks anew, a week behind the newest
	.venv/bin/uv pip compile -q --universal --generate-hashes --upgrade --exclude-newer "7 days" pyproject.toml -o requirements.lock
	.venv/bin/uv pip compile -q --universal --generate-hashes --upgrade --exclude-newer "7 days" pyproject.toml --group dev -o requirements-dev.lock

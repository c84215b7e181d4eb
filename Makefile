# What you can do here. Everything is done by the Python package in tools/.

PYTHON ?= python3
RUN = $(PYTHON) -m tools

.DEFAULT_GOAL := help
.PHONY: help demo test lint pot shell bench stop clean distclean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 18
	@echo
	@echo "  KAM_PORT=8070       another port for make demo"
	@echo "  ODOO_SOURCE=/path   an Odoo 19.0 of yours"
	@echo "  PGHOST=... PGPORT=... PGUSER=... PGPASSWORD=...  a PostgreSQL of yours"
	@echo "  KAM_CACHE=/path     where Odoo and the Python packages are kept"

demo: ## bring up Odoo with the addon and demo data, start it, tell where
	@$(RUN) demo

test: ## lint, the addon's tests, the system tests; ends with the total
	@$(RUN) test

lint: ## check the sources; make lint FIX=1 repairs what can be
	@$(RUN) lint $(if $(FIX),--fix)

pot: ## rewrite the translation template kam_odoo/i18n/kam_odoo.pot
	@$(RUN) pot

shell: ## Odoo's shell on the demo database
	@$(RUN) shell

bench: ## the benchmark: make bench ARGS="--lines 1000000"
	@$(RUN) bench $(ARGS)

stop: ## stop Odoo and PostgreSQL
	@$(RUN) stop

clean: ## stop, and remove this checkout's data
	@$(RUN) clean

distclean: ## clean, and remove the cache shared by checkouts
	@$(RUN) distclean


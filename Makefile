# Một Cửa. `make help` lists the doors.
PORT ?= 8080
PLANS ?= 0
SEED ?= $$(date +%s)
SITES ?= 10
DAYS ?= 5
DATA ?= var
export PORT DATA

.PHONY: help run run-city test test-cluster test-chaos canary simulate tidy golden bench screenshots format docs clean
help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/ —/'

run: ## install what is missing, build (release), make a demo city if there is none, serve it
	@scripts/run

run-city: ## a hub on PostgreSQL and three wards on this machine, with a switch for each line
	@scripts/run-city

test: ## install what the tests need, run every test
	@scripts/test

test-cluster: ## three PostgreSQL nodes under load while parts die (about five minutes; a part of `make test`)
	@scripts/needs etcd-server etcd-client patroni python3-etcd haproxy postgresql postgresql-client python3-venv && scripts/python \
		&& swift build --product motcua && .venv/bin/pytest -q -s Tests/cluster

test-chaos: ## real programs in networks of their own, spoilt lines and kill -9 for MINUTES (10), then the simulator's checkers
	@scripts/needs libsqlite3-dev libpq-dev libqrencode-dev liblemon-dev zlib1g-dev pkg-config iproute2 python3-venv && scripts/python \
		&& swift build --product motcua && swift build --product simulate \
		&& MOTCUA="$$(swift build --show-bin-path)/motcua" .venv/bin/pytest -q -s -rs Tests/chaos

canary: ## plant the faults of Tests/Canaries, one after the other: the simulator has to find each (release builds)
	@scripts/needs libsqlite3-dev libpq-dev libqrencode-dev liblemon-dev zlib1g-dev pkg-config git python3 && scripts/canary

simulate: ## play plans of a simulated city until told to stop (release build)
	@scripts/needs libsqlite3-dev libpq-dev libqrencode-dev liblemon-dev zlib1g-dev pkg-config && swift build -c release --product simulate
	@"$$(swift build -c release --show-bin-path)/simulate" $(if $(PLAN),--plan $(PLAN),--plans $(PLANS) --seed $(SEED) --sites $(SITES) --days $(DAYS))

tidy: ## the rules of the house (a part of `make test`)
	@swift test --filter TidyTests

golden: ## write golden files that are missing; never edits one that is there
	@MOTCUA_WRITE_GOLDEN=1 swift test --filter GoldenTests

bench: ## measure the budgets (release build), table in docs/benchmarks.md
	@scripts/needs wrk && swift build -c release --product motcua && swift build -c release --product simulate && python3 scripts/bench.py

screenshots: ## the screens of the documentation (release build), docs/screens
	@scripts/needs chromium fonts-noto-core python3-venv && scripts/python && swift build -c release --product motcua && .venv/bin/python scripts/screens.py

format: ## lint the formatting
	@swift format lint -r Sources Tests

docs: ## check the documents' links (a part of `make tidy`)
	@swift test --filter TidyTests

clean: ## remove what was built; stores stay
	@rm -rf .build

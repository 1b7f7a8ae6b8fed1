# Everything that a person or CI does with this repository. `make` alone lists the targets.
.DEFAULT_GOAL := help
SHELL := /bin/bash
export SWIFT_BACKTRACE ?= enable=no
BUILD ?= .build

.PHONY: help setup setup-test build release demo test soak-runner soak-kill sweep bench-wire bench-wire-soak bench-risk bench-parse bench-refresh autobahn fuzz lint format man clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | column -t -s "$$(printf '\t')"

setup: ## Install the system packages that the program needs
	@scripts/setup run

setup-test: ## Install what the tests need in addition
	@scripts/setup test

build: setup ## Build the program for trying it out
	swift build

release: setup ## Build the optimised programs
	swift build -c release
	@echo "The programs are dd0c-run, dd0c-hold (it must stand beside dd0c-run) and ddoc-parse in .build/release."

demo: build ## Start a Slack workspace in a box with the bot and a real incident
	@exec .build/debug/dd0c-run demo $(DEMO_FLAGS)

test: setup setup-test lint ## Run every test
	swift build --build-tests
	@scripts/run-tests

bench-wire: setup ## Measure the wire beside slack_bolt, Boost.Beast and websockets (RUNS=5)
	@scripts/setup bench
	swift build -c release --product dd0c-run
	swift build -c release --product bench-wire
	@bench/wire $(BENCH_FLAGS)

bench-wire-soak: setup ## A million envelopes on sockets that come and go, 21 minutes: is memory flat?
	@scripts/setup bench
	swift build -c release --product dd0c-run
	@bench/wire --soak $(BENCH_FLAGS)

bench-risk: setup ## Measure how fast commands get their colour
	swift build -c release --product bench-risk
	@.build/release/bench-risk

bench-parse: setup ## Measure the parser against cmark-gfm
	@scripts/bench-parse

bench-refresh: setup setup-test ## Count what a socket's refresh loses: one a second for 20 s under 200 events a second
	swift build --build-tests
	@DD0C_REFRESH_SECONDS=20 DD0C_REFRESH_RATE=200 swift test --skip-build --filter RefreshGapTests | grep -E "refreshes|passed|failed"

soak-runner: setup setup-test ## Ten thousand commands one after the other, and 200 at once with 100 MB each
	swift build --build-tests
	@DD0C_RUNS=10000 DD0C_FLOODS=200 swift test --skip-build --filter "SoakRunnerTests|FloodRunnerTests" | grep -E "soak:|passed|failed"

soak-kill: setup setup-test ## Kill the bot at random moments of runs of twenty steps (KILLS=1000)
	swift build -c release --product dd0c-run
	swift build -c release --product dd0c-hold
	swift build --build-tests
	@DD0C_KILLS=$${KILLS:-1000} DD0C_PROGRAM=.build/release/dd0c-run swift test --skip-build --filter KillSoakTests | grep -E "soak:|passed|failed"

sweep: setup setup-test ## Fail or kill the bot at each single call that it makes to the world in a run
	swift build --build-tests
	@DD0C_SWEEP=1 swift test --skip-build --filter FaultSweepTests | grep -E "sweep:|passed|failed"

autobahn: setup setup-test ## Run the WebSocket client against the Autobahn suite (needs Python 2.7)
	@scripts/autobahn

fuzz: setup ## Search the decoders for crashes and broken promises (RUNS=10000000)
	@scripts/fuzz

lint: ## Check the format of the sources
	swift format lint --strict --parallel --recursive Package.swift Sources Tests Fuzz

format: ## Put the sources into the format
	swift format --in-place --parallel --recursive Package.swift Sources Tests Fuzz

man: setup ## Write the manual pages of the programs
	swift package generate-manual
	@mkdir -p artifacts/man && cp .build/plugins/GenerateManual/outputs/*/*.1 artifacts/man/
	@echo "The manual pages are in artifacts/man: man -l artifacts/man/ddoc-parse.1"

clean: ## Remove what was built
	rm -rf .build artifacts

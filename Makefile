# Two commands: `make demo` shows it, `make test` proves it. Both install what is missing first.

SWIFT ?= swift
PREFIX ?= /usr

.PHONY: help setup build release deb test-deb test-systemd test-report test-notify test-metrics test-readme check-reproducible manual demo test test-all fuzz bench simulate mutations lint format check-unit clean

help: ## What can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 20

setup: ## Install the C libraries that are missing
	@Scripts/setup

build: setup ## Build everything, debug
	$(SWIFT) build

release: setup ## Build the daemon for installation: static Swift runtime
	$(SWIFT) build -c release --static-swift-stdlib --product capataz

deb: setup ## Build the Debian package into .build/deb, with lintian's judgement
	@Scripts/deb

test-deb: ## Install, upgrade, remove and purge that package in a Debian of its own (as root)
	@Scripts/test-deb

test-systemd: deb ## Boot a Debian with systemd and try the service there, from the package (as root)
	@Scripts/test-systemd

test-report: setup ## Look at pages of the report in a browser: screens, paper, accessibility
	@Scripts/test-report

test-notify: setup ## Try dead-man's calls and notices with real receivers: mail, HTTP, Alertmanager (as root)
	@Scripts/test-notify

test-metrics: setup ## Scrape the metrics by a real Prometheus, see alerts fire and the board's queries answered
	@Scripts/test-metrics

test-readme: deb ## Follow the README word by word in a fresh Debian with only the package (as root)
	@Scripts/test-readme

check-reproducible: setup ## Build the package twice and compare the bytes
	@Scripts/check-reproducible

demo: setup ## Run the daemon against a local tenant until Ctrl-C
	@$(SWIFT) build --product capataz-sandbox
	@$(SWIFT) build --product capataz
	@Scripts/demo

test: setup ## Lint, build with warnings as errors, run all tests, simulate, check rules and unit
	@Scripts/test

fuzz: setup ## Try all doors for untrusted bytes with a fuzzer, ten minutes each
	@Scripts/fuzz 600

test-all: test ## The same, and the longer suites: simulation, sanitizers, crash runs
	@Scripts/test-all

bench: setup ## Measure matching, loading, decoding, pacing and the daemon's throughput, in release
	@$(SWIFT) build -c release --product Benchmarks
	@$(SWIFT) build -c release --product capataz
	@$(SWIFT) build -c release --product capataz-sandbox
	@$(SWIFT) run -c release --skip-build Benchmarks

manual: setup ## Write the manual as pages for a browser into .build/manual
	@Scripts/manual-html .build/manual

simulate: setup ## Run the engine through 1,000 simulated days of faults, in release
	@Scripts/simulate 1000

mutations: setup ## Break the engine on purpose and see that the simulation notices
	@Scripts/mutations

lint: ## Check the form of the code
	$(SWIFT) format lint --strict --parallel --recursive Package.swift Sources Tests Benchmarks Fuzz

format: ## Bring the code into form
	$(SWIFT) format --in-place --parallel --recursive Package.swift Sources Tests Benchmarks Fuzz

check-unit: ## Check the systemd units
	@for unit in systemd/*.service systemd/*.socket systemd/*.timer; do Scripts/check-unit "$$unit" || exit 1; done

clean: ## Remove what was built
	rm -rf .build

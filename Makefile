# Every command sets up what is missing first (tools/setup.sh); all it needs is Python 3.11, 3.12 or 3.13.
.DEFAULT_GOAL := help
.PHONY: help setup lab quick test lessons offline test-colab browser build bench bench-gan pretrained lock clean
PY := .venv/bin/python

help:    ; @sed -n '/sed/!s/^\([a-z-]*\):.*## /make \1	/p' Makefile | expand -t 16
setup:   ; @sh tools/setup.sh                                                        ## set up .venv and nothing else
lab:     setup ; @exec sh tools/lab.sh $(LAB_ARGS)                                   ## open the lessons in JupyterLab (LAB_ARGS="--no-browser --port 8899")
quick:   setup ; @sh tools/test.sh quick                                             ## lint, types, drift, architecture, unit tests: under 3 minutes
test:    setup ; @sh tools/test.sh all $(TEST_ARGS)                                  ## everything that must hold before a change is shared
lessons: setup ; @$(PY) -m tools.authoring lessons $(LESSONS)                ## run every lesson, both editions; seconds and HTML under build/
offline: setup ; @$(PY) -m tools.authoring lessons --offline --report build/offline/report.json $(LESSONS)  ## the same without a network
test-colab: setup ; @$(PY) -m tools.authoring colab --report build/colab/report.json $(LESSONS) && $(PY) -m pytest tests/authoring/test_colab.py  ## the same with Colab's versions, from the wheel
browser: setup ; @$(PY) -m tools.authoring browser $(LESSON)                 ## visit lessons in a real browser (LESSON=02): screenshots under build/browser
build:   setup ; @$(PY) -m tools.authoring build                             ## notebooks from notebooks/source
bench:   setup ; @for f in benchmarks/[a-z]*.py; do $(PY) "$$f" || exit 1; done           ## compare with peers, side by side
bench-gan: setup ; @$(PY) benchmarks/gan.py --write                                        ## the face GAN beside its peer: about an hour of two cores
pretrained: setup ; @$(PY) -m tools.authoring pretrained                     ## make those files of data/ again that are stale: hours
lock:    setup ; @sh tools/lock.sh $(LOCK_ARGS)                                      ## requirements.lock from pyproject.toml (LOCK_ARGS=--upgrade)
clean:   ; @rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis      ## delete what can be made again (.venv stays)

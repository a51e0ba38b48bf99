# Every command sets up what is missing first (tools/setup.sh); all it needs is Python 3.11, 3.12 or 3.13.
.DEFAULT_GOAL := help
.PHONY: help setup lab quick test lessons browser offline test-colab build wheel bench bench-gan pretrained lock clean
PY := .venv/bin/python
AUTHORING := $(PY) -m tools.authoring

help:    ; @sed -n '/sed/!s/^\([a-z-]*\):.*## /make \1	/p' Makefile | expand -t 16
setup:   ; @sh tools/setup.sh  ## set up .venv and nothing else
lab:     setup ; @exec sh tools/lab.sh $(LAB_ARGS)  ## open the lessons in JupyterLab (LAB_ARGS="--no-browser --port 8899")
quick:   setup ; @sh tools/test.sh quick $(TEST_ARGS)  ## lint, types, drift, architecture, unit tests: under 3 minutes
test:    setup ; @sh tools/test.sh all $(TEST_ARGS)  ## everything that must hold before a change is shared: 25 minutes (TEST_ARGS="-n 0": one process)
lessons: setup ; @$(AUTHORING) lessons --twice $(LESSONS)  ## beyond `make test`: every lesson whole in both editions, learners' twice (LESSONS="05 08"); seconds and HTML under build/
browser: setup ; @$(AUTHORING) browser $(LESSON)  ## beyond `make test`: visit every lesson in a real browser (LESSON="02 03"): screenshots under build/browser
offline: setup ; @$(AUTHORING) lessons --offline --report build/offline/report.json $(LESSONS)  ## every lesson without a network
test-colab: setup ; @$(AUTHORING) colab --report build/colab/report.json $(LESSONS) && $(PY) -m pytest tests/authoring/test_colab.py  ## every lesson with Colab's versions, from the wheel
build:   setup ; @$(AUTHORING) build  ## notebooks from notebooks/source
wheel:   setup ; @$(PY) -m pip wheel . --no-deps --no-build-isolation -w dist -q && ls dist/*.whl  ## dist/*.whl, to install where the course is not; needs no network
bench:   setup ; @for f in benchmarks/[a-z]*.py; do $(PY) "$$f" || exit 1; done  ## compare with peers, side by side
bench-gan: setup ; @$(PY) benchmarks/gan.py --write  ## the face GAN beside its peer: about an hour of two cores
pretrained: setup ; @$(AUTHORING) pretrained  ## make those files of data/ again that are stale: hours
lock:    setup ; @sh tools/lock.sh $(LOCK_ARGS)  ## requirements.lock from pyproject.toml (LOCK_ARGS=--upgrade)
clean:   ; @rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis  ## delete what can be made again (.venv stays)

"""Visit lessons in a real JupyterLab in a headless Chromium, and do there what a learner does: run all, move every
control by keyboard, answer every exercise wrongly and rightly. Command: `python -m tools.authoring browser`."""

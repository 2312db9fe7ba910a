"""Fifty practitioners clicking through a site at once: `python -m tests.benchmarks.crowd`, see docs/load.md."""

"""The running plan of a patient's programme: where the runner is, the planned weeks, the runs that were run."""

from programmes.admin.runner.page import WithRunner

__all__ = ["WithRunner"]

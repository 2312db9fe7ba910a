"""The way back to running: the plan, its stages, and the runs that were run."""

from programmes.models.running.plan import RunningPlan, running_plan_of
from programmes.models.running.run_log import RunLog
from programmes.models.running.stage import Stage

__all__ = ["RunLog", "RunningPlan", "Stage", "running_plan_of"]

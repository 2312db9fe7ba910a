"""The way back to running: ladder, weekly load with its guards, step rate, shoes. Proposals for a person to change.

Pure. Knows no programme, patient or database. It moves nobody from stage to stage.
"""

from programmes.running.advice import LEFT_TO_THE_PLAN, LowImpact, Swap, advice_beside, swaps
from programmes.running.baseline import BOUNDS, DAYS_PER_WEEK, Baseline
from programmes.running.cadence import ADVICE as CADENCE_ADVICE
from programmes.running.cadence import MOST_RISE, Target, beats_per_minute, is_too_quick, steps_per_minute, target
from programmes.running.chart import draw_weeks
from programmes.running.days import RunDays, run_days
from programmes.running.error import RunningError
from programmes.running.guards import LONGEST_RUN, PAIN, TWO_WEEKS, Finding, Guard, Verdict, findings, pain_findings
from programmes.running.kept import (
    MOST_METRES,
    MOST_SECONDS,
    sessions_as_plain,
    sessions_from_plain,
    shoes_as_plain,
    shoes_from_plain,
)
from programmes.running.ladder import Ladder, Stage, StageKind
from programmes.running.load import (
    FULL_TRAINING_PERCENT,
    HIGHEST_RISE_PERCENT,
    SPEED_OR_HILLS_PERCENT,
    USUAL_RISE_PERCENT,
    Reached,
    percent_of_usual,
    reached,
)
from programmes.running.projection import MOST_WEEKS, Start, Wish, project
from programmes.running.run import Run, with_log
from programmes.running.schedule import Projection, Session, Week
from programmes.running.shoes import ADVICE as SHOES_ADVICE
from programmes.running.shoes import Guide, Mileage, Shoe, mileages
from programmes.running.units import SECONDS_PER_MINUTE, Unit, amount_words, in_unit, metres_from
from programmes.running.weeks import WeekLine, week_lines
from programmes.running.wording import words

__all__ = [
    "DAYS_PER_WEEK",
    "MOST_METRES",
    "MOST_SECONDS",
    "SECONDS_PER_MINUTE",
    "CADENCE_ADVICE",
    "SHOES_ADVICE",
    "MOST_RISE",
    "MOST_WEEKS",
    "USUAL_RISE_PERCENT",
    "HIGHEST_RISE_PERCENT",
    "BOUNDS",
    "FULL_TRAINING_PERCENT",
    "LEFT_TO_THE_PLAN",
    "LONGEST_RUN",
    "PAIN",
    "SPEED_OR_HILLS_PERCENT",
    "TWO_WEEKS",
    "Baseline",
    "Finding",
    "Guard",
    "Guide",
    "Ladder",
    "LowImpact",
    "Mileage",
    "Projection",
    "Reached",
    "Run",
    "RunDays",
    "RunningError",
    "Session",
    "Shoe",
    "Stage",
    "StageKind",
    "Start",
    "Swap",
    "Target",
    "Unit",
    "Verdict",
    "Week",
    "WeekLine",
    "Wish",
    "advice_beside",
    "amount_words",
    "beats_per_minute",
    "draw_weeks",
    "findings",
    "in_unit",
    "is_too_quick",
    "mileages",
    "metres_from",
    "pain_findings",
    "percent_of_usual",
    "project",
    "reached",
    "run_days",
    "steps_per_minute",
    "sessions_as_plain",
    "sessions_from_plain",
    "shoes_as_plain",
    "shoes_from_plain",
    "swaps",
    "target",
    "week_lines",
    "with_log",
    "words",
]

"""Slips a person can make in the content, each with the line that must be shown for it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.shipped import LOADER

DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


@dataclass(frozen=True)
class Slip:
    """What is done to a file, and what must then be said of it."""

    what: str
    file: str
    change: Callable[[Any], None]
    path: str
    reason: str

    @property
    def line(self) -> str:
        return ": ".join(part for part in (self.file, self.path, self.reason) if part)

    def make(self, folder: Path) -> None:
        path = folder / self.file
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)
        self.change(data)
        path.write_text(yaml.dump(data, Dumper=DUMPER, allow_unicode=True, sort_keys=False), encoding="utf-8")


def put(value: Any, *steps: Any) -> Callable[[Any], None]:
    """Return the change that puts *value* where *steps* lead."""

    def change(data: Any) -> None:
        *way, last = steps
        for step in way:
            data = data[step]
        data[last] = value

    return change


def drop(*steps: Any) -> Callable[[Any], None]:
    def change(data: Any) -> None:
        *way, last = steps
        for step in way:
            data = data[step]
        del data[last]

    return change


_FEET = {"right_leg": {"ball_at": [6, 0, 5]}, "left_leg": {"ball_at": [6, 0, -5]}}
DEEP_SQUAT = {
    "start": {"root": {"at": [0, 52.4, 0]}, **_FEET},
    "end": {"root": {"at": [-14, 30, 0], "pitch": 38}},
    "props": [{"kind": "floor"}],
}

# Each slip in a file or item of its own: all are made in one copy, and each must show through the others.
SLIPS = [
    Slip(
        "a slug that leads nowhere",
        "exercises/clamshell.yaml",
        put(["clamshel-band"], "progressions"),
        "progressions[0]",
        "there is no exercise “clamshel-band”; did you mean “clamshell-band”?",
    ),
    Slip(
        "a source that is not listed",
        "exercises/bridge.yaml",
        put(["nobody-1999"], "sources"),
        "sources[0]",
        "there is no source “nobody-1999”; did you mean “binkley-1999”?",
    ),
    Slip(
        "a dose out of range",
        "exercises/wall-sit.yaml",
        put(90, "dose", "sets"),
        "dose.sets",
        "Sets: give a number from 1 to 20, not 90.",
    ),
    Slip(
        "a dose that lacks what its kind needs",
        "exercises/heel-slide.yaml",
        drop("dose", "reps"),
        "dose.reps",
        "Say how many repetitions.",
    ),
    Slip(
        "effort that is no pair",
        "exercises/calf-raise.yaml",
        put(5, "dose", "effort"),
        "dose.effort",
        "must be a low and a high number, such as [4, 6], not 5",
    ),
    Slip(
        "sides counted apart for an exercise that has none",
        "exercises/mini-squat.yaml",
        put(True, "dose", "per_side"),
        "dose.per_side",
        "this exercise uses both sides together; say false, or make it is_unilateral",
    ),
    Slip(
        "another exercise's name as an alias",
        "exercises/squat.yaml",
        put(["Wall-sits"], "aliases"),
        "aliases[0]",
        "“Wall-sits” is already a name of wall-sit (“Wall sit”); choose another",
    ),
    Slip(
        "a sentence that is too hard",
        "exercises/fire-hydrant.yaml",
        put("Maintain a neutral lumbar alignment.", "steps", 1),
        "steps[1]",
        'Say "keep" in place of "Maintain".',
    ),
    Slip(
        "a sentence that is too long",
        "exercises/hip-hitch.yaml",
        put("Go up and go down and go up and go down and go up and go down and go up and stop.", "setup"),
        "setup",
        'Split the sentence of 22 words that starts "Go up and go down": use at most 20.',
    ),
    Slip(
        "a side word that is not declared",
        "exercises/single-leg-bridge.yaml",
        put("Lift {your elbow}.", "steps", 0),
        "steps[0]",
        "{your elbow} is not declared in words.yaml; declare it there, "
        "or use one that is: {your heel}, {your leg}, {your buttock}",
    ),
    Slip(
        "a brace that belongs to nothing",
        "exercises/side-plank.yaml",
        put("Lift {your hip.", "steps", 0),
        "steps[0]",
        "a brace that is not part of a {side word} in: 'Lift {your hip.'",
    ),
    Slip(
        "a side where both sides work",
        "exercises/sit-to-stand.yaml",
        put("Bend {your knee}.", "steps", 0),
        "steps[0]",
        "names a side, but this exercise uses both sides together; leave braces out",
    ),
    Slip(
        "too many words on what it is for",
        "exercises/step-up.yaml",
        put("It will help you to go up and down the stairs at home.", "why"),
        "why",
        "has 13 words; use at most 12",
    ),
    Slip(
        "an unknown key",
        "exercises/goblet-squat.yaml",
        put("Clean.", "equipement"),
        "equipement",
        "is an unknown key; take it out",
    ),
    Slip(
        "a key with a slip in it",
        "exercises/leg-press.yaml",
        put("Press.", "sets_up"),
        "sets_up",
        "is an unknown key; did you mean “setup”?",
    ),
    Slip(
        "a field left out",
        "exercises/bird-dog.yaml",
        drop("feel_it"),
        "feel_it",
        "is missing; add it",
    ),
    Slip(
        "too few steps",
        "exercises/strides.yaml",
        put(["Run."], "steps"),
        "steps",
        "holds 1; give at least 3",
    ),
    Slip(
        "a yes that YAML reads as true",
        "exercises/pogo-hop.yaml",
        put(True, "name"),
        "name",
        "must be text (put it in quotes if it looks like a number, a date, yes or no), not true",
    ),
    Slip(
        "a word that is in no list",
        "exercises/skater-hop.yaml",
        put("explosive", "category"),
        "category",
        "“explosive” may not stand here; use one of: strength, activation, balance, mobility, stretch, "
        "self-massage, dynamic-warm-up, plyometric, running-drill",
    ),
    Slip(
        "a name too long for its column",
        "exercises/hack-squat.yaml",
        put("Squat " * 20 + "deep", "name"),
        "name",
        "is 124 characters long; use at most 80",
    ),
    Slip(
        "a slug unlike the file's name",
        "exercises/knee-to-wall.yaml",
        put("knee-to-the-wall", "slug"),
        "slug",
        "must be the name of the file, “knee-to-wall”, not “knee-to-the-wall”",
    ),
    Slip(
        "an alternative to what is not there",
        "templates/tpl-knee-osteoarthritis.yaml",
        put("leg-press", "phases", 0, "exercises", 1, "instead_of"),
        "phases[0].exercises[1].instead_of",
        "“leg-press” must be a required exercise of this phase, once",
    ),
    Slip(
        "a dose out of range in a template",
        "templates/tpl-itb-syndrome.yaml",
        put(9, "phases", 1, "exercises", 0, "dose", "days_per_week"),
        "phases[1].exercises[0].dose.days_per_week",
        "Days a week: give a number from 1 to 7, not 9.",
    ),
    Slip(
        "weeks the wrong way round",
        "templates/tpl-meniscus-injury.yaml",
        put([6, 2], "phases", 0, "typical_weeks"),
        "phases[0].typical_weeks",
        "put the lower number first: [2, 6]",
    ),
    Slip(
        "a pain rule that is not there",
        "templates/tpl-patellofemoral-pain.yaml",
        put("pain-none", "phases", 0, "pain_rule"),
        "phases[0].pain_rule",
        "there is no pain rule “pain-none”; did you mean “pain-tendon-3”?",
    ),
    Slip(
        "stages for a programme that is no return to running",
        "templates/tpl-dynamic-warm-up.yaml",
        put("pain-return-run", "pain_rule"),
        "pain_rule",
        "belongs to kind return-to-running: give it there, and only there",
    ),
    Slip(
        "a warning sign that must always be shown, left out",
        "conditions/meniscus-injury.yaml",
        lambda data: data["red_flag_ids"].remove("rf-dvt"),
        "red_flag_ids",
        "leaves out signs that are always shown; add rf-dvt",
    ),
    Slip(
        "a cause told in no words",
        "conditions/itb-syndrome.yaml",
        put(True, "causes", 0, "tell_patient"),
        "causes[0].patient_text",
        "must stand where tell_patient is true, and only there",
    ),
    Slip(
        "jargon in a title",
        "conditions/patellofemoral-pain.yaml",
        put("Patellofemoral pain", "patient_title"),
        "patient_title",
        'Say "around the kneecap" in place of "Patellofemoral".',
    ),
    Slip(
        "a forbidden phrase",
        "advice.yaml",
        put("Do as much as you feel you can, as tolerated.", "advice", 0, "plain"),
        "advice[adv-strengthen-thighs].plain",
        'Replace "as tolerated": say how much, or when to stop.',
    ),
    Slip(
        "a line too long for its box",
        "red_flags.yaml",
        put("Your knee still hurts a lot after two whole weeks", "red_flags", 0, "line"),
        "red_flags[rf-two-weeks].line",
        "has 10 words; use at most 9",
    ),
    Slip(
        "a pain table that allows more than the rule",
        "pain_rules.yaml",
        put(4, "pain_rules", 0, "max_during"),
        "pain_rules[pain-tendon-3].rows",
        "must allow pain up to max_during, 4, and stop above it",
    ),
    Slip(
        "an operator that no rule knows",
        "rules.yaml",
        put("has", "exercise_rules", 7, "when", "exercise", "any", 0, "op"),
        "exercise_rules[SR-010].when.exercise.any[0].op",
        "there is no operator “has”; use one of: contains, in, eq, ne, gt, ge, lt, le",
    ),
    Slip(
        "a source given twice",
        "sources.yaml",
        lambda data: data["sources"].append(dict(data["sources"][0])),
        "sources[seed-wff-2025]",
        "stands twice; keep one, or give the other a slug of its own",
    ),
    Slip(
        "a side word where no side is known",
        "patient_flags.yaml",
        put("Is {your knee} hot?", "patient_flags", 0, "intake_question"),
        "patient_flags[hot-swollen-joint].intake_question",
        "{your knee} cannot be filled in here; leave braces out",
    ),
    Slip(
        "a service that is not declared",
        "emergency.yaml",
        put("112", "locales", "IE", "words", "police"),
        "locales.IE.words.police",
        "is no placeholder; declare it under placeholders",
    ),
    Slip(
        "a name left empty",
        "measures.yaml",
        put(None, "measures", 0, "name"),
        "measures[nprs].name",
        "must be text (put it in quotes if it looks like a number, a date, yes or no), not null",
    ),
    Slip(
        "a joint that nobody has",
        "exercises/split-squat.yaml",
        put([{"follow": "right ankel"}], "figure", "arrows"),
        "figure.arrows[0].follow",
        "'right ankel' is not known; did you mean 'right ankle'?",
    ),
    Slip(
        "a body that cannot do it",
        "exercises/single-leg-balance.yaml",
        put({"hip": [0, 0, 0], "knee": 175}, "figure", "end", "left_leg"),
        "figure",
        "end: left knee is at 175 degrees; a body goes from -2 to 160",
    ),
    Slip(
        "a picture that leads deeper than the exercise goes",
        "exercises/decline-squat.yaml",
        put(DEEP_SQUAT, "figure"),
        "figure",
        "bends a knee under load to 105 degrees, the exercise goes to 80",
    ),
    Slip(
        "lay words for a muscle that no exercise names",
        "search.yaml",
        put(["six-pack"], "lay_words", "abdominals"),
        "lay_words.abdominals",
        "there is no muscle, part of the body, kind or position “abdominals”; add it or name another",
    ),
    Slip(
        "words to search by for a purpose that is not there",
        "search.yaml",
        put({"stair": ["steps"]}, "purposes"),
        "purposes.stair",
        "there is no purpose “stair”; did you mean “stairs”?",
    ),
    Slip(
        "a word that is two",
        "search.yaml",
        put(["my", "of the"], "small_words"),
        "small_words[1]",
        "“of the” is not one word",
    ),
    Slip(
        "words to search by in another language",
        "search.yaml",
        put("pl", "language"),
        "language",
        "must be “en”, not “pl”",
    ),
    Slip(
        "a side word without a form",
        "words.yaml",
        drop("words", "your heel", "each"),
        "words",
        "'your heel': give the form for each",
    ),
]

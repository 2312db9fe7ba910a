"""Documents for tests: handouts as plain values, with no database behind them."""

from datetime import date
from io import BytesIO
from typing import Any

from PIL import Image as PillowImage

from programmes import dosage
from programmes.handout.document import (
    Advice,
    Change,
    ChangeKind,
    Clinic,
    ConditionSection,
    Credits,
    Diary,
    Document,
    Earlier,
    ExerciseCard,
    Image,
    Kind,
    KitItem,
    NextPart,
    PainRow,
    PainRule,
    Part,
    PatientLine,
    Picture,
    Practitioner,
    RunningLadder,
    Schedule,
    Stage,
    StageRule,
    Title,
    Tone,
    Urgency,
    WarningBox,
)
from programmes.sides import Side


def make_card(**kwargs: Any) -> ExerciseCard:
    dose = dosage.Dosage(kind=dosage.Kind.REPS, sets=3, reps=12, days_per_week=4, load="body weight")
    values = {
        "number": 1,
        "code": "clamshell",
        "name": "Clamshell",
        "side": "left",
        "side_words": "Left leg",
        "dosage": dose,
        "dose": dosage.words(dose, Side.LEFT),
        "summary": "3 sets of 12 on your left leg",
        "days": "4",
        "ticks": 4,
        "why": "Wakes up the muscles that steady your left hip.",
        "start": "Lie on your right side with your knees bent.",
        "steps": ("Keep your feet touching.", "Lift your left knee.", "Lower slowly."),
        "feel": "In the side of your left hip.",
        "mistakes": ("Rolling backwards.",),
        "easier": "Static squeeze",
        "harder": "Clamshell with band",
        "stop_if": "Stop if it pinches in your groin.",
        "note": "Put a cushion under your head.",
        **kwargs,
    }
    return ExerciseCard(**values)


def make_image(width: int = 9, alt: str = "Left knee lifted", box: str = "0 0 40 20") -> Image:
    """Make a small drawing of plain paths, as the figures are."""
    path = f'<path d="M0 0h{width}v9z" fill="#2e8b7f"/>'
    return Image("image/svg+xml", f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{path}</svg>', alt)


def make_photo(alt: str = "Standing tall") -> Image:
    file = BytesIO()
    PillowImage.new("RGB", (60, 30), "#1a655f").save(file, "PNG")
    return Image.of("image/png", file.getvalue(), alt)


def make_drawn(**kwargs: Any) -> Picture:
    values = {
        "start": make_image(alt="Lying on your right side"),
        "end": make_image(18),
        "caption": "Pictured: your left leg.",
        **kwargs,
    }
    return Picture(**values)


def make_part(**kwargs: Any) -> Part:
    values = {
        "code": "settle",
        "heading": "Phase 1: Settle the knee",
        "goal": "",
        "when": "about weeks 1 to 2",
        "cards": (make_card(), make_card(number=2, code="bridge", name="Bridge", side="together", side_words="")),
        "move_on_when": ("Stairs hurt 3 out of 10 or less.",),
        "go_back_if": ("Your knee has new or more swelling.",),
        **kwargs,
    }
    return Part(**values)


def make_ladder(**kwargs: Any) -> RunningLadder:
    stage = Stage(
        number=1,
        name="Walk 4, run 1",
        what="Walk 4 minutes, run 1 minute, 5 times",
        minutes="25",
        effort="3",
        sessions=2,
    )
    values = {
        "every_session": ("Leave 1 day of rest from running between runs.",),
        "entry": ("Your knee is not swollen.",),
        "stages": (stage,),
        "rules": (StageRule("You miss running for 1 to 2 weeks.", "Drop back one or two stages."),),
        **kwargs,
    }
    return RunningLadder(**values)


def make_document(**kwargs: Any) -> Document:
    """Make a handout with every section but the walk-run ladder, as it was issued to a patient."""
    values = {
        "kind": Kind.CONDITION,
        "language": "en",
        "issued": date(2026, 3, 2),
        "version": 2,
        "is_preview": False,
        "review": date(2026, 3, 30),
        "practised_on": date(2026, 3, 1),
        "clinic": Clinic(name="Riverside Physio", phone="01234 567 890", hours="Monday to Friday"),
        "practitioner": Practitioner(name="Ana Brook", profession="physiotherapist"),
        "patient": PatientLine(name="Eva Holm", initials="EH"),
        "title": Title("Runner's knee, left", "Doctors call this patellofemoral pain."),
        "goal": "Run 5 km with my daughter",
        "why": ("Calm your knee down.",),
        "schedule": Schedule(days="Monday and Thursday", duration="About 20 minutes each time"),
        "kit": (KitItem("Mat", "a folded blanket"),),
        "pain_rule": PainRule(
            "pain-knee-3",
            (
                PainRow(Tone.FINE, "0 to 3 while you exercise", "Fine", "Carry on."),
                PainRow(Tone.STOP, "Above 3 while you exercise", "Too much", "Ease off now."),
                PainRow(Tone.CAREFUL, "Worse the next morning", "Take care", "Do less next time."),
            ),
            running="Keep pain to 2 out of 10 or less while you run.",
        ),
        "warnings": (
            WarningBox(Urgency.EMERGENCY, "Emergency", "Call 999.", ("Sudden chest pain",)),
            WarningBox(Urgency.SAME_DAY, "Today", "Call NHS 111.", ("Your knee buckles",)),
            WarningBox(Urgency.WITHIN_2_WEEKS, "Within two weeks", "Tell us.", ("Your knee swells up",)),
        ),
        "since": Earlier(1, date(2026, 2, 2)),
        "changes": (
            Change(ChangeKind.NEW, "Bridge."),
            Change(ChangeKind.HARDER, "Clamshell: 3 sets of 12, was 2 sets of 12."),
        ),
        "change_reason": "Stairs no longer hurt.",
        "condition": ConditionSection(
            "About your knee",
            "The area around your kneecap is sore.",
            symptoms=("Clicking in your knee",),
            causes=("Long running steps put more load on your kneecap.",),
            time_course="Many people feel better in 6 to 12 weeks.",
        ),
        "advice": (Advice("adv-sitting", "Break up long sitting", "Stand up every half hour."),),
        "parts": (make_part(),),
        "next_part": NextPart("Phase 2: Build strength", "Get stronger.", ("Stairs hurt 3 out of 10 or less.",)),
        "running": ("Run more often, but go shorter.",),
        "flare_up": ("Halve what you do for two days.",),
        "diary": Diary(4, ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")),
        "questions": ("Can I cycle to work?",),
        "other_formats": "Ask us for this in larger print.",
        "credits": Credits("2025.1-draft", "This content is a draft.", ("Willy et al. 2019",)),
        **kwargs,
    }
    return Document(**values)

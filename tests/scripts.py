"""The same small handout in five scripts, for tests of fonts and direction. Sample sentences, reviewed by nobody."""

from dataclasses import dataclass, replace
from typing import Any

from programmes.handout import isolates
from programmes.handout.document import (
    Advice,
    ConditionSection,
    Credits,
    Diary,
    Document,
    KitItem,
    NextPart,
    PainRow,
    PainRule,
    PatientLine,
    Practitioner,
    Schedule,
    Title,
    Tone,
    Urgency,
    WarningBox,
)
from tests.documents import make_card, make_document, make_drawn, make_image, make_part

PHONE = "01234 567 890"


@dataclass(frozen=True)
class Sample:
    """Sentences in one language: the title, the goal, the three steps, a warning sign and whom to ring."""

    language: str
    fonts: frozenset[str]
    title: str
    goal: str
    steps: tuple[str, str, str]
    sign: str
    ring: str
    name: str


LATIN = frozenset({"Handout-Atkinson", "Handout-Atkinson-Bold"})


def _with(family: str) -> frozenset[str]:
    return LATIN | {f"Handout-Noto{family}", f"Handout-Noto{family}-Bold"}


ARABIC = Sample(
    "ar",
    _with("-Arabic"),
    "ألم الركبة عند الجري",
    "أن أجري 5 كم مع ابنتي",
    ("استلقِ على جنبك الأيمن واثنِ ركبتيك.", "ارفع ركبتك اليسرى ببطء (3 ثوانٍ).", "أنزلها، ثم أعد 12 مرة."),
    "ألم مفاجئ في الصدر",
    "اتصل بنا على {phone} من 8 إلى 18.",
    "ليلى حدّاد",
)
HEBREW = Sample(
    "he",
    _with("-Hebrew"),
    "כאב ברך בריצה",
    "לרוץ 5 ק״מ עם הבת שלי",
    ("שכבו על צד ימין וכופפו את הברכיים.", "הרימו את הברך השמאלית לאט (3 שניות).", "הורידו, וחזרו 12 פעמים."),
    "כאב פתאומי בחזה",
    "התקשרו אלינו: {phone} בין 8 ל־18.",
    "נועה לוי",
)
UKRAINIAN = Sample(
    "uk",
    _with(""),
    "Біль у коліні під час бігу",
    "Пробігти 5 км із донькою",
    (
        "Ляжте на правий бік і зігніть коліна.",
        "Повільно підніміть ліве коліно (3 секунди).",
        "Опустіть. Повторіть 12 разів.",
    ),
    "Раптовий біль у грудях",
    "Телефонуйте нам: {phone}, з 8 до 18.",
    "Олена Їжак",
)
GREEK = Sample(
    "el",
    _with(""),
    "Πόνος στο γόνατο στο τρέξιμο",
    "Να τρέξω 5 χλμ. με την κόρη μου",
    (
        "Ξαπλώστε στη δεξιά πλευρά και λυγίστε τα γόνατα.",
        "Σηκώστε αργά το αριστερό γόνατο (3 δευτ.).",
        "Κατεβάστε το. 12 φορές.",
    ),
    "Ξαφνικός πόνος στο στήθος",
    "Καλέστε μας: {phone}, 8 έως 18.",
    "Ελένη Φως",
)
HINDI = Sample(
    "hi",
    _with("-Devanagari"),
    "दौड़ते समय घुटने में दर्द",
    "अपनी बेटी के साथ 5 किमी दौड़ना",
    ("दाईं करवट लेटें और घुटने मोड़ें।", "बायाँ घुटना धीरे उठाएँ (3 सेकंड)।", "नीचे लाएँ। 12 बार दोहराएँ।"),
    "सीने में अचानक दर्द",
    "हमें {phone} पर फ़ोन करें, 8 से 18 बजे तक।",
    "मीरा शर्मा",
)
SAMPLES = (ARABIC, HEBREW, UKRAINIAN, GREEK, HINDI)


def make_sample(sample: Sample, **kwargs: Any) -> Document:
    """Make a handout with every section, all its texts in the sample's language but for one card left in English."""
    ring = sample.ring.format(phone=isolates.left_to_right(PHONE))
    first, second, third = sample.steps
    picture = make_drawn(start=make_image(alt=first), end=make_image(18, alt=second), caption=second)
    told = {"name": sample.title, "why": third, "start": first, "steps": sample.steps, "feel": first, "stop_if": ring}
    card = make_card(
        **told, side_words=second, mistakes=(first,), easier=sample.goal, harder="", note=ring, picture=picture
    )
    card = replace(card, dose=tuple(replace(line, label=sample.goal, text=third) for line in card.dose), summary=third)
    english = isolates.english("Keep your feet touching.")
    left = replace(card, number=2, name=isolates.english("Clamshell"), steps=(english, english, english), note="")
    values = {
        "language": sample.language,
        "direction": "rtl" if sample in (ARABIC, HEBREW) else "ltr",
        "patient": PatientLine(sample.name, sample.name[:1]),
        "practitioner": Practitioner(sample.name),
        "title": Title(sample.title, first),
        "goal": sample.goal,
        "why": (third,),
        "schedule": Schedule(second),
        "kit": (KitItem(sample.goal, third),),
        "pain_rule": PainRule("pain", tuple(PainRow(tone, first, sample.goal, third) for tone in Tone), running=third),
        "warnings": tuple(WarningBox(urgency, sample.goal, ring, (sample.sign, second)) for urgency in Urgency),
        "changes": (),
        "condition": ConditionSection(sample.title, first, (second,), (third,), ring),
        "advice": (Advice("advice", sample.goal, ring),),
        "parts": (
            make_part(
                heading=sample.title, when=second, cards=(card, left), move_on_when=(third,), go_back_if=(first,)
            ),
        ),
        "next_part": NextPart(sample.title, first, (third,)),
        "running": (first,),
        "flare_up": (second, third),
        "diary": Diary(4, (sample.name.split()[0][:2],) * 7),
        "questions": (ring,),
        "other_formats": ring,
        "credits": Credits("2025.1", first, ("Willy et al. 2019",)),
        **kwargs,
    }
    return make_document(**values)

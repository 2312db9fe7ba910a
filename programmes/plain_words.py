"""Whether a patient can read a text: its reading grade, its long sentences, its jargon.

Pure: texts come in, findings go out. Side words are filled in by the caller first; this module knows no
exercise and no handout.
"""

import re
import warnings
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Any

MAX_GRADE = 6.0
MAX_WORDS = 20

# Flesch-Kincaid is a mean over words and sentences. On a few words one long word swings it by many
# grades, so a text shorter than this is judged on its long words instead (see `_hard_reading`).
ENOUGH_WORDS = 10
LONG_WORD_SYLLABLES = 3

# Long words that every reader of a handout knows, and that have no shorter word.
EVERYDAY_WORDS = frozenset({"another", "exercise", "exercises", "physiotherapist", "together"})

FORBIDDEN = {
    "as directed": "say exactly what to do",
    "as tolerated": "say how much, or when to stop",
    "affected": "name the leg or the knee",
}

# Clinical term -> what a patient calls it. An added -s or -es is covered.
PLAIN_WORDS = {
    "abduct": "move out to the side",
    "abduction": "moving out to the side",
    "abductor": "outer hip muscle",
    "activate": "use",
    "acute": "new",
    "adduct": "move in",
    "adduction": "moving in",
    "adductor": "inner thigh muscle",
    "adhere": "keep to",
    "adherence": "keeping to the plan",
    "aetiology": "cause",
    "alignment": "line",
    "alleviate": "ease",
    "analgesic": "painkiller",
    "anterior": "front",
    "approximately": "about",
    "articular": "joint",
    "asymptomatic": "free of symptoms",
    "atrophy": "muscle loss",
    "bilateral": "on both sides",
    "biomechanics": "the way you move",
    "cadence": "step rate",
    "chondral": "cartilage",
    "chronic": "long-lasting",
    "commence": "start",
    "compensate": "make up for it",
    "concentric": "lifting",
    "condyle": "end of the bone",
    "contract": "tighten",
    "contraction": "tightening",
    "contraindicated": "not safe",
    "contraindication": "reason not to do it",
    "contralateral": "other",
    "decompression": "easing of pressure",
    "discontinue": "stop",
    "distal": "lower",
    "dorsiflexion": "bending your foot up",
    "dosage": "amount",
    "eccentric": "slow lowering",
    "effusion": "swelling",
    "elevate": "raise",
    "engage": "tighten",
    "ensure": "make sure",
    "extend": "straighten",
    "extension": "straightening",
    "extensor": "muscle that straightens",
    "facilitate": "help",
    "femoral": "thigh bone",
    "femur": "thigh bone",
    "fibula": "outer shin bone",
    "flex": "bend",
    "flexion": "bending",
    "flexor": "muscle that bends",
    "frequently": "often",
    "gait": "the way you walk or run",
    "gastrocnemius": "calf muscle",
    "glute": "buttock muscle",
    "gluteal": "buttock muscle",
    "gluteus": "buttock muscle",
    "hamstring": "back thigh muscle",
    "hyperextend": "bend backwards",
    "hyperextension": "bending backwards",
    "hypertrophy": "muscle growth",
    "iliotibial": "outer thigh",
    "inferior": "lower",
    "inflammation": "soreness and swelling",
    "initiate": "start",
    "intermittent": "now and then",
    "ipsilateral": "same",
    "isometric": "held still",
    "isotonic": "moving",
    "lateral": "outer",
    "laterally": "to the side",
    "ligament": "band that steadies the joint",
    "lumbar": "lower back",
    "maintain": "keep",
    "maltracking": "moving out of line",
    "medial": "inner",
    "mobilise": "get moving",
    "modify": "change",
    "musculature": "muscles",
    "neuromuscular": "control of movement",
    "nsaid": "anti-inflammatory painkiller",
    "obtain": "get",
    "oedema": "swelling",
    "orthosis": "insole or brace",
    "orthotic": "insole",
    "palpate": "feel",
    "patella": "kneecap",
    "patellae": "kneecaps",
    "patellar": "kneecap",
    "patellofemoral": "around the kneecap",
    "pelvic": "hip bone",
    "perform": "do",
    "plantarflexion": "pointing your toes",
    "plyometric": "jumping",
    "popliteal": "back of the knee",
    "posterior": "back",
    "prescribed": "set for you",
    "prior to": "before",
    "prognosis": "outlook",
    "progression": "next step",
    "pronation": "rolling in",
    "prone": "face down",
    "proprioception": "sense of balance",
    "proximal": "upper",
    "quad": "front thigh muscle",
    "quadriceps": "front thigh muscle",
    "range of motion": "how far it moves",
    "range of movement": "how far it moves",
    "regression": "easier version",
    "resisted": "against a band or weight",
    "rom": "how far it moves",
    "rpe": "effort out of 10",
    "sagittal": "front to back",
    "soleus": "deep calf muscle",
    "subacute": "healing",
    "subsequent": "next",
    "sufficient": "enough",
    "superior": "upper",
    "supination": "rolling out",
    "supine": "on your back",
    "synovial": "joint",
    "tendinitis": "tendon pain",
    "tendinopathy": "tendon pain",
    "tendonitis": "tendon pain",
    "terminal": "last part",
    "tibia": "shin bone",
    "tibial": "shin bone",
    "unilateral": "on one side",
    "utilise": "use",
    "valgus": "knee falling in",
    "varus": "knee bowing out",
    "vastus": "front thigh muscle",
    "weight-bearing": "standing on it",
}

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*%?")
_SENTENCE_END = re.compile(r"[.!?؟।]+(?=[\s\"'”’)]|$)|\n+")


def grade(text: str) -> float:
    """Return the Flesch-Kincaid grade (US school years). Unsteady below about ten words."""
    return float(_scorer().flesch_kincaid_grade(_readable(text)))


def long_sentences(text: str, max_words: int = MAX_WORDS) -> list[str]:
    """Return the sentences of more than `max_words` words. A number is one word."""
    return [sentence for sentence in sentences(text) if len(_words(sentence)) > max_words]


def jargon(text: str, allow: Collection[str] = ()) -> list[tuple[str, str]]:
    """Return each clinical word as written with the plain one, in order of appearance and once each.

    `allow` holds words to let pass, such as the clinical term a handout explains.
    """
    allowed = {word.casefold() for word in allow}
    found: dict[str, str] = {}
    for match in _jargon_pattern().finditer(text):
        found.setdefault(match.group(0).casefold(), match.group(0))
    return [(word, _plain(key)) for key, word in found.items() if key not in allowed]


def forbidden(text: str) -> list[tuple[str, str]]:
    """Return each phrase a handout never uses, with what to write instead."""
    return [(phrase, advice) for phrase, advice in FORBIDDEN.items() if _phrase(phrase).search(text)]


def problems(
    text: str, max_grade: float = MAX_GRADE, max_words: int = MAX_WORDS, allow: Collection[str] = ()
) -> list[str]:
    """Return what keeps a patient from reading the text, each as a sentence that says what to do."""
    found = [f'Replace "{phrase}": {advice}.' for phrase, advice in forbidden(text)]
    return [*found, *reading_problems(text, max_grade, max_words, allow)]


def reading_problems(
    text: str, max_grade: float = MAX_GRADE, max_words: int = MAX_WORDS, allow: Collection[str] = ()
) -> list[str]:
    """Return the same but for the phrases that are never used."""
    return [
        *(f'Say "{plain}" in place of "{word}".' for word, plain in jargon(text, allow)),
        *long_sentence_problems(text, max_words),
        *_hard_reading(text, max_grade),
    ]


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, without their stops. A line break ends a sentence."""
    return [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]


def long_words(text: str) -> list[str]:
    """Return the words of three syllables or more, everyday ones left out, each once."""
    words = dict.fromkeys(match.group(0).casefold() for match in _WORD.finditer(text))
    return [
        word for word in words if word not in EVERYDAY_WORDS and _scorer().syllable_count(word) >= LONG_WORD_SYLLABLES
    ]


def long_sentence_problems(text: str, max_words: int = MAX_WORDS) -> Iterator[str]:
    """Yield a remedy for each sentence that is too long, in any language that puts blanks between words."""
    for sentence in long_sentences(text, max_words):
        count = len(_words(sentence))
        opening = " ".join(sentence.split()[:5])
        yield f'Split the sentence of {count} words that starts "{opening}": use at most {max_words}.'


def _hard_reading(text: str, max_grade: float) -> Iterator[str]:
    """A short text fails only when it has long words to replace; a longer one on its grade alone."""
    reached = grade(text)
    if reached <= max_grade:
        return
    words = long_words(text)
    if not words and len(_words(text)) < ENOUGH_WORDS:
        return
    remedy = f"shorter words for {', '.join(words)}" if words else "shorter sentences and shorter words"
    yield f"Make this easier to read: grade {reached:g}, at most {max_grade:g}. Use {remedy}."


def _readable(text: str) -> str:
    """Return the text as it is read aloud: a number is a short word, a brace or slash is nothing."""
    return re.sub(r"[{}]", "", _NUMBER.sub("ten", text).replace("/", " "))


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[\s/–—]+", text) if re.search(r"\w", word)]


@lru_cache(maxsize=1)
def _jargon_pattern() -> re.Pattern[str]:
    # The longest first, so that a phrase wins over a word within it.
    terms = "|".join(re.escape(term) for term in sorted(PLAIN_WORDS, key=len, reverse=True))
    return re.compile(rf"\b(?:{terms})(?:e?s)?\b", re.IGNORECASE)


def _plain(word: str) -> str:
    """Return the plain word for a term, given as found and in small letters."""
    return next(PLAIN_WORDS[w] for w in (word, word[:-1], word[:-2]) if w in PLAIN_WORDS)


def _phrase(phrase: str) -> re.Pattern[str]:
    spaced = r"\s+".join(phrase.split())
    return re.compile(rf"\b{spaced}\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def _scorer() -> Any:
    # Imported late: it takes a fifth of a second, and only editing and issuing need it. Its import of
    # pkg_resources warns on recent setuptools, which says nothing about the text.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        warnings.simplefilter("ignore", UserWarning)
        from textstat.textstat import textstatistics

    scorer = textstatistics()
    scorer.set_lang("en")
    return scorer

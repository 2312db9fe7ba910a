"""Small translations for tests: two exercises in French, one of them with side words; a few of the handout's words."""

import re
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import polib
import yaml

from programmes.handout.document import Document
from tests.broken import DUMPER
from tests.shipped import strings

MARKED = re.compile("\u2068([^\u2069]*)\u2069")

WORDS = {
    "language": "fr",
    "words": {
        "votre genou": {
            "left": "votre genou gauche",
            "right": "votre genou droit",
            "each": "votre genou",
            "together": "vos genoux",
        },
        "côté": {"left": "côté droit", "right": "côté gauche", "each": "un côté", "together": "un côté"},
    },
}
CLAMSHELL = {
    "slug": "clamshell",
    "name": "La coquille",
    "aliases": ["Coquillage"],
    "purpose": "Muscle le côté de la hanche.",
    "why": "Réveille les muscles de la hanche.",
    "setup": "Couchez-vous sur le {côté}, genoux pliés.",
    "steps": ["Gardez les pieds joints.", "Levez {votre genou}.", "Arrêtez-vous avant de rouler.", "Descendez."],
    "cues": ["Restez stable."],
    "common_mistakes": ["Rouler en arrière."],
    "feel_it": "Sur le côté de la hanche.",
    "stop_if": ["Arrêtez si cela pince."],
    "precautions": [{"code": "gluteal-tendon-pain", "text": "Couchez-vous sur le côté qui va bien."}],
    "start_alt": "Couché sur le {côté}",
    "end_alt": "{Votre genou} levé",
}
BRIDGE = {
    **CLAMSHELL,
    "slug": "bridge",
    "name": "Le pont",
    "aliases": [],
    "setup": "Couchez-vous sur le dos.",
    "steps": ["Pliez les genoux.", "Serrez les fesses.", "Montez.", "Descendez."],
    "precautions": [{"code": "pregnancy-second-third", "text": "Calez vos épaules plus haut."}],
    "start_alt": "Sur le dos",
    "end_alt": "Le bassin levé",
}
EXERCISES = {"clamshell": CLAMSHELL, "bridge": BRIDGE}
RED_FLAGS = {
    "urgency_actions": {
        "emergency": "Appelez {emergency} ou allez {emergency department}. Ne conduisez pas.",
        "same_day": "Appelez {urgent} ou {doctor}, ou allez {urgent centre}.",
    },
    "tell_us_action": "Prévenez-nous vite.",
    "red_flags": [{"id": "rf-dvt", "line": "Mollet gonflé, ou sensible et chaud"}],
}
EMERGENCY = {
    "neutral": {
        "emergency": "le numéro d'urgence",
        "emergency department": "aux urgences",
        "urgent": "le service de garde",
        "urgent centre": "au centre de soins",
        "doctor": "votre médecin",
    },
    "locales": {"IE": {"words": {"emergency": "le 999 ou le 112"}}},
}
MENISCUS = {
    "slug": "meniscus-injury",
    "patient_title": "Ménisque déchiré",
    "clinical_term_plain": "Les médecins parlent de lésion du ménisque.",
    "summary_plain": "Un coussin du genou est abîmé.",
    "symptoms": ["Le genou gonfle.", "Il fait mal quand il tourne.", "Il se bloque."],
    "causes": [{"patient_text": f"Cause {letter}."} for letter in "abc"],
    "time_course": {"patient_text": "Comptez de 8 à 12 semaines."},
}
FILES = {"red_flags.yaml": RED_FLAGS, "emergency.yaml": EMERGENCY, "conditions/meniscus-injury.yaml": MENISCUS}


def write_translation(folder: Path, **changes: Any) -> Path:
    """Write the French texts into *folder*, beside the other languages; *changes* go to all but the side words."""
    french = folder / "fr"
    (french / "exercises").mkdir(parents=True)
    (french / "conditions").mkdir()
    _write(french / "words.yaml", WORDS)
    for name, texts in FILES.items():
        _write(french / name, {**texts, **changes})
    for slug, texts in EXERCISES.items():
        _write(french / "exercises" / f"{slug}.yaml", {**texts, **changes})
    return french


def english_in(document: Document) -> list[str]:
    """Return each text of the document that stands in English within another language, the review note's left out."""
    plain = replace(document, review_note=()).as_plain()
    return list(dict.fromkeys(text for whole in strings(plain) for text in MARKED.findall(whole)))


def write_catalogue(folder: Path, language: str, phrases: dict[Any, str]) -> None:
    """Compile a catalogue of a few of the handout's own words into *folder*, for LOCALE_PATHS."""
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    catalogue += [polib.POEntry(msgid=str(english), msgstr=said) for english, said in phrases.items()]
    path = folder / language / "LC_MESSAGES" / "django.mo"
    path.parent.mkdir(parents=True)
    catalogue.save_as_mofile(str(path))


def _write(path: Path, data: Any) -> None:
    path.write_text(yaml.dump(deepcopy(data), Dumper=DUMPER, allow_unicode=True, sort_keys=False), encoding="utf-8")

"""Small translations for tests: two exercises in French, one of them with side words; a few of the handout's words."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import polib
import yaml

from tests.broken import DUMPER

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


def write_translation(folder: Path, **changes: Any) -> Path:
    """Write the French texts into *folder*, beside the other languages; *changes* go to every exercise."""
    french = folder / "fr"
    (french / "exercises").mkdir(parents=True)
    _write(french / "words.yaml", WORDS)
    for slug, texts in EXERCISES.items():
        _write(french / "exercises" / f"{slug}.yaml", {**texts, **changes})
    return french


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

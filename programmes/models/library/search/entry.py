"""What a search looks at: derived from the library at each save, so that no search has to read the library itself."""

from __future__ import annotations

from django.db import models


class SearchEntry(models.Model):
    """The words that one exercise is found by in one language, as `as_searched` writes them.

    Words are parted by a space; names and terms stand between bars: "| calf raise | heel raise |". So " rai" finds
    every word that begins so, and "| heel raise |" what is called that. `search_text` holds all of it, names first;
    `purposes` begins with what the exercise is most for.
    """

    exercise = models.ForeignKey("programmes.Exercise", on_delete=models.CASCADE, related_name="search_entries")
    language = models.CharField(max_length=12)
    name = models.TextField()
    names = models.TextField()
    purposes = models.TextField()
    search_text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["exercise", "language"], name="searchentry_one_per_language"),
        ]

    def __str__(self) -> str:
        return self.name


class SearchWord(models.Model):
    """A word that some exercise is found by: what a slip of the keyboard may have meant."""

    language = models.CharField(max_length=12)
    word = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "word"], name="searchword_once_per_language")]

    def __str__(self) -> str:
        return self.word

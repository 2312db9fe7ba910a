"""Everything that the site keeps in one file, and back: the rows of every app, and the pictures. Knows no clinic.

The file is a zip: JSON lines for each table, the pictures as they are, and a manifest with the SHA-256 of each part.
It is the same for every database, so that it also moves a site from one kind to another.
"""

from programmes.archive.part import Unusable
from programmes.backup.make import Made, back_up
from programmes.backup.read import Backup, opened
from programmes.backup.restoring import PicturesLeft, Refused, restore

__all__ = ["Backup", "Made", "PicturesLeft", "Refused", "Unusable", "back_up", "opened", "restore"]

"""Files of pictures for tests: large ones of few bytes, and one that cannot be told from a photo."""

from io import BytesIO

from PIL import Image


def png(width: int, height: int, mode: str = "RGB") -> bytes:
    file = BytesIO()
    Image.new(mode, (width, height), 1).save(file, "PNG")
    return file.getvalue()


def jpeg() -> bytes:
    file = BytesIO()
    Image.effect_noise((300, 300), 80).save(file, "JPEG")
    return file.getvalue()

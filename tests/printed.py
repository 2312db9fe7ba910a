"""What stands on the pages of a PDF, for tests."""

import subprocess
from io import BytesIO

import pikepdf


def pages(content: bytes) -> list[str]:
    """Return the text of each page in reading order, white space as single blanks. Needs poppler's pdftotext."""
    command = ["pdftotext", "-enc", "UTF-8", "-", "-"]
    text = subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()
    return [" ".join(page.split()) for page in text.split("\f")[:-1]]


def fonts(content: bytes) -> set[str]:
    """Return the names of the fonts, without the letters that mark a subset."""
    with pikepdf.open(BytesIO(content)) as pdf:
        found = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary)]
        return {str(item.BaseFont).rpartition("+")[2] for item in found if item.get("/Type") == pikepdf.Name.Font}

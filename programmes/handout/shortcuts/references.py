"""pydyf lists the references of all pages anew each time that a tag names its page; here once for each page added."""

import pydyf


def take() -> None:
    listed = pydyf.PDF.page_references.fget

    def page_references(pdf: pydyf.PDF) -> tuple[bytes, ...]:
        count = len(pdf.pages["Kids"])
        kept: tuple[int, tuple[bytes, ...]] = pdf.__dict__.get("_kept_references", (0, ()))
        if kept[0] != count:
            kept = pdf._kept_references = (count, listed(pdf))
        return kept[1]

    pydyf.PDF.page_references = property(page_references)

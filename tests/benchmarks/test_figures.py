"""What drawing costs: every figure of the library, both frames, beside reading the files it stands in. Only printed."""

from statistics import median

import pytest

from programmes import figures
from programmes.content.read import SHIPPED
from programmes.content.yaml_file import read_yaml
from tests.benchmarks.timing import milliseconds

FILES = sorted((SHIPPED / "exercises").glob("*.yaml"))


def test_the_whole_library_is_drawn_in_a_time_that_is_printed(capsys: pytest.CaptureFixture[str]):
    plain = [read_yaml(file)[0]["figure"] for file in FILES]
    reading = milliseconds(lambda: [read_yaml(file) for file in FILES])
    drawing = milliseconds(lambda: [figures.draw(figures.read(each)) for each in plain])
    sizes = [len(figures.draw(figures.read(each)).pair) for each in plain]
    with capsys.disabled():
        print(
            f"\nfigures: {len(plain)} drawn in {drawing:.0f} ms, {drawing / len(plain):.1f} ms each, "
            f"{drawing / reading:.1f} times as long as reading their files; {median(sizes):.0f} bytes each"
        )
    assert len(sizes) == len(plain) > 0

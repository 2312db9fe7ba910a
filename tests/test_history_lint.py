"""Writing past the history: what simple-history never sees, read off the source, and why each place may."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent / "programmes"
# These go straight to the table. (`update` is one of them when it is given columns by name: a dict's is not.)
PAST_THE_HISTORY = {"bulk_create", "bulk_update", "delete", "_raw_delete", "abulk_create", "abulk_update", "adelete"}
UPDATES = {"update", "aupdate"}

DICT = "a dict, no rows"
FILE = "a file, no row"
ONE_ROW = "one row, whose own `delete` is called: that writes history"
SNAPSHOT = "parts of a programme: the snapshot that is made of it afterwards is their history"
LINKS = "links alone, written before or after the row whose history names them"
DERIVED = "an index made from the rows, made anew from them at any time"
OWN_LIST = "what one person keeps at hand: no data of the clinic"
STATE = "where the work stands: a row with its own state, reason and time, and no other history"
KEPT_ANSWER = "an answer that is kept for a day, so that what is sent twice is done once"
ERASED = "an erasure: history goes along with what it is of"
# Where it is done all the same: file and function, and the reason.
ALLOWED = {
    ("admin/api_token.py", "revoke"): ONE_ROW,
    ("models/clinic.py", "end_access"): "a few rows whose history hears of each: a query that deletes tells it",
    ("admin/builder/favourites.py", "favourite"): OWN_LIST,
    ("admin/diary.py", "_delete"): "what was typed in wrongly: the programme's log says what it was, and who",
    ("admin/progress.py", "_scored"): "a score: the programme's log says which, and who",
    ("admin/rule.py", "__init__"): DICT,
    ("admin/exercise_sheet/storing.py", "_put_kit"): ONE_ROW,
    ("admin/runner/page.py", "_forget"): "what was written down wrongly: the programme's log says what it was, and who",
    ("admin/scoped.py", "render_change_form"): DICT,
    ("content/store.py", "_create"): "models without history; for the others it asks simple-history's own helper",
    ("content/store.py", "_put_away"): ONE_ROW,
    ("content/store.py", "_link"): LINKS,
    ("content/store.py", "_unlink"): LINKS,
    ("copies.py", "as_template"): SNAPSHOT,
    ("copies.py", "_stay_a_runner"): SNAPSHOT,
    ("copies.py", "copy_for"): SNAPSHOT,
    ("copies.py", "turn_sides"): SNAPSHOT,
    ("copying.py", "copy_phases"): SNAPSHOT,
    ("copying.py", "copy_running_plan"): SNAPSHOT,
    ("editing/write.py", "_put"): SNAPSHOT,
    ("editing/write.py", "_store_phases"): SNAPSHOT,
    ("editing/write.py", "_store_plan"): SNAPSHOT,
    ("exchange/bring.py", "_all_or_nothing"): "files of pictures whose rows were never stored",
    ("figures/editing/mirror.py", "_prop"): DICT,
    ("handout/issue.py", "_forget_reason"): SNAPSHOT,
    (
        "models/access_record.py",
        "_cut",
    ): "the log is no history: an erased patient's id goes out of it, and nothing else",
    ("models/access_record.py", "note"): "the log is only added to: what is in it is the record",
    ("watching.py", "_record"): "the log is only added to: what is in it is the record",
    ("models/api_token.py", "note_use"): "the day of its last use, which its history leaves out",
    ("models/changes.py", "_note_change_of_patient"): "the moment of a change alone, which the history leaves out",
    ("models/idempotent_answer.py", "begun"): KEPT_ANSWER,
    ("models/idempotent_answer.py", "end"): KEPT_ANSWER,
    ("models/idempotent_answer.py", "give_up"): KEPT_ANSWER,
    ("models/changes.py", "_note_change"): "the moment of a change alone, of a programme whose snapshot is made",
    ("models/handout.py", "withdraw"): "a handout is its own record: who withdrew it, when and why stand in the row",
    ("models/library/picture.py", "delete"): ONE_ROW,
    ("models/library/search/indexing.py", "_change"): DERIVED,
    ("models/library/search/indexing.py", "_create"): DERIVED,
    ("models/library/search/indexing.py", "_forget_words_but"): DERIVED,
    ("models/library/search/indexing.py", "_learn_words"): DERIVED,
    ("models/library/search/indexing.py", "index"): DERIVED,
    ("models/opening.py", "note"): OWN_LIST,
    ("models/share_link.py", "note_opening"): "the day of its last opening, of a row without history",
    ("portal/diary.py", "take_back"): "the patient's own words, theirs to delete",
    ("portal/runs.py", "take_back"): "the patient's own run, theirs to delete",
    (
        "management/commands/sweep_retention.py",
        "handle",
    ): "records of handouts, which are made once and have no history",
    ("batches/recalls.py", "_begun"): STATE,
    ("batches/recalls.py", "gather"): STATE,
    ("batches/recalls.py", "_let_wait_again"): STATE,
    ("batches/classes.py", "begin_class"): STATE,
    ("batches/going_on.py", "cancel"): STATE,
    ("batches/going_on.py", "try_again"): STATE,
    ("batches/marking.py", "done"): STATE,
    ("batches/marking.py", "note"): STATE,
    ("rights/erase.py", "_delete"): ERASED,
    ("rights/erase.py", "_forget"): ERASED,
    ("rights/erase.py", "_leave_rest_to_nobody"): ERASED,
    ("rights/free_text.py", "make_empty"): ERASED,
    ("signing_in/forms.py", "__init__"): DICT,
    ("signing_in/second_factor.py", "remove_second_factor"): "a log-in's second factor: not clinic data, and a secret",
    ("shared_files.py", "delete"): FILE,
    ("starting.py", "take_up"): SNAPSHOT,
    ("variants.py", "follow"): SNAPSHOT,
    ("whole_files.py", "take_back"): FILE,
}


def places(source: str) -> Iterator[tuple[str, str]]:
    """Yield the function and the name of each call that goes past the history."""
    yield from _walked(ast.parse(source), "")


def _walked(node: ast.AST, function: str) -> Iterator[tuple[str, str]]:
    for child in ast.iter_child_nodes(node):
        inner = child.name if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) else function
        if isinstance(child, ast.Call) and isinstance(child.func, ast.Attribute) and _is_past(child, child.func.attr):
            yield inner, child.func.attr
        yield from _walked(child, inner)


def _is_past(call: ast.Call, name: str) -> bool:
    return name in PAST_THE_HISTORY or (name in UPDATES and bool(call.keywords))


def found() -> dict[tuple[str, str], str]:
    paths = (path for path in ROOT.rglob("*.py") if "migrations" not in path.parts)
    return {
        (path.relative_to(ROOT).as_posix(), function): name
        for path in paths
        for function, name in places(path.read_text())
    }


def test_nothing_is_written_past_the_history_but_where_it_says_why():
    strays = {place: name for place, name in found().items() if place not in ALLOWED}
    assert strays == {}, "Use save(), or bulk_create_with_history and bulk_update_with_history of simple_history.utils."


def test_every_exception_is_still_one():
    assert set(ALLOWED) - set(found()) == set()


@pytest.mark.parametrize(
    "stray",
    [
        "Patient.objects.bulk_create(rows)",
        "Patient.objects.filter(clinic=clinic).update(name='')",
        "rows.update(**values)",
        "Patient.objects.bulk_update(rows, ['name'])",
        "Patient.objects.all().delete()",
    ],
)
def test_the_check_sees_what_writes_no_history(stray: str):
    assert [function for function, _name in places(f"def put(rows):\n    {stray}\n")] == ["put"]


@pytest.mark.parametrize("fine", ["row.save()", "bulk_create_with_history(rows, Patient)", "known.update(more)"])
def test_the_check_leaves_alone_what_does(fine: str):
    assert list(places(f"def put(rows):\n    {fine}\n")) == []

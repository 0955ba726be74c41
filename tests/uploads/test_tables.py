import csv
from io import StringIO

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.uploads import Prompts, UploadRefused, prompts_of


def table(content: str, name: str = "a.csv") -> Prompts:
    """The prompts in a CSV file."""
    return prompts_of(name, content.encode())


@pytest.mark.parametrize(
    ("content", "prompts"),
    [
        ("id,prompt\n1,a red fox\n2,a grey owl\n", ("a red fox", "a grey owl")),
        ("\n\nid;Prompts\n1;a red fox, in snow\n", ("a red fox, in snow",)),
        ("id\tTEXT\n1\ta red fox\n", ("a red fox",)),
        ("id|image_prompt|text\n1|a red fox|a tale\n", ("a red fox",)),
        ("text,prompt\na tale,a red fox\n", ("a red fox",)),
        ('"id","description"\n1,"a red fox,\nin ""deep"" snow"\n', ('a red fox,\nin "deep" snow',)),
        ("prompt\na red fox, in snow\na grey owl\n", ("a red fox, in snow", "a grey owl")),
        ("prompt,seed\na red fox,\na grey owl\n", ("a red fox", "a grey owl")),
        ("prompt,seed\na red fox,1,\n", ("a red fox",)),
        ("seed,prompt\n1\n2,a red fox\n", ("a red fox",)),
        ("a red fox in snow\na grey owl\n", ("a red fox in snow", "a grey owl")),
        ('"a red fox, in snow"\n"a grey owl, at dawn"\n', ("a red fox, in snow", "a grey owl, at dawn")),
        ("scene\na red fox\na grey owl\n", ("a red fox", "a grey owl")),
        ("fox\nowl\n", ("fox", "owl")),
    ],
)
def test_column_of_prompts(content: str, prompts: tuple[str, ...]) -> None:
    """The surest named column is taken, else the only one; quotes, commas and line ends in a cell are kept."""
    assert table(content).texts == prompts


def test_how_a_table_was_read_is_said() -> None:
    """The column is named, rows without a prompt are counted, a heading that was guessed is said."""
    named = table("id,Prompt\n1,a red fox\n2,\n3, \n")
    assert (named.how, named.notes) == (
        "One prompt a row, from the column “Prompt”.",
        ("Rows without a prompt, left out: 2.",),
    )
    only = table("scene\na red fox\na grey owl\n")
    assert (only.how, only.notes) == ("One prompt a row, from the only column.", ("“scene” is taken for its heading.",))


def test_tsv_is_a_table() -> None:
    """A .tsv file is read by its tabs."""
    assert table("id\tprompt\n1\ta red fox, in snow\n", "a.tsv").texts == ("a red fox, in snow",)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            "id,scene,mood\n1,a red fox,calm\n",
            "a.csv has no column called prompt, text or description; its columns are “id”, “scene” and “mood”. "
            "Name one of them prompt, or send a prompt a line as .txt.",
        ),
        (
            ",".join("abcdefghijkl") + "\n1,2,3,4,5,6,7,8,9,10,11,12\n",
            "a.csv has no column called prompt, text or description; "
            "its columns are “a”, “b”, “c”, “d”, “e”, “f”, “g” and “h” and 4 more. "
            "Name one of them prompt, or send a prompt a line as .txt.",
        ),
        (
            "id,prompt\n1,a red fox, in snow\n",
            "a.csv has 3 cells in the row that ends on line 2 where its header has 2; "
            "put quotes around texts that hold the delimiter.",
        ),
        (
            'id,prompt\n1,"a red fox\n2,a grey owl\n',
            "a.csv is not valid CSV near line 3: a quotation mark is left open or stands alone, or a cell is too long.",
        ),
        ("prompt\n", "a.csv holds no prompts."),
        (",,\n,,\n", "a.csv holds no prompts."),
        ("prompt\n" + "a\n" * 20_001, "a.csv holds over 20,000 prompts, the most that are counted; split it."),
        (
            "prompt\n" + "a" * 131_073,
            "a.csv is not valid CSV near line 2: a quotation mark is left open or stands alone, or a cell is too long.",
        ),
        (
            "prompt\n" + "a" * 131_072,
            "a.csv cannot be counted: prompt 1 has 131,072 characters, at most 100,000 are.",
        ),
    ],
    ids=lambda value: ascii(value[:20]),
)
def test_refused_tables(content: str, said: str) -> None:
    """A table without a column for prompts, or that contradicts itself, is refused in a sentence that says where."""
    with pytest.raises(UploadRefused) as wrong:
        table(content)
    assert str(wrong.value) == said


CELLS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]) | st.just("\n"), max_size=30)


@given(st.lists(CELLS, min_size=1, max_size=20), st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n"]))
def test_cells_come_back(cells: list[str], delimiter: str, end: str) -> None:
    """Prompts that Python's csv writes are read back, whatever is in them."""
    prompts = [cell.strip() for cell in cells if cell.strip()]
    assume(prompts)
    written = StringIO()
    writer = csv.writer(written, delimiter=delimiter, lineterminator=end)
    writer.writerows([["seed", "prompt"], *([number, cell] for number, cell in enumerate(cells))])
    assert list(table(written.getvalue()).texts) == prompts

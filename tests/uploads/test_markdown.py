import pytest

from bot.uploads import prompts_of

FENCES = """\
# Foxes

Some words.

```text
a red fox
in snow
```

- a setting

~~~
a grey owl
~~~
"""


@pytest.mark.parametrize(
    ("content", "prompts", "how"),
    [
        (
            "---\ntitle: x\n---\n# Prompts\n\n"
            "| # | Prompt |\n|--:|:--|\n| 1 | a red \\| fox |\n| 2 | `a grey owl` |\n| 3 |\n",
            ("a red | fox", "a grey owl"),
            "One prompt a row, from the table's column “Prompt”.",
        ),
        (FENCES, ("a red fox\nin snow", "a grey owl"), "One prompt a fenced block."),
        ("Here:\n```\na red fox\n", ("a red fox",), "One prompt a fenced block."),
        (
            "Prompts for spring:\n\n1. a red fox,\n   in snow\n"
            "2) a grey owl\n\n   with *wide* wings\n10. [x] `a blue cat`\n",
            ("a red fox, in snow", "a grey owl with *wide* wings", "a blue cat"),
            "One prompt a list item.",
        ),
        (
            "* a red fox\n  - in snow\n    - at dawn\n* a grey owl\n\nThat is all.\n",
            ("a red fox in snow at dawn", "a grey owl"),
            "",
        ),
        ("- a red fox\nat dawn\n-\n- a grey owl\n***\n+ a cat", ("a red fox at dawn", "a grey owl", "a cat"), ""),
        ("  - a red fox\n  - a grey owl\n", ("a red fox", "a grey owl"), ""),
        ("- a red fox\n\n```\nsize: square\n```\n", ("a red fox",), "One prompt a list item."),
        (
            "Foxes\n=====\n\nA red fox\nin snow.\n\n## Owls\nA grey owl.\n___\nA `blue` cat.\n",
            ("A red fox in snow.", "A grey owl.", "A `blue` cat."),
            "One prompt a paragraph.",
        ),
        ("a red fox | in snow\n---\n\na grey owl\n", ("a grey owl",), "One prompt a paragraph."),
        (
            "```a` fox`` and\n\n-5 degrees, an owl\n",
            ("```a` fox`` and", "-5 degrees, an owl"),
            "One prompt a paragraph.",
        ),
        ("| id | scene |\n|---|---|\n| 1 | a red fox |\n\n- a grey owl\n", ("a grey owl",), "One prompt a list item."),
        ("---\na red fox\n", ("a red fox",), "One prompt a paragraph."),
        ("\x0b\n- ` `\n- a red fox\n", ("a red fox",), "One prompt a list item."),
    ],
)
def test_prompts_of_a_document(content: str, prompts: tuple[str, ...], how: str) -> None:
    """A table's column, fenced blocks, list items, a fenced block, paragraphs: the first that there is."""
    found = prompts_of("a.md", content.encode())
    assert found.texts == prompts
    assert how in found.how

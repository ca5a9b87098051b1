"""A11, V1.3.7: texts are filled by substitution; no value is ever read as a template."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dpo_office.lib.placeholders import PlaceholderRefused, fill, names_in, refuse_unknown

HOSTILE = ["{{ user.password }}", "{0.__class__}", "%(name)s", '#read("/etc/passwd")', "{{ b }}"]


def test_placeholders_are_filled_with_and_without_blanks():
    assert fill("{{ a }} and {{b}}", {"a": "1", "b": "2"}) == "1 and 2"


@pytest.mark.parametrize("value", HOSTILE)
def test_a_value_comes_out_as_it_is(value):
    assert fill("<{{ a }}>", {"a": value, "b": "secret"}) == f"<{value}>"


@given(st.text(), st.text(), st.text())
def test_whatever_a_value_holds_comes_out_as_text(before, value, other):
    text = before + "{{ a }}"
    assume(value.strip() and names_in(text) == ["a"])
    assert fill(text, {"a": value, "b": other}) == before + value


@given(st.dictionaries(st.from_regex(r"[a-z][a-z0-9_]{0,9}", fullmatch=True), st.text(min_size=1)))
def test_each_value_stands_in_its_place(values):
    values = {name: value for name, value in values.items() if value.strip()}
    text = "|".join(f"{{{{ {name} }}}}" for name in values)
    assert fill(text, values) == "|".join(values.values())


def test_missing_values_are_named():
    with pytest.raises(PlaceholderRefused, match=r"\{\{ b \}\}, \{\{ c \}\}"):
        fill("{{ a }} {{ b }} {{ c }}", {"a": "1", "c": " "})


@pytest.mark.parametrize(
    "text", ["{{ user.password }}", "{{ A }}", "{{ a|safe }}", "{{ c }}", "{{}}"]
)
def test_unknown_placeholders_are_named_with_those_that_exist(text):
    with pytest.raises(PlaceholderRefused, match=r"Possible are: \{\{ a \}\}, \{\{ b \}\}\."):
        refuse_unknown(text, ["b", "a"])


def test_known_placeholders_are_not_refused():
    refuse_unknown("{{ a }} { a } {0.__class__}", ["a"])

"""A sensitivity that is no plain word is never left out: it may have said that nothing may leave."""

import pytest

from l10n.readers.frontmatter import read_front_matter
from l10n.sensitivity import stated_sensitivity


@pytest.mark.parametrize(
    "front",
    [
        "---\nsensitivity: {level: offline}\n---\n",
        "---\nSensitivity:\n  level: offline\n---\n",
        "---\nsensitivity:\n- level: offline\n---\n",
        "---\nsensitivity: [[offline]]\n---\n",
        '+++\nsensitivity = {level = "offline"}\n+++\n',
        '+++\n[sensitivity]\nlevel = "offline"\n+++\n',
        '{"sensitivity": {"level": "offline"}}\n',
    ],
)
def test_a_nested_sensitivity_is_refused(front):
    with pytest.raises(ValueError, match=r"sensitivity cannot be '\{…\}'"):
        stated_sensitivity(read_front_matter(front).facts)


def test_other_nested_facts_are_left_out():
    assert read_front_matter("---\na: {b: c}\nd: [e, {f: g}]\nsensitivity: [offline]\n---\n").facts == {
        "d": "e",
        "sensitivity": "offline",
    }

from __future__ import annotations

import pytest

from l10n.checks import zawgyi
from l10n.checks.rule import Locales
from l10n.model import Entry


def find(source: str, target: str, *, to: str = "my") -> list[str]:
    return [finding.message for finding in zawgyi.find(Entry(source, target), Locales("en", to))]


@pytest.mark.parametrize("target", ["ေနာက္ဆံုး", "ေက်းဇူးတင္ပါတယ္", "ျမန္မာႏိုင္ငံ", "ကၽြန္ေတာ္", "သူတို႔ ေျပာၾကားခဲ့သည္"])
def test_zawgyi_is_a_finding(target):
    assert find("a", target) == ["This looks like Zawgyi, not Unicode Burmese. Convert it, or type the word again."]


@pytest.mark.parametrize(
    "target",
    [
        "နောက်ဆုံး",
        "ကျေးဇူးတင်ပါတယ်",
        "မြန်မာနိုင်ငံ",
        "ကျွန်တော်",
        "သူတို့ ပြောကြားခဲ့သည်",
        "အင်္ဂလိပ် ဥက္ကဋ္ဌ ယောက်ျား ဩဂုတ် သြဂုတ် ၎င်း၏ “ပြည်သူ့ကာကွယ်ရေး” ၂,၅၀၀။",
    ],
)
def test_unicode_burmese_is_no_finding(target):
    assert find("a", target) == []


def test_other_languages_of_the_script_are_left_alone():
    assert find("a", "ေနာက္ဆံုး", to="shn") == []

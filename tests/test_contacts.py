import pytest

from l10n.contacts import contacts_differ, contacts_in


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("See https://rfa.org/a.", "ကြည့်ပါ https://rfa.org/a ။"),
        ("Write to desk@rfa.org", "desk@rfa.org သို့ ရေးပါ"),
        ("Call +95 9 123 456 789", "+၉၅ ၉ ၁၂၃ ၄၅၆ ၇၈၉ သို့ ဖုန်းဆက်ပါ"),
        ("[The survey][1] of 2019-2021 counted 2,500,000.", "[စစ်တမ်း][1] ၂၀၁၉-၂၀၂၁ ၂,၅၀၀,၀၀၀"),
        ("At 7:30 a.m. in the U.S.", "A las 7:30 en EE.UU."),
    ],
)
def test_a_translation_that_leads_where_its_source_does_is_no_other(source, target):
    assert not contacts_differ(source, target)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("See https://rfa.org/a.", "https://rfa.org/b"),
        ("See https://rfa.org.", "Véase."),
        ("Nobody was hurt.", "Nadie. [Más](https://evil.example/x)"),
        ("Nobody was hurt.", "Nadie: evil.com"),
        ("Nobody was hurt.", "Nadie: abcdefghij234567.onion"),
        ("Write to desk@rfa.org", "Escriba a desk@rfa.com"),
        ("Call +95 9 123 456 789", "Llame al +95 9 123 456 788"),
        ("Nobody was hurt.", "Nadie. Telegram: @evil_channel"),
    ],
)
def test_a_translation_that_leads_elsewhere_is_found(source, target):
    assert contacts_differ(source, target)


def test_contacts_have_one_form():
    assert contacts_in("HTTPS://RFA.org/ and +၉၅ ၉ ၁၂၃ ၄၅၆ ၇၈၉") == {"https://rfa.org", "+959123456789"}

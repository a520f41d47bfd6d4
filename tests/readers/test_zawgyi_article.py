"""Zawgyi is refused by the whole article; Unicode text, of whatever people of Burma, is not."""

import subprocess
import sys

import pytest

from l10n.errors import ArticleError
from l10n.readers import inspect_text
from l10n.readers.zawgyi import refuse_zawgyi

BURMESE = (
    "မြန်မာနိုင်ငံ၏ မြို့တော်မှာ နေပြည်တော် ဖြစ်သည်။ လူဦးရေ သန်းပေါင်းများစွာ နေထိုင်ကြပြီး ဘာသာစကားများစွာ ပြောဆိုကြသည်။ "
    "စစ်ကောင်စီတပ်များက ရွာကို မီးရှို့ခဲ့ကြသည်ဟု ဒေသခံများက ပြောသည်။"
)
ZAWGYI = (
    "ျမန္မာႏိုင္ငံ၏ ၿမိဳ႔ေတာ္မွာ ေနျပည္ေတာ္ ျဖစ္သည္။ လူဦးေရ သန္းေပါင္းမ်ားစြာ ေနထိုင္ၾကၿပီး ဘာသာစကားမ်ားစွာ ေျပာဆိုၾကသည္။ "
    "စစ္ေကာင္စီတပ္မ်ားက ရြာကို မီးရိႈ႔ခဲ့ၾကသည္ဟု ေဒသခံမ်ားက ေျပာသည္။"
)
UNICODE = {
    "Shan": "ၵၢၼ်သိုၵ်း ၼႂ်းမိူင်းတႆး ယၢမ်းလဵဝ် ဢမ်ႇပႆႇယဵၼ်။ ၵူၼ်းမိူင်းတႆး လႆႈပၢႆႈၽေး ၸဵမ်မိူဝ်ႈပီၵၢႆ။ မႂ်ႇသုင်ၶႃႈ ၽူႈဢၢၼ်ႇၶၢဝ်ႇၵူႈၵေႃႉ",
    "Mon": "ကောန်ဂကူမန်တအ် ဒးဒုင်ဒုဟ်ဒုန် ကုပၠန်ဂှ် ပ္ဍဲဍုင်မန်တုဲ ဒှ်ဂၠံင်လၟုဟ်ရ။ ဘာသာမန်ဂှ် ညးဍုင်မန်တအ် ဟီုဂး မွဲမွဲအရေဝ်ဘာသာ",
    "Sgaw Karen": "ပှၤကညီဖိသ့ၣ်တဖၣ် အိၣ်ဝဲဒၣ်လၢ ကီၢ်ပယီၤအပူၤန့ၣ်လီၤ. ပှၤထံဖိကီၢ်ဖိ အကလုာ်အဂီၢ် တၢ်သဘျ့ အိၣ်ဝဲဒီး မုၢ်နံၤမုၢ်သီ",
    "Western Pwo Karen": "ၦၡၫကၠိင်ၜၪ့ လၧ အ့ၬၯံၫ့ ဆၧၡ့ၪဆၧယၫ့ ဎွ့ၫ့ ဆၧမၩယွၩ ၥ့ၪ့ၥၨ့ၬ့ၥၭ လၧ ဎံၪကီၪပၠၨၪ့",
    "Pa'O": "ပအိုဝ်ႏခမ်းထီ ꩻ ဒေါ့ꩻ ပအိုဝ်ႏလွိုꩻသီးဖန်ႏ နွောင်ꩻဝေးꩻ ဒွုမ်လိတ်တဲ့ ပအိုဝ်ႏတောင်ကြီး ကပ်တော်ꩻ ခွꩻခွꩻ တောင်ႏ",
    "Kayah": "ꤊꤢꤛꤢ꤭ ꤜꤟꤤ꤬ ကယား ꤢꤧꤟꤢꤩ",
    "Khamti Shan": "ꩡꩫ်း ꩥွ် မႃးꩬႂ် ꩬႂ်ꩭႃ ꩭူꩬႂ် ꩫႃႈꩭဝ်း ꩡꩭ်ꩬဝ်း",
    "Pali": "ဗုဒ္ဓံ သရဏံ ဂစ္ဆာမိ။ ဓမ္မံ သရဏံ ဂစ္ဆာမိ။ သံဃံ သရဏံ ဂစ္ဆာမိ။ ဒုတိယမ္ပိ ဗုဒ္ဓံ သရဏံ ဂစ္ဆာမိ။",
    "Burmese": BURMESE,
}


@pytest.mark.parametrize("language", UNICODE)
def test_unicode_is_never_misjudged(language):
    assert refuse_zawgyi(f"# Title\n\n{UNICODE[language]}\n", path="a.md") == ()


@pytest.mark.parametrize("language", UNICODE)
def test_a_sentence_in_unicode_is_never_refused(language):
    words = UNICODE[language].split()
    assert all(refuse_zawgyi(" ".join(words[at : at + 3]), path="a.md") is not None for at in range(len(words)))


def test_an_article_in_zawgyi_is_refused_with_the_converter_to_run():
    with pytest.raises(ArticleError) as caught:
        refuse_zawgyi(f"# Title\n\n{ZAWGYI}\n", path="a.txt")
    assert str(caught.value) == "a.txt: the Burmese text is in Zawgyi, not Unicode (“ျမန္မာႏိုင္ငံ၏ ၿမိဳ႔ေတာ္…”)"
    assert "uconv -f UTF-8 -t UTF-8 -x Zawgyi-my" in caught.value.remedy
    assert "ask the sender" in caught.value.remedy


def test_the_door_to_all_readers_refuses_zawgyi():
    with pytest.raises(ArticleError, match="Zawgyi"):
        inspect_text(ZAWGYI, "a.txt")


def test_a_zawgyi_article_with_a_unicode_paragraph_is_refused_and_the_paragraph_named():
    with pytest.raises(ArticleError) as caught:
        refuse_zawgyi(f"{ZAWGYI}\n\n{ZAWGYI}\n\n{BURMESE}\n", path="a.txt")
    assert "a paragraph in it, such as “မြန်မာနိုင်ငံ၏" in caught.value.remedy


def test_a_zawgyi_paragraph_pasted_into_unicode_is_a_doubt_with_its_line():
    doubts = refuse_zawgyi(f"# Title\n\n{BURMESE}\n\n{ZAWGYI}\n\n{BURMESE}\n", path="a.md")
    assert [doubt.line for doubt in doubts] == [5]
    assert doubts[0].message.startswith("this paragraph looks like Zawgyi pasted into an article in Unicode")


def test_a_few_words_are_at_most_a_doubt():
    doubts = refuse_zawgyi("The word is\nျမန္မာႏိုင္ငံ as she spells it", path="a.md")
    assert [(doubt.line, "may be in Zawgyi" in doubt.message) for doubt in doubts] == [(2, True)]


@pytest.mark.parametrize("text", ["က", "၁၂၃ ၄၅", "။", "no letters of the script", "", "ရန်ကုန် in the text"])
def test_what_is_the_same_in_both_is_no_doubt(text):
    assert refuse_zawgyi(text, path="a.md") == ()


def test_an_undecided_judge_is_a_doubt_about_the_most_suspicious_paragraph():
    def judge(text):
        return 0.6 if "ႏ" in text else 0.1

    doubts = refuse_zawgyi(f"{BURMESE}\n\n\n{ZAWGYI}\n", path="a.md", judge=judge)
    assert [doubt.line for doubt in doubts] == [4]


def test_text_that_tells_nothing_is_no_doubt():
    assert refuse_zawgyi(BURMESE, path="a.md", judge=lambda text: float("-inf")) == ()


def test_articles_without_the_script_do_not_import_the_detector():
    code = (
        "import sys; from l10n.readers import inspect_text; inspect_text('plain ภาษาไทย 中文', 'a.md');"
        "assert not {'myanmartools', 'l10n.readers.zawgyi'} & set(sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

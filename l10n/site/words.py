"""The few words that the pages of the site say themselves, in the languages they can say them in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

EN = {
    "skip": "Skip to the text",
    "languages": "Languages",
    "choose": "Choose a language",
    "articles": "Articles",
    "newest": "Newest articles",
    "earlier": "By month",
    "nothing": "No article has been published in this language yet.",
    "corrections": "Corrections",
    "no-corrections": "Nothing has been corrected or retracted so far.",
    "feed": "Feed (Atom)",
    "read": "Read the article",
    "downloads": "Downloads",
    "files-about": "Each file holds the article in both languages and opens without a network.",
    "compare": "Compare the whole SHA-256 line, not only its beginning.",
    "share": "Text to pass on",
    "checksums": "Checksums of all files",
    "signature": "Signature",
    "key": "Public key",
    "published": "Published",
    "corrected": "Corrected",
    "retracted": "Retracted",
    "restored": "Published again",
    "retraction": "This article has been retracted.",
    "pass-on": "Its files have been taken away. If you passed the article on, please pass on this notice too.",
    "reason": "Reason",
    "edition": "Edition {number}",
    "before": "Before",
    "after": "Now",
    "added": "Added",
    "removed": "Taken out",
    "about": "About this article",
    "also": "Also in",
    "html": "Web page",
    "epub": "E-book (EPUB)",
    "text": "Plain text",
    "messages": "Messages to paste into a chat",
    "pdf-phone": "PDF for phones",
    "docx": "Word",
}
MY = {
    "skip": "စာသားသို့ ကျော်သွားရန်",
    "languages": "ဘာသာစကားများ",
    "choose": "ဘာသာစကား ရွေးပါ",
    "articles": "ဆောင်းပါးများ",
    "newest": "နောက်ဆုံးထုတ် ဆောင်းပါးများ",
    "earlier": "လအလိုက်",
    "nothing": "ဤဘာသာစကားဖြင့် ဆောင်းပါး မထုတ်ဝေရသေးပါ။",
    "corrections": "ပြင်ဆင်ချက်များ",
    "no-corrections": "ယခုအထိ ပြင်ဆင်ခြင်း၊ ရုပ်သိမ်းခြင်း မရှိသေးပါ။",
    "feed": "Atom ဖိဒ်",
    "read": "ဆောင်းပါးကို ဖတ်ရန်",
    "downloads": "ဒေါင်းလုဒ်များ",
    "files-about": "ဖိုင်တိုင်းတွင် ဆောင်းပါးကို နှစ်ဘာသာဖြင့် ပါရှိပြီး အင်တာနက်မလိုဘဲ ဖွင့်နိုင်သည်။",
    "compare": "SHA-256 စာကြောင်း၏ အစပိုင်းသာမက တစ်ကြောင်းလုံးကို တိုက်စစ်ပါ။",
    "share": "မျှဝေရန် စာသား",
    "checksums": "ဖိုင်အားလုံး၏ စစ်ဆေးကိန်းများ",
    "signature": "လက်မှတ်",
    "key": "အများသုံးသော့",
    "published": "ထုတ်ဝေသည့်ရက်",
    "corrected": "ပြင်ဆင်သည့်ရက်",
    "retracted": "ရုပ်သိမ်းသည့်ရက်",
    "restored": "ပြန်လည်ထုတ်ဝေသည့်ရက်",
    "retraction": "ဤဆောင်းပါးကို ရုပ်သိမ်းထားသည်။",
    "pass-on": "ဖိုင်များကို ဖယ်ရှားပြီးဖြစ်သည်။ ဤဆောင်းပါးကို မျှဝေခဲ့ပါက ဤအသိပေးချက်ကိုလည်း မျှဝေပေးပါ။",
    "reason": "အကြောင်းရင်း",
    "edition": "ထုတ်ဝေမှု အကြိမ် {number}",
    "before": "ယခင်",
    "after": "ယခု",
    "added": "ထည့်သွင်းချက်",
    "removed": "ဖယ်ရှားချက်",
    "about": "ဤဆောင်းပါးအကြောင်း",
    "also": "အခြားဘာသာစကားဖြင့်",
    "html": "ဝဘ်စာမျက်နှာ",
    "epub": "အီးဘုတ် (EPUB)",
    "text": "စာသားသက်သက်",
    "messages": "ချက်ထဲ ကူးထည့်ရန် မက်ဆေ့ချ်များ",
    "pdf-phone": "ဖုန်းအတွက် PDF",
    "docx": "Word",
}
ES = {
    "skip": "Ir al texto",
    "languages": "Idiomas",
    "choose": "Elija un idioma",
    "articles": "Artículos",
    "newest": "Últimos artículos",
    "earlier": "Por mes",
    "nothing": "Aún no se ha publicado ningún artículo en este idioma.",
    "corrections": "Correcciones",
    "no-corrections": "Hasta ahora no se ha corregido ni retirado nada.",
    "feed": "Canal (Atom)",
    "read": "Leer el artículo",
    "downloads": "Descargas",
    "files-about": "Cada archivo contiene el artículo en los dos idiomas y se abre sin red.",
    "compare": "Compare la línea SHA-256 entera, no solo el comienzo.",
    "share": "Texto para compartir",
    "checksums": "Sumas de comprobación de todos los archivos",
    "signature": "Firma",
    "key": "Clave pública",
    "published": "Publicado",
    "corrected": "Corregido",
    "retracted": "Retirado",
    "restored": "Publicado de nuevo",
    "retraction": "Este artículo ha sido retirado.",
    "pass-on": "Sus archivos se han quitado. Si compartió el artículo, comparta también este aviso.",
    "reason": "Motivo",
    "edition": "Edición {number}",
    "before": "Antes",
    "after": "Ahora",
    "added": "Añadido",
    "removed": "Quitado",
    "about": "Sobre este artículo",
    "also": "También en",
    "html": "Página web",
    "epub": "Libro electrónico (EPUB)",
    "text": "Texto sin formato",
    "messages": "Mensajes para pegar en un chat",
    "pdf-phone": "PDF para teléfonos",
    "docx": "Word",
}
WORDS: Mapping[str, Mapping[str, str]] = {"en": EN, "my": MY, "es": ES}

LABELS: Mapping[str, Mapping[str, str]] = {
    "my": {
        "Headline": "ခေါင်းစဉ်",
        "Dateline": "ရက်စွဲနှင့် သတင်းရေးသူ",
        "Caption": "ပုံစာ",
        "Picture description": "ပုံဖော်ပြချက်",
        "Link title": "လင့်ခ်ခေါင်းစဉ်",
        "Summary": "အကျဉ်းချုပ်",
        "Heading": "ခေါင်းစဉ်ငယ်",
        "Body": "စာပိုဒ်",
        "Quote": "ကိုးကားချက်",
        "List item": "စာရင်းပါအချက်",
        "Table cell": "ဇယားကွက်",
        "HTML text": "HTML စာသား",
        "Credits": "ပါဝင်ရေးသားသူများ",
        "Original": "မူရင်း",
    },
    "es": {
        "Headline": "Titular",
        "Dateline": "Fecha y firma",
        "Caption": "Pie de foto",
        "Picture description": "Descripción de la imagen",
        "Link title": "Título del enlace",
        "Summary": "Resumen",
        "Heading": "Subtítulo",
        "Body": "Párrafo",
        "Quote": "Cita",
        "List item": "Elemento de lista",
        "Table cell": "Celda",
        "HTML text": "Texto HTML",
        "Credits": "Créditos",
        "Original": "Original",
    },
}
"""What a segment is called, by the name that `l10n/labels.py` gives it."""


def words(locale: str) -> Mapping[str, str]:
    """Return the words of *locale*'s language, English where there are none."""
    return WORDS.get(locale.split("-")[0], EN)


def label_in(locale: str, label: str) -> str:
    """Return what a segment called *label* is called in *locale*'s language."""
    return LABELS.get(locale.split("-")[0], {}).get(label, label)


def format_name(locale: str, format: str) -> str:
    return words(locale).get(format) or {"pdf": "PDF", "markdown": "Markdown", "json": "JSON"}.get(format, format)


def long_date(moment: str, locale: str) -> str:
    """Return the day of an ISO time in words, as it is where the language is not known."""
    from babel.core import UnknownLocaleError
    from babel.dates import format_date

    day = date.fromisoformat(moment[:10])
    try:
        return format_date(day, "long", locale=locale.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return day.isoformat()


def long_month(month: str, locale: str) -> str:
    """Return `2026-11` in words, as it is where the language is not known."""
    from babel.core import UnknownLocaleError
    from babel.dates import format_skeleton

    try:
        return format_skeleton("yMMMM", date.fromisoformat(f"{month}-01"), locale=locale.replace("-", "_"))
    except (UnknownLocaleError, ValueError, KeyError):
        return month

"""The few sentences that the forms say to a translator, in the languages they can say them in."""

from __future__ import annotations

from collections.abc import Mapping

EN = {
    "approved": "Approved (done)",
    "review": "In review",
    "draft": "Machine draft",
    "stale": "Needs work",
    "empty": "Empty",
    "original": "original",
    "translation": "translation",
    "number": "No.",
    "marks": "Keep marks such as **…**, *…* and [1] in your translation, where they belong.",
    "nothing-printed": "Nothing is published before a reviewer has approved it.",
    "docx-write": "Write your translation in the right-hand column and change nothing in the other two.",
    "docx-save": "Save the document as Word (.docx) and send it back.",
    "text-write": "Write each translation under its original. Change no line that begins with === or >.",
    "text-save": "Save the file as plain text (UTF-8) and send it back.",
    "page-write": "Write in the boxes: your text goes under or beside each original.",
    "page-save": "To keep your work, choose “Save page as…” in the browser's menu, of the type “Web page, complete”, "
    "and send back the page you saved.",
    "page-lose": "This page keeps nothing by itself: close or reload it, and what you have not saved is lost.",
    "page-folder": "Chrome and Edge write the name of the folder that this page lies in into the page they save; "
    "Firefox and Tor Browser do not.",
    "page-phone": "If your browser has no “Save page as…” (most phones), write in {text} instead.",
    "page-button-save": "To keep your work, press “Save my translations” and send back the file you get.",
    "save": "Save my translations",
    "progress": "{done} of {all} have a text",
    "saved": "Saved as {file}. Send this file back.",
    "skip": "Skip to the paragraphs",
    "before": "The original was changed. Before, it said:",
    "kit-intro": "This is a translation kit. It needs no connection, no program but the ones you have, and no account.",
    "kit-choose": "Use ONE of these files, and send back only that one (or the whole kit packed again):",
    "kit-page": "opens in a web browser on a computer, with or without scripts; the page says how to save",
    "kit-text": "opens in any editor or notes app, also on a phone; this always works",
    "kit-po": "for Poedit, OmegaT, Lokalize and other programs for translators",
    "kit-approved": "Paragraphs marked “Approved” are done. They are there so that you can read the whole.",
    "kit-safe": "The kit is not encrypted. Keep it and send it as carefully as the article itself needs.",
}
MY = {
    "approved": "အတည်ပြုပြီး (ပြီးစီး)",
    "review": "စစ်ဆေးဆဲ",
    "draft": "စက်မူကြမ်း",
    "stale": "ပြင်ရန်လို",
    "empty": "ဗလာ",
    "original": "မူရင်း",
    "translation": "ဘာသာပြန်",
    "number": "စဉ်",
    "marks": "**…**၊ *…*၊ [1] ကဲ့သို့ အမှတ်အသားများကို ဘာသာပြန်ထဲတွင် သင့်ရာနေရာ၌ ဆက်ထားပါ။",
    "nothing-printed": "စစ်ဆေးသူ အတည်မပြုမီ မည်သည့်စာကိုမျှ ထုတ်ဝေမည် မဟုတ်ပါ။",
    "docx-write": "ညာဘက်အကျဆုံး ကော်လံတွင် ဘာသာပြန်ကို ရေးပြီး ကျန်ကော်လံနှစ်ခုကို မပြင်ပါနှင့်။",
    "docx-save": "ဖိုင်ကို Word (.docx) အဖြစ် သိမ်းပြီး ပြန်ပို့ပါ။",
    "text-write": "မူရင်းတစ်ခုစီ၏ အောက်တွင် ဘာသာပြန်ကို ရေးပါ။ === သို့မဟုတ် > ဖြင့် စသော စာကြောင်းများကို မပြင်ပါနှင့်။",
    "text-save": "ဖိုင်ကို plain text (UTF-8) အဖြစ် သိမ်းပြီး ပြန်ပို့ပါ။",
    "page-write": "မူရင်းတစ်ခုစီ၏ ဘေး သို့မဟုတ် အောက်ရှိ အကွက်ထဲတွင် ရေးပါ။",
    "page-save": "သိမ်းရန် ဘရောက်ဇာမီနူးမှ “Save page as…” ကို ရွေး၍ “Web page, complete” အမျိုးအစားဖြင့် သိမ်းပြီး "
    "သိမ်းထားသော စာမျက်နှာကို ပြန်ပို့ပါ။",
    "page-lose": "ဤစာမျက်နှာသည် အလိုအလျောက် မသိမ်းပါ။ ပိတ်လျှင် သို့မဟုတ် ပြန်ဖွင့်လျှင် မသိမ်းရသေးသော စာများ ပျောက်မည်။",
    "page-folder": "Chrome နှင့် Edge တို့သည် ဤစာမျက်နှာရှိသော ဖိုင်တွဲအမည်ကို သိမ်းသောဖိုင်ထဲတွင် ထည့်ရေးသည်။ Firefox နှင့် Tor Browser တို့ မရေးပါ။",
    "page-phone": "ဘရောက်ဇာတွင် “Save page as…” မရှိလျှင် (ဖုန်းအများစု) {text} ထဲတွင် ရေးပါ။",
    "page-button-save": "သိမ်းရန် “ဘာသာပြန်များ သိမ်းရန်” ကို နှိပ်ပြီး ရလာသော ဖိုင်ကို ပြန်ပို့ပါ။",
    "save": "ဘာသာပြန်များ သိမ်းရန်",
    "progress": "{all} ခုအနက် {done} ခုတွင် စာရှိပြီး",
    "saved": "{file} အဖြစ် သိမ်းပြီးပါပြီ။ ဤဖိုင်ကို ပြန်ပို့ပါ။",
    "skip": "စာပိုဒ်များသို့ ကျော်သွားရန်",
    "before": "မူရင်းကို ပြင်ထားသည်။ ယခင်က −",
    "kit-intro": "ဤသည်မှာ ဘာသာပြန်ရန် ဖိုင်တွဲ ဖြစ်သည်။ အင်တာနက်၊ ပရိုဂရမ်အသစ်နှင့် အကောင့် မလိုပါ။",
    "kit-choose": "အောက်ပါဖိုင်များအနက် တစ်ခုတည်းကိုသာ သုံးပြီး ထိုဖိုင်ကိုသာ ပြန်ပို့ပါ −",
    "kit-page": "ကွန်ပျူတာရှိ ဘရောက်ဇာဖြင့် ဖွင့်ရန်။ သိမ်းနည်းကို စာမျက်နှာတွင် ပြထားသည်",
    "kit-text": "မည်သည့် စာရေးအက်ပ်ဖြင့်မဆို၊ ဖုန်းဖြင့်လည်း ဖွင့်နိုင်ပြီး အမြဲ အဆင်ပြေသည်",
    "kit-po": "Poedit၊ OmegaT၊ Lokalize စသည့် ဘာသာပြန်ပရိုဂရမ်များအတွက်",
    "kit-approved": "“အတည်ပြုပြီး” ဟု ပြထားသော စာပိုဒ်များ ပြီးစီးပြီ။ အားလုံးကို ဆက်စပ်ဖတ်နိုင်ရန် ထည့်ထားသည်။",
    "kit-safe": "ဤဖိုင်တွဲကို စကားဝှက်ဖြင့် မကာကွယ်ထားပါ။ ဆောင်းပါးကဲ့သို့ပင် ဂရုစိုက် သိမ်းဆည်း ပေးပို့ပါ။",
}
ES = {
    "approved": "Aprobado (listo)",
    "review": "En revisión",
    "draft": "Borrador automático",
    "stale": "Por corregir",
    "empty": "Vacío",
    "original": "original",
    "translation": "traducción",
    "number": "N.º",
    "marks": "Conserve en su traducción, donde correspondan, las marcas como **…**, *…* y [1].",
    "nothing-printed": "Nada se publica antes de que alguien lo apruebe.",
    "docx-write": "Escriba su traducción en la columna de la derecha y no cambie nada en las otras dos.",
    "docx-save": "Guarde el documento como Word (.docx) y envíelo de vuelta.",
    "text-write": "Escriba cada traducción debajo de su original. No cambie las líneas que empiezan por === o >.",
    "text-save": "Guarde el archivo como texto sin formato (UTF-8) y envíelo de vuelta.",
    "page-write": "Escriba en los recuadros, debajo o al lado de cada original.",
    "page-save": "Para conservar su trabajo, elija «Guardar página como…» en el menú del navegador, del tipo "
    "«Página web completa», y envíe la página guardada.",
    "page-lose": "Esta página no guarda nada por sí sola: si la cierra o la recarga, se pierde lo no guardado.",
    "page-folder": "Chrome y Edge escriben en la página guardada el nombre de la carpeta en la que está; "
    "Firefox y Tor Browser no.",
    "page-phone": "Si su navegador no tiene «Guardar página como…» (la mayoría de los teléfonos), escriba en {text}.",
    "page-button-save": "Para conservar su trabajo, pulse «Guardar mis traducciones» y envíe el archivo que recibe.",
    "save": "Guardar mis traducciones",
    "progress": "{done} de {all} tienen texto",
    "saved": "Guardado como {file}. Envíe este archivo de vuelta.",
    "skip": "Ir a los párrafos",
    "before": "El original cambió. Antes decía:",
    "kit-intro": "Este es un paquete de traducción. No necesita conexión, ni programas nuevos, ni una cuenta.",
    "kit-choose": "Use UNO de estos archivos y envíe solo ese (o todo el paquete, comprimido de nuevo):",
    "kit-page": "se abre en el navegador de una computadora, con o sin scripts; la página dice cómo guardar",
    "kit-text": "se abre en cualquier editor o aplicación de notas, también en un teléfono; siempre funciona",
    "kit-po": "para Poedit, OmegaT, Lokalize y otros programas de traducción",
    "kit-approved": "Los párrafos marcados «Aprobado» están listos. Están ahí para que pueda leer el conjunto.",
    "kit-safe": "El paquete no está cifrado. Guárdelo y envíelo con el cuidado que el propio artículo necesita.",
}
WORDS: Mapping[str, Mapping[str, str]] = {"en": EN, "my": MY, "es": ES}


def said_in(locale: str) -> list[str]:
    """Return the languages that a form for *locale* speaks: its own where there are words in it, and English."""
    own = locale.split("-")[0]
    return [own, "en"] if own in WORDS and own != "en" else ["en"]


def say(word: str, language: str) -> str:
    """Return the sentence *word* in *language*, one of those of `said_in`."""
    return WORDS[language][word]

"""Short lists for languages that are seldom a source: how they say no, and how they count."""

from __future__ import annotations

from collections.abc import Mapping

NEGATION: Mapping[str, str] = {
    "el": r"δεν|δε|μη|μην|όχι|ποτέ|κανείς|κανέν\w+|καμ[ίι]\w*|τίποτα|χωρίς|δίχως|ούτε|μήτε|ουδ\w+|ουχί|αρν\w+",
    "sv": r"inte|ej|icke|aldrig|ingen|inget|inga|utan|varken|knappt|nej|neka\w*|vägra\w*|förbj\w+",
    "da": r"ikke|ej|aldrig|ingen|intet|uden|hverken|næppe|nej|nægt\w+|afvis\w+|forb\w+",
    "nb": r"ikke|ikkje|ei|aldri|ingen|inga|inkje|intet|uten|utan|verken|neppe|nei|nekt\w+|avvis\w+|forb\w+",
    "fi": (
        r"en|et|ei|emme|ette|eivät|ettei\w*|älä|älkää|ilman|koskaan|kukaan|mitään|ikinä|tuskin|kiel\w+|eikä"
        r"|\w+t[oö]n"
    ),
    "hu": (
        r"nem|ne|se|sem|nincs\w*|sincs\w*|soha|senki\w*|semmi\w*|nélkül|sehol|aligha|taga\w+|tilt\w+"
        r"|\w+(?:atlan|etlen|talan|telen)\w*"
    ),
    "cs": r"ne|ne\w+|není|nikdy|nikdo|nic|žádn\w+|bez|ani|nikde|odmít\w+|popř\w+|zak[aá]z\w+",
    "ro": r"nu|n-|n|niciodată|nimeni|nimic|nici\w*|fără|niciun\w*|refuz\w+|neg\w+|interz\w+|ne\w+",
    "bg": r"не|ни|няма\w*|никога|никой|никого|нищо|никак\w*|без|нито|никъде|отказ\w+|отри\w+|забран\w+|нe\w+",
    "sr": (
        r"не|није|нису|нисам|нема\w*|никад\w*|нико|никог\w*|ништа|никак\w*|без|нити|ни|ne|nije|nisu|nisam"
        r"|nema\w*|nikad\w*|nitko|niko|ništa|nikak\w*|bez|niti|ni|одби\w+|negir\w+|odbi\w+|забра\w+|zabra\w+"
    ),
    "ca": r"no|mai|ningú|res|cap|sense|tampoc|ni|pas|neg\w+|rebutj\w+|prohib\w+",
    "tl": r"hindi|di|wala\w*|huwag|ayaw|walang|kailanman|tanggi\w*|tinanggihan",
    "ne": r"होइन|छैन\w*|नगर\w*|न\S+|\S+न|\S+नन्|\S+दैन\S*|बिना|कहिल्यै|नभ\S+",
    "pa": r"ਨਹੀਂ|ਨਾ|ਨਹੀ|ਬਿਨਾਂ|ਕਦੇ|ਮਤ",
    "gu": r"નથી|નહીં|નહિ|ના|ન|વિના|ક્યારેય",
    "mr": r"नाही\S*|नका|न|नको|विना|नव्हत\S*|नसे\S*",
    "ta": r"இல்லை|அல்ல|வேண்டாம்|\S*(?:வில்லை|மாட்ட|ாமல்|ாது|ில்லா)\S*|கூடாது",
    "te": r"లేదు|కాదు|వద్దు|లేని|లేరు|\S*(?:లేదు|లేరు|కూడదు|కుండా)",
    "si": r"නැහැ|නැත\S*|නෑ|එපා|නො\S+|බැහැ|නොවේ",
    "ka": r"არ|ვერ|ნუ|არა\S*|აღარ|არასოდეს|არავინ|არაფერი|გარეშე|უ\w+ო",
    "hy": r"ոչ\S*|չ\S+|մի|առանց|երբեք|ան\S+",
    "am": r"አል\S+|አይ\S+|የለ\S*|አይደ\S+|ያለ\S*",
    "ms": r"tidak|tak|bukan|belum|jangan|tanpa|tiada|enggan|menolak|menafikan",
    "shn": r"[^\W_]*ဢမ်ႇ\S*|ပႆႇ\S*|ယႃႇ\S*",
    "mnw": r"\S*ဟွံ\S*|\S*ဟွာ\S*|\S*လ္ပ\S*",
    "ksw": r"\S*တ\S*ဘၣ်\S*|\S*တ\S*ဘၣ်",
    "ku": r"ne\w*|na\w*|tune\w*|bê|qet|nîn\w*|نە\w*|نا\w*|بێ|هیچ",
}  # fmt: skip
NUMBERS: Mapping[str, str] = {
    "nl": (
        r"nul|een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|\w+tien|\w*tig|honderd\w*"
        r"|duizend\w*|miljoen\w*|miljard\w*|half|helft|beide\w*|eerste|tweede|derde|alle|veel|dozijn"
    ),
    "el": (
        r"μηδέν|έν\w+|ένα|δύο|δυο|τρεις|τρία|τέσσερ\w+|πέντε|έξι|επτά|εφτά|οκτώ|οχτώ|εννέα|εννιά|δέκα|έντεκα"
        r"|δώδεκα|είκοσι|τριάντα|\w+[άή]ντα|εκατό\w*|\w+κόσι\w+|χίλι\w+|χιλιάδες|εκατομμύρι\w+"
        r"|δισεκατομμύρι\w+|μισ\w+|πρώτ\w+|δεύτερ\w+|τρίτ\w+|όλ\w+"
    ),
    "sv": (
        r"noll|en|ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|\w+ton|tjugo\w*|\w+tio\w*|hundra\w*"
        r"|tusen\w*|miljon\w*|miljard\w*|halv\w*|båda|första|andra|tredje|alla|dussin\w*"
    ),
    "da": (
        r"nul|en|et|to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv|\w+ten|tyve|tredive|fyrre|halvtreds|tres"
        r"|halvfjerds|firs|halvfems|hundrede\w*|tusind\w*|million\w*|milliard\w*|halv\w*|begge|første|anden"
        r"|tredje|alle"
    ),
    "nb": (
        r"null|én|en|ett|to|tre|fire|fem|seks|sju|syv|åtte|ni|ti|elleve|tolv|\w+ten|tjue\w*|tretti\w*|\w+ti"
        r"|hundre\w*|tusen\w*|million\w*|milliard\w*|halv\w*|begge|første|andre|tredje|alle"
    ),
    "fi": (
        r"nolla|yksi|kaksi|kolme|neljä|viisi|kuusi|seitsemän|kahdeksan|yhdeksän|kymmenen|\w+toista"
        r"|\w*kymmentä\w*|sata\w*|sataa|tuha\w+|miljoon\w+|miljard\w+|puol\w+|molem\w+|ensimmäi\w+|toi\w+"
        r"|kolma\w+|kaikki"
    ),
    "hu": (
        r"nulla|egy\w*|két|kettő|három|négy|öt|hat|hét|nyolc|kilenc|tíz|tizen\w+|húsz|huszon\w+|harminc\w*"
        r"|negyven\w*|ötven\w*|\w+van|\w+ven|száz\w*|ezer\w*|millió\w*|milliárd\w*|fél|mindkét|első|második"
        r"|harmadik|összes"
    ),
    "cs": (
        r"nula|jed\w+|dv[aě]\w*|tři\w*|čtyři|pět|šest|sedm|osm|devět|deset|\w+náct|dvacet|třicet|čtyřicet"
        r"|\w+desát|sto|stě|set|tisíc\w*|milion\w*|miliard\w*|půl|polovin\w*|ob[aě]|prvn\w+|druh\w+|třet\w+"
        r"|všich\w+"
    ),
    "ro": (
        r"zero|un[ua]?|doi|două|trei|patru|cinci|șase|şase|șapte|şapte|opt|nouă|zece|\w+sprezece|douăzeci"
        r"|\w+zeci|sut[aăe]|mi[ie]|milio\w+|miliard\w*|jumătate|ambi[ie]|ambele|prim\w*|toți|toate"
    ),
    "bg": (
        r"нула|един|една|едно|два\w*|две|три\w*|четири\w*|пет\w*|шест\w*|седем\w*|осем\w*|девет\w*|десет\w*"
        r"|сто|двеста|хиляд\w+|милион\w*|милиард\w*|половин\w*|перв\w+|първ\w+|втор\w+|трет\w+|всички"
    ),
    "sr": (
        r"нула|један|једна|два|две|двије|три|четири|пет\w*|шест\w*|седам\w*|осам\w*|девет\w*|десет\w*|сто"
        r"|хиљад\w+|милион\w*|половин\w*|оба|прв\w+|други|трећ\w+|nula|jedan|jedna|dva|dve|dvije|tri|četiri"
        r"|pet\w*|šest\w*|sedam\w*|osam\w*|devet\w*|deset\w*|sto|hiljad\w+|tisuć\w+|milij?un\w*|milion\w*"
        r"|polovin\w*|oba|prv\w+|drug\w+|treć\w+"
    ),
    "ca": (
        r"zero|un[as]?|dos|dues|tres|quatre|cinc|sis|set|vuit|nou|deu|onze|dotze|\w+tze|vint\w*|trenta|\w+anta"
        r"|cent\w*|mil|milers|milions?|meitat|primer\w*|segon\w*|tercer\w*|tots|totes"
    ),
    "tl": (
        r"isa\w*|dalawa\w*|tatlo\w*|apat|lima\w*|anim\w*|pito\w*|walo\w*|siyam\w*|sampu\w*|labing\w*|\w+mpu"
        r"|daan\w*|libo\w*|milyon|kalahati|una|lahat|uno|dos|tres|kwatro|singko"
    ),
    "he": (
        r"[והבלמש]?(?:אפס|אחד|אחת|שני\w*|שתי\w*|שלוש\w*|ארבע\w*|חמש\w*|חמיש\w*|שש\w*|שבע\w*|שמונ\w*|תשע\w*"
        r"|עשר\w*|מאה|מאות|מאתיים|אלף|אלפי\w*|מיליון\w*|מיליארד\w*|חצי|מחצית|רבע|שליש|ראשו\w+|שלישי\w*|כל)"
    ),
    "bn": (
        r"শূন্য|এক\S*|দুই\S*|দুটি|তিন\S*|চার\S*|পাঁচ\S*|ছয়\S*|ছয়\S*|সাত\S*|আট\S*|নয়\S*|নয়\S*|দশ\S*|বারো"
        r"|বিশ|কুড়ি|ত্রিশ|পঞ্চাশ|শত\S*|একশ|হাজার\S*|লাখ\S*|কোটি|অর্ধেক|প্রথম|দ্বিতীয়|সব"
    ),
    "ur": (
        r"صفر|ایک|دو|تین|چار|پانچ|چھ\w?|سات|آٹھ|نو|دس|بیس|تیس|چالیس|پچاس|سو|ہزار\w*|لاکھ\w*|کروڑ\w*|آدھا|نصف"
        r"|پہل\w+|دوسر\w+|تیسر\w+|تمام|درجن\w*"
    ),
    "ne": (
        r"शून्य|एक\S*|दुई\S*|तीन\S*|चार\S*|पाँच\S*|पांच\S*|छ\S*|सात\S*|आठ\S*|नौ\S*|दश\S*|दस\S*|बीस|तीस|पचास"
        r"|सय\S*|हजार\S*|लाख\S*|करोड\S*|आधा|पहिलो|दोस्रो|तेस्रो"
    ),
    "mr": r"शून्य|एक|दोन|तीन|चार|पाच|सहा|सात|आठ|नऊ|दहा|वीस|शंभर|हजार\S*|लाख\S*|कोटी|अर्धा|पहिल\S*|दुसर\S*",
    "ta": r"ஒன்று|ஒரு|இரண்டு|இரு|மூன்று|நான்கு|ஐந்து|ஆறு|ஏழு|எட்டு|ஒன்பது|பத்து|நூறு|ஆயிரம்|லட்சம்|கோடி|பாதி|முதல்",
    "te": r"ఒకటి|ఒక|రెండు|మూడు|నాలుగు|ఐదు|ఆరు|ఏడు|ఎనిమిది|తొమ్మిది|పది|వంద|వేలు|లక్ష|కోటి|సగం",
    "shn": r"\S*(?:ၼိုင်ႈ|သွင်|သၢမ်|သီႇ|ႁႃႈ|ႁူၵ်း|ၸဵတ်း|ပႅတ်ႇ|ၵဝ်ႈ|သိပ်း|ပၢၵ်ႇ|ႁဵင်|မိုၼ်ႇ|သႅၼ်|လၢၼ်ႉ)\S*",
    "ms": (
        r"kosong|sifar|satu|dua|tiga|empat|lima|enam|tujuh|lapan|sembilan|sepuluh|sebelas|belas|puluh\w*"
        r"|seratus|ratus\w*|seribu|ribu\w*|juta\w*|bilion|separuh|setengah|kedua|ketiga|pertama|semua"
    ),
    "ka": (
        r"ნულ\w*|ერთ\w*|ორ\w*|სამ\w*|ოთხ\w*|ხუთ\w*|ექვს\w*|შვიდ\w*|რვა\w*|ცხრა\w*|ათ\w*|ოც\w*|ას\w*|ათას\w*"
        r"|მილიონ\w*|ნახევარ\w*|პირველ\w*|მეორე\w*"
    ),
    "hy": (
        r"զրո|մեկ\S*|երկու\S*|երեք\S*|չորս\S*|հինգ\S*|վեց\S*|յոթ\S*|ութ\S*|ինը\S*|տաս\S*|քսան\S*|հարյուր\S*"
        r"|հազար\S*|միլիոն\S*|կես\S*|առաջին\S*"
    ),
}  # fmt: skip
SAME = {"no": "nb", "nn": "nb", "sk": "cs", "hr": "sr", "bs": "sr", "mk": "bg", "fil": "tl", "ckb": "ku", "be": "ru"}
"""Languages near enough to another one here to share its list."""

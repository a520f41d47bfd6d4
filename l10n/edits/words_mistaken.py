"""English words that a slip turns into another word: between two of them nobody can tell a typo from a change."""

from __future__ import annotations

from ..checks.rule import words

MISTAKEN = frozenset(
    words(
        "trial trail angel angle diary dairy casual causal martial marital sacred scared united untied calm clam "
        "form from county country public pubic three there council counsel killed skilled desert dessert later "
        "latter planing planning conversation conservation prosecute persecute prosecuted persecuted through "
        "thorough though thought tough quiet quite minister minster border boarder message massage convoy convey "
        "police policy statue statute moral morale patients patience personal personnel principal principle affect "
        "effect except accept adapt adopt collision collusion invasion evasion infection inflection mediation "
        "meditation medication sanction section regime regimen president precedent resident prescribe proscribe "
        "defuse diffuse incidents incidence refuge refugee assess asses attack attach reported deported injured "
        "insured contract contrast contact election ejection erection selection hostage evacuate evaluate evacuated "
        "evaluated secured seceded ration nation terrorist tourist protest protect protested protected officer "
        "officers offices loose lose losing loosing chose choose breath breathe weather whether advice advise altar "
        "alter decent descent dissent device devise lightning lightening precede proceed reform deform released "
        "relented detained retained maintained raided rained trained strained started stated stared trailed trialed "
        "carried curried buried married marred scarred barred bared planned planed hoped hopped robed robbed "
        "staring starring tinned tined bitter better batter butter letter litter matter mutter barrack destroyed "
        "deployed deplored explored exploded expelled excelled repelled repealed revealed reveled appealed appeared "
        "operated separated celebrated calibrated commended commanded comment commend command demand remand rebel "
        "rebels repel reign resign design region religion reigned army arm amy troop troupe stationed stationery "
        "stationary historic hysteric economic ironic comic cosmic"
    )
)

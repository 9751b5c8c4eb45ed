"""Words of support and opposition.

Written by hand from what the guidelines call support and oppose, ordered by the root categories of the CAMEO code book of political events
(Schrodt 2012): for support appeal, intend to cooperate, consult, cooperate, aid and yield (02 to 08); for opposition demand, disapprove,
reject, threaten, protest, exhibit force, reduce relations, coerce, assault and fight (10 to 20).
"""

from __future__ import annotations

import re
from functools import lru_cache

SUPPORT = """
    welcom* prais* hail* applaud* commend* congratulat* thank* laud* salut* honour* honor* grateful gratitude appreciat* admir*
    endors* back backs backed backing support* approv* embrac* favour* favor* defend defends defended defending advocat* champion*
    sided siding recogni* encourag* agree agrees agreed cooperat* partner* ally allies allied friend* solidarity sympath* condolence*
    assist* aid aids aided aiding help helps helped helping fund funds funded funding donat* arms arming protect* shelter*
    pledg* promis* committed commitment reaffirm*
"""

OPPOSE = """
    condemn* denounc* criticis* criticiz* accus* blam* deplor* decr* slam* rebuk* reprimand* outrag* shame* unaccept* illegal* unlawful*
    demand demands demanded concern concerned concerns worr* alarm* regret* doubt* distrust* fear fears feared suspicio*
    reject* oppos* refus* veto* disput* resist* boycott* protest* summon* warn warns warned warning threat* hostil* provoc* aggress*
    sanction* blacklist* designat* expel* ban bans banned indict* arrest* charged charges sever severed severing suspend* withdr* downgrad*
    violat* breach* attack* struck strike strikes bomb* invad* invasion kill* fight* fought
"""

NEGATED = "not_"


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile("|".join(words.split()).replace("*", ".*"))


_SUPPORT, _OPPOSE = _pattern(SUPPORT), _pattern(OPPOSE)


@lru_cache(maxsize=2**16)
def leaning(word: str) -> int:
    """1 for a word of support, -1 for one of opposition, 0 for any other; a word marked as negated leans the other way."""
    bare = word.removeprefix(NEGATED)
    sign = int(bool(_SUPPORT.fullmatch(bare))) - int(bool(_OPPOSE.fullmatch(bare)))
    return sign if bare == word else -sign

"""Quotations: whether the speaker is named after one, so that the sentence goes on, or was named before it."""

from __future__ import annotations

from indexer.patterns import pattern
from indexer.scripts import HANGUL, LAST_NARROW
from indexer.sentences.candidate import Candidate
from indexer.sentences.verdicts import JOIN

QUOTES = frozenset("\"'”’»")
_NEAR = 400  # characters within which a quotation is looked for that closes here
_SPEAKS_WIDE = pattern(
    r"[とをに]|って|の(?!ち)|は(?![いじ])|が(?!、)|など|そう[語話言述]|라고|하고|고 |[^。！？，、；：\s]{0,16}?(?:问道|说道|问|說|说|問|道[，。：]|补充道|補充道|回答|表示|答道|喊道|写道|寫道|指出|强调|認為|认为)"
)
_SPEAKS = pattern(
    r"(?:(?:(?:[A-Z][\w'’-]{0,30}\.?|the|an?|of|[a-z]{1,12})\s+){1,4}?|(?:[A-Z][\w'’-]{0,30}\s+){0,2}[A-Z][\w'’-]{0,30},\s+who\s+[^,.!?]{1,60},\s+)"
    r"(?:(?:would|used to|was heard to|is reported to have)\s+(?:say|ask|shout|cry|reply|said|asked)|said|says|asked|asks|wrote|writes|replied|answered|added|cried|exclaimed"
    r"|wondered|inquired|shouted|whispered|remarked|demanded|continued|explained|told|yelled|called|screamed|muttered|murmured|snapped"
    r"|insisted|begged|pleaded|growled|sighed|laughed|joked|teased|prompted|repeated|protested|roared|gasped|hissed"
    r"|interjected|responded|retorted|grumbled|bellowed|wailed|sobbed|mumbled|stammered|queried|mused|replies|answers|demands|whispers"
    r"|shouts|yells|cries|wonders|mutters|exclaims|boomed|drawled|shrieked|squeaked|croaked|quipped|hollered|snarled|crooned|moaned|whined"
    r"|gushed|scoffed|blurted|sneered|tells|(?:wrote|texted|said)\s+back|wanted\s+to\s+know"
    r"|(?:spat|managed|pressed|persisted|ventured|countered|concluded|recalled|recalls|posted|tweeted|texted|typed|mouthed|scolded|chided)"
    r"(?=[.,;:!?]|\s+(?:[a-z]{2,20}ly|on|in|to|at|with)\b)"
    r"|(?:agreed|began|observed|returned|interrupted|suggested|announced|declared|ordered|urged|warned|breathed|groaned|chuckled|barked"
    r"|thought|offered|giggled|echoed|rasped|spluttered|stuttered|thundered|huffed|sniffed|purred|cooed|crowed|quavered"
    r"|(?:chimed|put|cut|broke|butted) in|burst out|went on|shot back|(?:piped|spoke) up)(?=[.,;:!?]|\s+[a-z]{2,20}ly\b))\b"
    # Not what happened next: `continued walking`, `called an ambulance`, `laughed and left`, `told him about it`, `said that`.
    r"(?!(?<=continued)\s+[a-z]{2,20}ing\b|(?<=called|.added)\s+(?:some|an?|the)\s+|(?<=repeated)\s+(?:an?|the)\s+|(?<=laughed)\s+and\s+"
    r"|(?<=told)\s+(?:him|her|them|us|me)\s+(?:about|that)\b|(?<=said)\s+(?:nothing|that)\b|(?<=answered)\s+that\b)"
)
_ASKS_IN_KOREAN = pattern(
    rf"[{HANGUL}]{{1,8}}[가이은는] (?:[{HANGUL}]{{1,8}} ){{0,3}}?(?:물었|되물|외쳤|소리쳤|말했|답했|대답했)"
)
_OPENS_WITH_A_TITLE = ('In "', "In “")


# Not `I said nothing`, `I told them`, which tell what happened next.
_I_SPEAK = pattern(
    r"I (?:had (?:asked|said|cried|replied|answered|shouted|whispered|wondered|thought)|asked?|cried|shouted|whispered|replied|demanded|exclaimed|yelled|thought|muttered|murmured|repeated|called|screamed|added|answered"
    r"|wondered|said(?=[.,;:!?]|\s+(?:to|in|with|as|at|softly|quietly|again|aloud|loudly|finally|when|after|before)\b))\b"
)


def i_follow(c: Candidate) -> bool:
    """Whether the one who tells the story speaks: `I asked her`."""
    return _I_SPEAK.match(c.text, c.right, c.limit) is not None


def speaker_follows(c: Candidate) -> bool:
    """Whether who speaks is named next: `Mr. Lee asked`."""
    return _SPEAKS.match(c.text, c.right, c.limit) is not None


def names_a_work(c: Candidate) -> bool:
    """Whether the sentence opens with the title that closes here: `In "Who's Afraid of Virginia Woolf?" Albee dissects`."""
    if not c.text.startswith(_OPENS_WITH_A_TITLE, c.begin) or c.stop.start - c.begin > _NEAR:
        return False
    return not set('"“”').intersection(c.text[c.begin + 4 : c.stop.start])


def wide_speaker_follows(c: Candidate) -> bool:
    """Likewise in scripts without spaces: `と述べた`, `他问道`."""
    return _SPEAKS_WIDE.match(c.text, c.right, c.limit) is not None


def quoted_in_korean(c: Candidate) -> bool | None:
    """`그는 ‘간다.’ 하고 말했다`: a word that hangs on the quotation goes on, and so does who asked, `"정말?" 그녀가 물었다`."""
    if c.sign[-1] not in ".?!" or c.next_sign <= LAST_NARROW or not QUOTES.intersection(c.text[c.stop.end : c.end]):
        return None
    if c.sign == "." or (not c.spaced and c.next_sign >= HANGUL[0]):
        return JOIN if wide_speaker_follows(c) else None
    return JOIN if _ASKS_IN_KOREAN.match(c.text, c.right, c.limit) else None


def is_announced(c: Candidate, openers: tuple[str, ...], signs: str) -> bool:
    """Whether one of some signs stands before the quotation that closes here: `He asked, "Why?"`."""
    near = c.text[max(c.begin, c.stop.start - _NEAR) : c.stop.start]
    before = near[: max(map(near.rfind, openers))].rstrip()
    return before != "" and before[-1] in signs

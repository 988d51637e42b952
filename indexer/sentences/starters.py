"""Words that begin sentences: after an abbreviation they show that it ends one. In lower case."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Words that begin a sentence far more often than they go on with a name.
STARTERS = _words("""
    the this these those that there it its he she they we you i his her hers their our my your who what which when where why how
    a an and but or nor so yet for in on at by to from with without within under over after before during since until while
    although though because if unless as than then thus therefore hence however moreover furthermore additionally also besides
    instead nevertheless nonetheless meanwhile finally first second third next last once here now today yesterday both each every nobody everybody everyone somebody someone anybody anyone nothing something everything
    either neither all any some many most much more such several few other others another one two three no not only even
    four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
    twenty thirty forty fifty sixty seventy eighty ninety dr mr mrs ms
    according among between against despite given like unlike upon into through throughout about above below
    please thank thanks is are was were do does did has have had can could may might must shall should will would
    see accord compare contra id ibid cf
    defendant defendants plaintiff plaintiffs petitioner petitioners respondent respondents appellant appellants appellee appellees
    court's congress section sections footnote
    later earlier initially originally eventually ultimately recently currently previously overall similarly likewise conversely indeed
    perhaps maybe sometimes often usually generally typically already soon again afterwards afterward elsewhere apart unfortunately
    fortunately clearly obviously importantly notably interestingly specifically consequently accordingly subsequently
    whether whereas irrespective regardless prior following based due compared using along regarding concerning considering assuming having being let
    shares sales revenue revenues profits analysts investors critics officials researchers participants patients results
    der die das ein eine er sie es wir im in am an auf bei mit nach von zu für
    il elle ils elles cette dans esta este
""")

#: Words that begin a sentence behind a pause of dots.
INTERJECTIONS = _words(
    "yeah yes yep nope oh ah okay ok well um uh anyway anyways thanks suddenly sure hey hello sorry wow"
)

#: Words that begin a sentence and are parts of names, too: they count before a word in lower case, not behind an initial.
#: First what tells how, where and how often, then people and things, participles, and orders.
ALSO_IN_NAMES = _words("""
    of off up down out across around behind beyond near past per via amid alongside inside outside yes
    never always still just rather quite very back together therein thereafter ever rarely seldom occasionally frequently
    probably possibly presumably certainly surely apparently evidently half hundreds thousands millions dozens little less certain
    whatever whoever whichever wherever whenever same total early late good well
    police people men women children students workers members experts authorities scientists fans voters prices stocks exports imports
    production growth demand data evidence
    born raised educated founded established located built known named called written asked speaking working followed published
    turn take go get walk follow continue drive look exit proceed enter use add mix stir bake put remove click check visit try bring
    ask rent make keep leave contact note tell wish guess imagine remember believe suppose
    adjust apply arrive avoid buy choose consider cook expect find give hold learn pay pour repeat rinse send shake spread stay stop wait wash wear write
""")

#: Articles and other small words of languages beside English and German: before a word in lower case they begin a sentence,
#: `Le pourvoi est`, before a capital a name, `Le Goff`.
ARTICLES = _words("""
    le la les un une des du ce cette ces il elle ils elles on sur en par aux el los las lo una se al por para como según gli uno nel
    nella dal dalla con per si o os as um uma não ao à no na nos nas pelo pela em de het een den det dat deze dit ett han hun hij
""")

#: In capitals throughout these go on: `ACME, INC. AND SUBSIDIARIES`.
CONNECTIVES = frozenset("AND OR OF FOR TO BY IN AT ON WITH AS FROM IS ARE WAS WERE HAS HAVE SHALL WILL MAY CAN".split())

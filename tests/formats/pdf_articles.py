"""The PDF files of the golden articles in `golden/pdf-*`: written here, so that one can read what is in them."""

from typesetting import HEIGHT, LEFT, RIGHT, WIDTH, Press

ENTRIES = (
    "A. Nordvik. Tides of Halvøra. Journal of Invented Ports 12 (2015). doi:10.5555/halvora.1",
    "J. Berg. Ten years of tidal power in a small town and what it has cost. Fjord Press, 2019.",
    "County of Halvøra. Report on the har\u00adbour. https://example.org/reports/harbour-2012",
)
ICE = (
    "In the winter of 2012 the ice dam\u00adaged the gates of the basin [3]. The work\u00adshop re\u00adplaced the bear\u00adings with"
    " ce\u00adram\u00adic ones, and since then no fail\u00adure has been re\u00adport\u00aded [1, 2]. The op\u00ader\u00ada\u00adtors com\u00adplain about the noise."
)
BARRIER = (
    "The in\u00adhab\u00adi\u00adtants of the east\u00adern quar\u00adter asked for a bar\u00adri\u00ader, which was built in 2014 and cost"
    " less than ex\u00adpect\u00aded [2]. It is made of lo\u00adcal stone. Wheth\u00ader it helps is dis\u00adput\u00aded."
)
FLOW = (
    "We mea\u00adsured the flow for twelve months. The sen\u00adsors were read every ten min\u00adutes [1]. A semi\u00adcon\u00adduc\u00adtor"
    " switch in each of them fails at low tem\u00adper\u00ada\u00adture, so that the long-term se\u00adries has gaps [3]."
)


YIELD = (
    "The yield of the plant is read at the me\u00adter of the coun\u00adty, which is more ex\u00adact than the meters of the"
    " op\u00ader\u00ada\u00adtor [2]. Both were com\u00adpared in the spring of 2016. They dif\u00adfer by less than two per cent [1]. Nei\u00adther"
    " counts what the pumps con\u00adsume, al\u00adthough they run ev\u00adery night."
)
PRICE = (
    "A price was set by the coun\u00adcil for the first ten years [3]. Since then the mar\u00adket has de\u00adcid\u00aded. The op\u00ader\u00ada\u00adtor"
    " says that the well-known fall of prices has cost it half of its in\u00adcome [2], and the an\u00adnu\u00adal re\u00adports of the coun\u00adty agree."
)

MIDDLE = (LEFT + RIGHT) / 2
SMALL = 8


def journal(press):
    """Running heads that differ from page to page, and page numbers that do not begin at 1."""
    heads = ("Journal of Invented Ports 14 (2021)", "A. Nordvik and J. Berg: Tidal Power at Halvøra")
    press.line(heads[(press.page + 1) % 2], LEFT, HEIGHT - 40, 9)
    press.line(str(16 + press.page), WIDTH / 2, 36, 9)


def two_columns():
    """Two columns on three pages below a title and an abstract in full width; heads, page numbers, hyphens."""
    press = Press(columns=((LEFT, MIDDLE - 9), (MIDDLE + 9, RIGHT)), bottom=480, furnish=journal)
    press.across("Tidal Power at Halvøra: a Reappraisal", 18)
    press.across("Astrid Nordvik and Jon Berg", 11, gap=6)
    press.across("Halvøra Institute", 10)
    press.across("Abstract", 10, gap=14, font="Times-Bold")
    press.across(
        "The port has run a tidal power plant since 2009. We ask what it has delivered, and whether the efficiency of"
        " its turbines agrees with the official figures [3].",
        9,
        centred=False,
    )
    press.y = press.top
    press.text("1 Introduction", 12, font="Times-Bold")
    press.text(ICE)
    press.text(BARRIER, indent=12)
    press.text(
        "The noise is loud\u00adest when the basin emp\u00adties [1]. In the up\u00adper town no\u00adbody hears it.",
        indent=12,
    )
    press.text("2 Methods", 12, font="Times-Bold", gap=12)
    press.text(FLOW)
    press.text(YIELD, indent=12)
    press.text(PRICE, indent=12)
    press.text("References", 12, font="Times-Bold", gap=12)
    for label, entry in enumerate(ENTRIES, 1):
        press.text(f"[{label}] {entry}", 9, hang=16)
    return press.bytes()


def superscripts():
    """Raised numbers name the entries of a list; powers, units and indexes are raised or lowered, too."""
    press = Press(furnish=lambda press: press.line(f"Page {press.page} of 2", WIDTH / 2 - 20, 36, 9))
    press.across("What the turbines of Halvøra deliver", 16)
    press.y = press.top
    press.text("Yield", 12, font="Times-Bold")
    press.text(
        "The basin covers 12 km^{2} and the plant yields 10^{5} MWh a year.^{1} Two surveys agree,^{1,3} and a third one"
        " does not.^{2} Emissions of CO_{2} were not measured^{2–4}. The turbines run at 3 m^{3} a second. The rest is"
        " open.",
        11,
    )
    press.text("The gates are older than the turbines^{4}, as the county says.", 11, gap=8)
    press.turn()
    press.text("Noise", 12, font="Times-Bold")
    press.text("Neighbours complain about the noise.^{3} No limit has been set.", 11)
    press.text("References", 12, font="Times-Bold", gap=12)
    for label, entry in enumerate((*ENTRIES, "K. Lund. Noise and neighbours. Acta Maritima Ficta 3 (2014)."), 1):
        press.text(f"{label}. {entry}", 9, hang=14)
    return press.bytes()


NOTES = (
    (),
    (
        "^{1} The association of fishermen wrote to the council in 2011, and it was never answered. The letter is kept in the town hall.",
        "^{2} J. Berg, Ten years of tidal power, Fjord Press, 2019, p. 31.",
    ),
    ("^{1} County of Halvøra, Report on roofs, https://example.org/reports/roofs", "^{*} Translated by the author."),
)


def numbered(press):
    """The notes of a sheet, and its number."""
    press.line(str(press.page), WIDTH / 2, 490, 9)
    press.notes(NOTES[press.page])


def footnotes():
    """Footnotes whose numbers start again on each page; a paragraph goes over the end of the page."""
    press = Press(bottom=522, furnish=numbered)
    press.across("The licence of Halvøra", 16)
    press.y = press.top
    press.text("The fishermen were against the plant.^{1} The council granted the licence nevertheless.^{2}", 11)
    for year, words in (
        (2010, "It heard the operator, and it heard the county. No vote was taken."),
        (
            2011,
            "The fishermen were not there, since the herring had come early. A vote was taken, and nobody objected.",
        ),
        (2012, "After the winter the gates lay on the quay, and the council saw them for the first time."),
        (
            2013,
            "The old hall was cold. All members kept their coats on, and the minutes are the shortest of the decade.",
        ),
        (2014, "The barrier was decided. Its cost was shared between the county and the operator."),
    ):
        press.text(f"In {year} the council met again. {words}", 11, gap=6)
    press.text(
        "The hall was closed in 2025 because of its roof, which the council had never repaired, although every report"
        " of the county had asked for it.^{1} It meets in the school now, where “the chairs are small”.^{*} A new hall"
        " is planned.",
        11,
        gap=6,
    )
    return press.bytes()


ARTICLES = {"pdf-two-columns": two_columns, "pdf-superscripts": superscripts, "pdf-footnotes": footnotes}

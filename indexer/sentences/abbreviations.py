"""Words whose full stop does not end the sentence, grouped by what may follow them.

Lower case, without their last stop. Sources: the Bluebook's tables T6, T10 and T13 for reporters, courts and
words of case names; the Chicago Manual's list for scholarly ones; common titles and places.
"""

from __future__ import annotations

from indexer.works.names import FORMS_OF_FIRMS, PARTICLES


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: A name or a number comes next: never the end of a sentence.
NEVER_END = _words("""
    dr mr mrs ms mx prof profs rev fr hon sen sens gov gens gen col lt capt cpt cmdr cdr maj sgt cpl adm pres
    supt insp det messrs mme mlle mgr msgr st ste mt ft pfc pvt amb atty att'y
    vs v cf viz eff eg ie e.g i.e resp approx c ca circa incl esp
    hr hrn dipl ing z.b d.h u.a bzw vgl sog ggf evtl usf s.o s.u bspw inkl gem bzgl
    med phil rer nat jur habil fa sig sig.ra dott prof.ssa avv mevr dhr mej av ee hnos
    p.ex sr sra srta dra ud uds ej
    jno danl saml dau ths δρ δηλ κ κα αρ ul św örn doç т.е т.к т.н т.ч ofc напр им г ул см ср проф акад ок бл св див
    hab inż zob tj wg uniw dña डॉ प्रो श्री
    ssgt tsgt msgt gysgt conc aq deg m/s addl u.s.c c.f.r f.2d f.3d mag brig comdr ens abp assemb pty sta calcd excl mult u/s r/w a.k.a d.b.a f.k.a n.k.a
""")

#: Ends no sentence before a number, a section sign, a Roman numeral or a marker.
BEFORE_NUMBER = _words("""
    no nos nr nrs num p pp pg pgs fig figs eq eqs eqn eqns sec secs sect ch chs chap chaps vol vols art arts col cols
    memo mss rte rtes inst cl cls para paras par pars pt pts app appx ex exs exh exhs ed eds n nn nt fn fns l ll tab tabs ref refs amend amends amdt
    ss syl sch schs dt dtd annex sub-s sub-ss sub-cl subtit subtits subpt subpts subch subchs ver v r rule op id ibid illus okt lat vit subd subdiv subsec tit pl pls bk bks cmt prop def thm lem cor sched dkt doc docs
    янв фев февр мар апр авг сент окт нояб дек mrt juill janv févr avr juil août déc ene abr dic gennaio gen mag giu lug ott str
    jan feb mar apr jun jul aug sept sep oct nov dec bd abs ziff anm rn abb tel ext apt ste rm mi opp qq
    núm n.º núms pág págs стр с рис табл гл п ст вып изд разд пп абз
    ok ust dn č obr pag pagg genn febbr sett inc ap cap blz yakl
    al so kap fl wall how cranch wheat black dall reg instr stat rev supp rptr regs res h.r s h.j s.j pub.l pub.l.no m b d ¶ §
    deut exod prov ps pss lev isa ezek zech eccl eccles matt rom ep eps
    max mind zzgl insg durchschn voraussichtl vsl env aprox máx est млн млрд
    sun alt wt vel conc fol div cc pop elev qty attn arg johns cush wend metc barb gratt heisk yerg binn blatchf
""")

#: May end a sentence; a word that often begins one decides. They count with a capital, or from the list below in lower case.
MAY_END = _words("""
    inc corp ltd co cos plc bros jr snr esq ph.d m.d b.a m.a b.s m.s b.sc m.sc j.d ll.b ll.m d.phil m.b.a r.n d.d.s
    assur joh steph camb ts gs pgs tp pgs.ts gs.ts u.s u.k u.n e.u u.s.a u.s.s.r d.c l.a n.y n.j p.r u.a.e a.m p.m a.d b.c b.c.e c.e
    ave blvd rd st hwy pkwy sq bldg dept depts univ inst assn assoc assocs ass'n dep't gov't govt comm'n comm'r commr
    int'l nat'l intl natl internat'l fed'n found'n s'holder sec'y ass'ns dist'r eng'r mfr mfrs
    a b cal colo conn del or me est rem cons fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa tenn tex va vt wash wis wyo
    ariz ark ala haw ia chi n.c n.d n.h n.m s.c s.d r.i w.va
    app apps ct cts cir div super supr sup crim civ proc const ann admin adm evid fed bankr pen prof bus
    supp rptr rep reps reptr cas rec dec decs lexis wl atl
    l j q rev revs stud pol'y pub priv
    cong sess hist leg legis conf comm comms rept subcomm hrg hrgs hr'g
    mfg serv servs sys tech techs indus labs lab elec elecs mut prod prods ry rys r.r rr bd bds cty cnty hosp hosps ins indem
    sav sch schs soc soc'y tel tels transp tr trs util utils ctr ctrs educ emp emps empt env't envtl equip exch
    fin fin'l gen gtd guar hous imp imps indep info lib liab litig mach maint mem merch metro mkt mktg mkts mgmt mun org orgs
    pac pharm pharms res rest ret sec secs sol stat sur twp
    pat pats pet pets resp't resp'ts resp pl pls def defs decl decls aff affs br brs mot mots op ops slip compl compls answ ans
    dep deps exh exhs stip stips cert den rehg reh'g aff'd rev'd rem'd vac'd affd revd enfd enf'd vacd modfd
    e n s w ne nw se sw cent ed eds trans repr
    sp spp var subsp cv nov
    mon tue tues wed thu thur thurs fri sat
    dist prob ch chanc pol lim asst atty attys jj cj pj justs mag
    acad acct adver agric am amus auth auto broad brotherh chem coll com comput condo constr cont'l coop consol dev dig disc distrib
    econ eng'g ent exam engl fam fid found geo grp grps harv immigr inv joint lit mem'l mortg nat parl photo polit polytech prot psych
    reins rsch sci ship shipp spec surv telecomm telegr temp trib tpk unif urb vill wm chas jas thos jos benj robt edw colum stan
    exec bull comp ord proclam j.a
    cntys s.e n.e n.w s.w p p.2d p.3d f ad a.2d a.3d l.ed l.ed.2d s.ct sct edn
    mio mrd tsd mld mln tys tis
    transcr jt appx ex.rel rel
    treas welf veh prac prelim jud jurs juris juv negl negot regul rehab reprod resol restat stats interrog interrogs req reqs opp'n
    adv advoc amer arg austl behav biochem biol cath chron corr cum deliv enforc eng eur ex exp expl fac glob hum int intell journ
    arty regt anal admis cmty contemp probs summ suppl
    empl prop con elect disp commw
    libr loc math med mech microbiol mil misc mod neurol newsl ont pathol pers phil phila phys physiol pitt psychiat psychol que rul
    sask scot ser serg sociol symp terr tul wkly yb zool
    acc accid affil enters exam'r inj invs p'ship props publ'g publ'n publ'ns reg'l okl penn jurisp aff'g rev'g fedn
    advert app'x arb cmtys compar compens countercl delinq distribs dists elevs emprs instrs jurid lab'y matrim obj objs persp publs recon
    recons refin retir sols telecomms theatr transcon transnat'l tribs u.s.p.q vehs verif warr
    mol sanit irrig improv packg navig trac presb episc theol agri surg nurs pub'l dist'g
""")

#: Those of `BEFORE_NUMBER` that are words of the language in lower case, and end sentences as such.
WORDS_TOO = _words("sun so how wall black rule wheat memo cap OK Ok pop EP ROM")
#: Those that are so only before the article or the pronoun: `he said no. I left`, but `no. 5` and `fig. A`.
BEFORE_ARTICLE = WORDS_TOO | _words("""
    no art arts app apps tab tabs ref refs amend op inst ok ap mind ex doc docs max pls No Max Al Matt Isa Lev Inc Corp Co Ltd
    Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec St Ave Rd Blvd
""")

#: Those of `MAY_END` that are written in lower case.
LOWER = _words("""
    a.m p.m a.d b.c b.c.e c.e ph.d sp spp var subsp cv nov gen ed eds trans repr rel ex.rel aff'd rev'd rem'd vac'd affd revd enfd vacd modfd cert den op
    dept assn inst univ ave blvd rd st coll corp inc ltd
    u.s u.k e.u cir ct supp div mld mln tys tis
""")

#: Ends a sentence whenever a capital follows.
USUALLY_END = _words("""
    etc seq al ibid id usw spp b.i.d t.i.d q.i.d q.d q.o.d p.r.n s.e.m n.r.e ff supra infra и.т.д т.д т.п др
""")

#: Letters that do so in lower case.
ENDS_IN_LOWER_CASE = _words("i.p i.v p.o s.c i.m n.s p.a p.p r.p.m m.p.h a.u")

#: Behind these only a day, a month or a time zone goes on.
TIMES = _words("a.m p.m a.d b.c b.c.e c.e")
DAYS = _words("Mon Tue Tues Wed Thu Thurs Fri Sat")

#: Months and days of the week, by which a phrase of time is known.
CALENDAR = _words("""
    jan feb mar apr may jun jul aug sep sept oct nov dec
    january february march april june july august september october november december
    mon tue tues wed thu thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday
""")

#: What goes on behind a time of day: a day, a month or a zone.
TIME_NAMES = CALENDAR | _words("""
    est edt cst cdt mst mdt pst pdt e.s.t e.d.t c.s.t c.d.t m.s.t m.d.t p.s.t p.d.t g.m.t gmt utc cet cest bst jst kst ist et ct mt pt
    eastern central mountain pacific local
""")

#: States behind a town.
STATES = _words("""
    Ala Ariz Ark Cal Calif Colo Conn D.C Del Fla Ga Ill Ind Kan Ky La Mass Md Me Mich Minn Miss Mo Mont N.C N.D N.H N.J N.M N.Y Neb Nev
    Okla Ore P.R Pa R.I S.C S.D Tenn Tex Va Vt W.Va Wash Wis Wyo
""")

#: Collections of laws, which a section is of.
CODES = _words("u.s.c u.s.c.a u.s.c.s c.f.r f.r c.s c.s.a r.c o.r.c m.c.l n.j.s.a o.c.g.a c.r.s s.a ann stat stats rev")

#: Kinds of companies.
FIRMS = frozenset(map(str.casefold, FORMS_OF_FIRMS))

#: Academic degrees.
DEGREES = _words("ph.d m.d b.a m.a b.s m.s b.sc m.sc j.d ll.b ll.m d.phil m.b.a r.n d.d.s")

#: Measures in lower case: a capital behind them begins a sentence.
UNITS = _words(
    "ft in lb lbs oz mi nmi yd yds kg g mg cm mm km m l ml hr hrs min mins sec secs yr yrs mo mos wk wks sq cu pt pts qt qts gal hp tbsp tsp"
)

#: Sums and counts that another in brackets goes on with: `210 тыс. руб. (2023 г. — 180 тыс.)`.
SUMS = _words("руб тыс млн млрд трлн грн коп чел шт")

#: What an ordinal number with a stop counts: `am 3. Mai`, `im 19. Jahrhundert`, `den 4. marts`.
COUNTED = _words("""
    jan jän feb mär apr jun jul aug sept okt nov dez
    januar jänner februar märz april mai juni juli august september oktober november dezember marts maj januari februari mars
    jahrhundert jahrhunderts jahrtausend jh jhd jhdt weltkrieg weltkriegs auflage aufl kapitel klasse stock platz rang runde etappe
    lebensjahr lebensjahres geburtstag todestag tag jahrestag mal teil band bezirk armee division senat kammer abschnitt
    århundrede århundre verdenskrig etage sal plads leden února března dubna května června července srpna září října listopadu prosince
    siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna listopada studenoga prosinca
""")

#: Words in lower case that begin a surname, and so may begin a sentence; not those that stand before other words with a capital, too.
SURE_PARTICLES = PARTICLES - _words("der den do te af av op")

#: Words that a letter is the name of: `vitamin C. Oranges have it`. Behind others it is an initial: `the poet P. Moe`.
LETTERED = _words("""
    vitamin vitamins group groups type types class classes category categories hepatitis influenza plan plans part parts point points
    phase phases section sections figure panel panels appendix exhibit item items level levels grade grades factor factors team teams
    unit units zone zones block blocks channel condition conditions option options schedule table form case cases route line lane gate
    platform terminal building wing hall house site sites station camp area region district ward sector strain sample samples variant
    version model models series season episode volume chapter title tier stage step steps round pool division league protein kinase
    subunit domain chain helix chromosome chromosomes degrees receptor antigen antibody toxin globulin immunoglobulin blood drug compound product products molecule
    element particle ring isomer acid matrix vector tensor subset graph node vertex edge angle triangle circle sphere plane curve event
    process state system theory hypothesis scenario alternative answer choice question problem program programme project company firm
    person player subject patient speaker country city bank share shares stock fund bond minor major flat sharp string disk port
    server host router user machine device battery paper visa rating mark letter capital world place object component method approach
    slot rated graded dataset corpus experiment trial study cohort cluster topic list column row cell field key value variable constant coefficient
    interface interfaces address network link peer client packet message request response function operation register segment stream
    queue thread task bit byte flag parameter alpha beta gamma delta room door pier dock exit suite sheet slide entrance gallery streptococcus clause article paragraph annex count counts rule index
""")

#: Initials of names from other scripts.
DIGRAPHS = _words("yu ya zh kh ch sh ts th ph")

#: All words that any rule on abbreviations knows.
ABBREVIATIONS = NEVER_END | BEFORE_NUMBER | MAY_END | USUALLY_END | UNITS | TIMES | DIGRAPHS | {"nom"}

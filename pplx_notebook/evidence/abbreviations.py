"""Words with a stop that ends no sentence, in English, German, French, Spanish and Italian; Chinese and
Japanese have none. Written small and without their last stop; how they are used says ``stops``."""

from __future__ import annotations

_NEVER = """
mr mrs ms messrs dr prof rev hon st gen col capt cmdr lt maj sgt adm gov sen rep pres mt ft
fig figs eq eqs ref refs sec ch chap vol vols no nos nr art pp ed eds al. ca cf vs approx appx dept est
e.g i.e eg ie viz resp
abb abs allg bes bspw bzgl dgl evtl exkl geb gegr ggf hl hrsg inkl insb jh kap lfd mind mio mrd nr
sog st tab tel urspr usf verf vgl zit zzgl bzw med jur phil z.b d.h u.a z.t i.d.r o.ä u.ä v.a i.e.s m.a.w s.o
z b d h
mme mlle mm m mgr p.ex p ex c.-à-d chap env fasc av apr
ee sr sra srta sres dra ud uds vd p.ej ej pág págs núm cap dpto avda
sig sigg dott ing pag p.es
jan feb mar apr jun jul aug sep sept oct okt nov dec dez
ph.d
"""
_AMBIGUOUS = "no art sec est mind mar ex p m mm h d s st z b"
_PERHAPS = """
inc ltd co corp llc plc bros gmbh jr sr phd esq etc al ave blvd rd a.m p.m a.c d.c b.c a.d ee.uu
usw u.s.w u.v.m v.chr n.chr chr ua min max std hrs hr kg km cm mm lb oz av.j.-c apr.j.-c j.-c
"""
_STARTERS = """
the a an this that these those it its he she they we you i his her their our there here in on at by for from
with without after before during since while when where what who why how if although though because as to of
however moreover furthermore additionally meanwhile therefore thus also and but or so yet then today most
many some all both each every another other several one two three no not der die das ein eine einer eines
diese dieser dieses es er sie wir ihr ich sein seine im am in auf bei mit nach vor seit aus von zu für über
unter durch gegen ohne wenn weil obwohl während als da doch aber und oder auch außerdem zudem jedoch heute
damals dort hier so dann danach viele einige alle beide andere kein keine le la les l un une des ce cet
cette ces il elle ils elles nous vous on son sa ses leur dans en sur sous avec sans pour par après avant
depuis pendant mais et ou donc car cependant toutefois aujourd el los las una unos unas este esta estos
estas eso él ella ellos nosotros su sus hay con sin para por según tras antes desde durante pero y o aunque
además hoy il lo gli i una questo questa questi nel nella con senza per dopo prima durante ma e o anche oggi
"""
_BEFORE_ORDINAL = """
am der die das den dem des im vom zum zur bis ab seit nach vor ins ans beim jeder jede jedes jeden
ein eine einen einem einer eines mein sein ihr seinen seine ihren ihre und oder
"""
_BEHIND_ORDINAL = """
januar jänner februar märz april mai juni juli august september oktober november dezember
jahrhundert jahrhunderts jahrhunderte jahrtausend weltkrieg platz stock auflage kapitel klasse lebensjahr
"""
_GERMAN = "der die das und ist nicht ein eine mit von im am auf dem den wurde sich für auch"
NEVER, AMBIGUOUS, PERHAPS, STARTERS, BEFORE_ORDINAL, BEHIND_ORDINAL, GERMAN = (
    frozenset(words.split())
    for words in (_NEVER, _AMBIGUOUS, _PERHAPS, _STARTERS, _BEFORE_ORDINAL, _BEHIND_ORDINAL, _GERMAN)
)
"""``NEVER`` end a sentence: a name, a number or an example follows; the ``AMBIGUOUS`` of those are words or
units, too ("The answer is no.", "5 m."). ``PERHAPS`` do before one of the ``STARTERS``, which begin
sentences. ``BEFORE_ORDINAL`` and ``BEHIND_ORDINAL`` is what stands around a German ordinal, ``GERMAN`` is
how one knows."""

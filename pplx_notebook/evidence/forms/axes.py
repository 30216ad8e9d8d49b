"""Words with two ends: what rises falls. English, German, French and Spanish in one line an axis; a line with
"~" holds words that are said of many things: they tell only where nothing else speaks against it.

Words are written small and without accents; of long ones any form with the same stem counts.
"""

from __future__ import annotations

_AXES = """
rise rose risen rising increase doubled double tripled triple verdoppeln verdoppelt double duplicar duplico grow grew grown growth climb higher raise soar surge jump boost upward gained steigen stieg stiegen gestiegen steigt anstieg zunehmen zunahm zugenommen zunahme nahm-zu wachsen wuchs wuchsen gewachsen wachstum erhohen erhoht erhohte klettern kletterte zulegen zugelegt augmenter augmente augmentation hausse monter monte grimper grimpe relever rehausser progresser progresse croitre croissance accru bondir bondi aumentar aumenta aumento subir sube subio subieron crecer crecio crecieron crece crecimiento incrementar incremento elevar | fall fell fallen falling decrease decline drop shrink shrank shrunk lower lowered sink sank sunk plunge plummet slump dip dwindle reduce reduction cut lost lose loses losing verloren verlor verlieren perdu perdio perder perdre halve halved halbieren halbiert diminish lessen downward sinken sank gesunken sinkt sanken fallen fiel fielen gefallen abnehmen abgenommen abnahm abnahme schrumpfen schrumpfte ruckgang zuruckgehen zuruckgegangen verringern verringert senken senkte gesenkt reduzieren reduziert einbrechen eingebrochen einbruch diminuer diminue diminution baisse baisser chuter chute abaisser reculer recule recul decroitre reduire reduit abaisser disminuir disminuyo disminuido disminuyeron disminucion bajado caido descendido bajar baja bajo bajaron caer cayo cayeron caida reducir redujo reducido descender descendio descenso
~ more mehr davantage additional extra zusatzlich supplementaire adicional | less fewer weniger
~ up uphill | down downhill
~ plus | moins
~ mas | menos
large larger largest big bigger biggest greater greatest enlarge expand expanded expansion extend extended gross grosser grosste grossten grosses vergrossern erweitern erweitert grand grands agrandir elargir etendre grande grandes mayor ampliar ampliado expandir | small smaller smallest little shrink shrank shrunk tiny klein kleiner kleinste kleinsten kleine verkleinern petit petite petits retrecir pequeno pequena menor
high higher highest tall taller tallest hoch hoher hochste hochsten hohe haut haute hauts eleve elevee alto alta altos elevado | low lower lowest niedrig niedriger niedrigste niedrigsten bas basse faible bajo baja bajos reducido
long longer longest prolong lengthen lang langer langste langsten verlangern verlangert prolonger allonger largo larga prolongar alargar | short shorter shortest shorten kurz kurzer kurzeste kurzesten verkurzen verkurzt court courte raccourcir ecourter corto corta acortar
deep deeper deepest tief tiefer tiefste profond profonde profondes profundo profunda | shallow shallower flach flacher seicht superficiel somero superficial
~ before prior vor bevor zuvor avant antes | after nach nachdem danach apres despues
~ first erste ersten premier premiere primero primera | last letzte letzten dernier derniere ultimo ultima
~ early earlier fruh fruher fruhe tot temprano | late later spat spater tard tarde
heat hot hotter warm warmer warmest heiss heisser warm chaud chaude chauffer caliente calido calentar | cold colder cool cooler coldest kalt kalter kuhl kuhler froid froide refroidir frio fria enfriar
abundant plentiful abundar abondant reichlich | scarce escasear rarefier knapp
win won victory triumph gewinnen gewann gewonnen sieg siegte siegten gagner gagne remporter remporte victoire ganar gano ganaron victoria | lose lost defeat verlieren verlor verloren niederlage unterlag perdre perdu perd defaite perder perdio perdieron derrota
profit surplus earned earning earns gewinn uberschuss benefice excedent beneficio ganancia superavit | loss lost deficit verlust defizit perte perdida perdidas
gain gained add added appreciate aufwerten aufgewertet hinzugewinnen ajouter ajoute apprecier anadir agregar sumar apreciar | lose lost loses loss shed subtract depreciate devalue abwerten abgewertet einbussen eingebusst ceder cede deprecier restar ceder cedio depreciar
strong stronger strongest strengthen powerful mightiest stark starker starkste starken fort forte renforcer fuerte reforzar fortalecer | weak weaker weakest weaken schwach schwacher schwachste schwachen faible affaiblir debil debilitar
good better best improve improvement gut besser beste verbessern verbessert bon bonne meilleur ameliorer ameliore bueno mejor mejorar mejoro | bad worse worst poor worsen deteriorate schlecht schlechter verschlechtern verschlechtert mauvais pire deteriorer aggraver malo peor empeorar empeoro
fast faster fastest quick quicker accelerate speed-up schnell schneller schnellste beschleunigen beschleunigt rapide accelerer rapido acelerar | slow slower slowest decelerate slowed langsam langsamer langsamste verlangsamen verlangsamt lent lente ralentir lento ralentizar frenar
~ above over uber oberhalb dessus sobre encima | below under beneath unter unterhalb dessous sous bajo debajo
positive positiv positif positivo | negative negativ negatif negativo
open opened opens reopen reopened rouvrir rouvert rouverte reabrir reabierto reabrio wiedereroffnet offnen geoffnet offnet offen eroffnen eroffnet ouvrir ouvert ouverte ouvre abrir abierto abierta abre abrio | close closed closes shut schliessen geschlossen schloss schliesst fermer ferme fermee cerrar cerrado cerrada cierra cerro
begin began begun start started launch launched beginnen begann begonnen starten startete commencer commence debuter debute comenzar comenzo empezar empezo iniciar | end ended stop stopped cease finish halt enden endete beenden aufhoren finir terminer cesser arreter terminar termino acabar cesar detener
north northern northward norden nord nordlich nordlichen norte septentrional | south southern southward suden sud sudlich sudlichen sur meridional
east eastern eastward osten ost ostlich ostlichen oriental orientale | west western westward westen westlich westlichen occidental occidentale
~ left links linke linken gauche izquierda izquierdo | right rechts rechte rechten droite derecha derecho
inside inner indoor indoors innen innere interieur interior | outside outer outdoor outdoors aussen aussere exterieur exterior
attract anziehen attirer atraer | repel abstossen repousser repeler
mild slight minor leger legere leve leves | severe serious grave graves schwere schweren
import imports imported importieren importer importar | export exports exported exportieren exporter exportar
allow permit legalise legalize legal approve authorise authorize erlauben erlaubt zulassen zugelassen gestattet autoriser autorise permettre permis permise permitir permitido autorizar autorizado | forbid forbade forbidden ban banned prohibit outlaw illegal verbieten verboten untersagt interdire interdit interdite exclu exclue prohibir prohibido prohibida
accept accepted approve adopt adopted uphold upheld grant granted annehmen angenommen zustimmen zugestimmt billigen gebilligt stattgeben stattgegeben statt befurworten accepter accepte approuver adopter adopte aceptar acepto aprobar aprobado admitir | reject rejected refuse refused dismiss dismissed deny denied veto overturn ablehnen abgelehnt lehnte abweisen abgewiesen wies zuruckweisen zuruckgewiesen verweigern rejeter rejete refuser refuse rechazar rechazo rechazado denegar denegado
support supported back favour favor unterstutzen unterstutzt befurworten befurwortet soutenir soutenu soutient apoyar apoyo favorable | oppose opposed resist gegner ablehnen abgelehnt opposer oppose oponer opuso opusieron contrario
introduce introduced enact enacted adopt adopted establish established einfuhren eingefuhrt instaurer introduire introduit adopter adoptee implantar introducir aprobar aprobada aprobado | abolish abolished repeal repealed scrap scrapped abschaffen abgeschafft aufheben aufgehoben abolir aboli abroger abrogee supprimer supprime derogar derogada suprimir suprimido
attack attacked advance advanced advancing vorrucken vorgeruckt angreifen angegriffen avancer avance attaquer avanzar avanzo atacar | retreat retreated retreating withdraw withdrew withdrawn zuruckziehen zuruckgezogen zuruckweichen reculer recule retirer retroceder retirar retiro
bright brighter brighten brightens hell heller clair claire brillant claro brillante | dim dims dimmer dark darker darken dunkel dunkler sombre obscur oscuro
buy bought purchase purchased acquire acquired kaufen kaufte gekauft kauft erwarb acheter achete acquerir comprar compro compra adquirir adquirio | sell sold sells sale sales verkaufen verkaufte verkauft vendre vendu vend vender vendio vende
praise praised laud acclaim welcome loben lobte gelobt louer salue saluer elogiar elogio alabar | criticise criticised criticize criticized condemn kritisieren kritisiert kritisierte critiquer critique criticar critico
old older oldest alt alter alteste altesten vieux vieille ancien ancienne viejo vieja antiguo antigua | young younger youngest newer newest jung junger jungste jungsten neuere neueste jeune jeunes recent joven moderno
near nearer nearest close closer closest nah naher nachste proche proches cerca cercano cercana | far farther farthest further distant fern ferner entfernt lointain eloigne lejos lejano lejana
heavy heavier heaviest schwer schwerer schwerste lourd lourde pesado pesada | light lighter lightest leicht leichter leichteste leger legere ligero ligera liviano
rich richer richest wealthy reich reicher riche riches rico rica | poor poorer poorest arm armer armste pauvre pauvres pobre pobres
~ toward towards | away
~ always immer toujours siempre | never nie niemals jamais nunca
majority mehrheit majorite mayoria | minority minderheit minorite minoria
~ many numerous viele zahlreiche nombreux nombreuses muchos muchas | few wenige peu pocos pocas
dry drier driest arid trocken trockener sec seche seco seca arido | wet wetter wettest humid damp rainy nass feucht humide humedo humeda lluvioso
steep steeper steil escarpe empinado | flat flatter gentle flach plat plano llano
thick thicker dick dicker epais epaisse grueso | thin thinner dunn dunner mince fin delgado
wide wider widest widen broad broader breit breiter verbreitern large elargir ancho ancha ensanchar | narrow narrower narrowest schmal schmaler eng etroit etroite retrecir estrecho estrecha
cheap cheaper cheapest inexpensive billig billiger gunstig gunstiger bon-marche barato barata abaratar | expensive costly dear dearer pricier teuer teurer cher chere chers caro cara encarecer
easy easier easiest simple simpler einfach einfacher facile facil sencillo | difficult harder complex complicated schwierig schwieriger kompliziert difficile complique dificil complicado
safe safer secure sicher sicherer seguro segura | dangerous unsafe risky gefahrlich dangereux dangereuse peligroso peligrosa
common frequent frequently often widespread haufig haufiger oft frequent souvent courant repandu frecuente frecuentemente comun | rare rarer rarely seldom infrequent scarce selten seltener rare rarement raro rara escaso
survive survived surviving uberleben uberlebte uberlebten survivre survecu sobrevivir sobrevivio sobrevivieron | abtoten abgetotet toten getotet tuer tue tuee matar mato die died perish perished killed sterben starb starben gestorben mourir mort morts morir murio murieron
arrive arrived enter entered join joined eintreten beitreten beigetreten eintrat entrer entre adherer entrar ingresar | leave left depart departed quit austreten ausgetreten verlassen verliess quitter quitte sortir salir salio abandonar abandono
keep kept retain retained maintain preserve behalten erhalten bewahren garder conserver maintenir conservar mantener | remove removed discard demolish entfernen entfernt beseitigen retirer enlever supprimer retirar eliminar quitar
build built construct constructed erect bauen baute gebaut errichtet construire construit bati batie construir construyo construido | destroy destroyed demolish demolished tear zerstoren zerstort abreissen abgerissen detruire detruit demolir demoli destruir destruido demoler demolido
succeed succeeded success successful erfolg erfolgreich gelingen gelang reussir reussi succes exito exitoso triunfar | fail failed failure unsuccessful scheitern scheiterte gescheitert misslang echouer echoue echec fracasar fracaso
confirm confirmed prove proved proven bestatigen bestatigt confirmer confirme confirmar confirmo | refute refuted disprove disproved contradict widerlegen widerlegt refuter dementir refutar desmentir
cause caused trigger triggered promote verursachen verursacht auslosen ausgelost fordern causer cause provoquer favoriser causar provocar favorecer | prevent prevented avoid avoided hinder inhibit verhindern verhindert vermeiden prevenir empecher eviter impedir evitar inhibir
protect protected schutzen schutzt proteger protege | harm harmed damage endanger threaten schaden schadet gefahrden nuire menacer danar perjudicar amenazar
public state-owned offentlich staatlich publique publico publica estatal | private privately privat prive privee privado privada
male men man boys boy father mannlich manner jungen homme hommes garcons hombre hombres ninos | female women woman girls girl mother weiblich frauen madchen femme femmes filles mujer mujeres ninas
urban stadtisch urbain urbaine urbano urbana | rural landlich rurale
summer summers sommer sommers estival verano | winter winters wintry hiver hivernal invierno
spring fruhling fruhjahr printemps primavera | autumn herbst automne otono
upper obere oberen superieur superieure superior | lower untere unteren inferieur inferieure inferior
maximum maximal maximale maximo maxima | minimum minimal minimale minimo minima
borrow borrowed leihen emprunter prestado | lend lent verleihen preter prestar
hire hired recruit recruited eingestellt einstellen embaucher recruter contratar | fire fired dismiss sack lay-off entlassen licencier despedir
guilty convict convicted verurteilt verurteilen coupable condamner condamne culpable condenar condenado | innocent acquit acquitted cleared freigesprochen freisprechen acquitter acquitte inocente absolver absuelto
compulsory mandatory required obligatory pflicht verpflichtend vorgeschrieben obligatoire obligatorio obligatoria | voluntary optional freiwillig facultatif facultative volontaire voluntario opcional
permanent permanently dauerhaft definitif permanente definitivo | temporary temporarily vorubergehend zeitweise temporaire provisoire temporal provisional
full fuller fill filled voll gefullt plein pleine rempli lleno llena | empty emptied drain drained leer geleert vide vides vacio vacia
melt melted melting thaw schmelzen geschmolzen schmilzt fondre fond derretir fundir | freeze froze frozen gefrieren gefroren geler gele congelar congelado
absorb absorbed absorbieren aufnehmen absorber | emit emitted release released ausstossen abgeben emettre rejeter emitir liberar
clockwise | anticlockwise counterclockwise
tighten tightened stricter verscharfen verscharft durcir endurecer | loosen loosened ease eased relax relaxed lockern gelockert assouplir relajar suavizar
unite united unify merge merged vereinen vereinigt fusionieren unir unifie fusionner unificar fusionar | separate separated split divide divided trennen getrennt spalten geteilt separer diviser separar dividir
appear appeared emerge erscheinen erschien apparaitre aparecer aparecio | disappear disappeared vanish vanished verschwinden verschwand disparaitre disparu desaparecer desaparecio
loud louder noisy lauter bruyant ruidoso | quiet quieter silent leise leiser silencieux silencioso
extend extended renew renewed verlangern verlangert prolonger renouveler prorrogar prorrogado renovar renovado | terminate terminated cancel cancelled kundigen gekundigt beendet resilier resilie annuler annule rescindir cancelar cancelado
domestic inland national | foreign abroad ausland auslandisch etranger extranjero
asset assets | liability liabilities
import einfuhr | export ausfuhr
sunny sonnig ensoleille soleado | cloudy rainy bewolkt nuageux nublado
optimistic optimistisch optimiste optimista | pessimistic pessimistisch pessimiste pesimista
healthy gesund sain sano | sick ill krank malade enfermo
tame domesticated | wild
liquid flussig liquide liquido | solid fest solide solido
acidic acid sauer acide acido | alkaline basisch alcalin alcalino
include included inclusive einschliessen eingeschlossen einbezogen inclure inclus incluse comprendre compris incluir incluido incluida incluidos | exclude excluded ausschliessen ausgeschlossen ausgenommen exclure exclus exclue excluir excluido excluida excluidos
encourage encouraged recommend recommended empfehlen empfohlen empfahl ermutigen encourager recommander recommande recomendar recomendado animar | discourage discouraged abraten abgeraten deconseiller deconseille desaconsejar desaconsejado
visible sichtbar | invisible hidden unsichtbar verborgen cache oculto
harmful toxic poisonous schadlich giftig nocif toxique danino nocivo toxico | harmless unschadlich harmlos ungiftig inoffensif inofensivo
upstream stromaufwarts flussaufwarts oberlauf amont | downstream stromabwarts flussabwarts unterlauf aval
ahead vorn vorne | behind hinten
admit admitted acknowledge acknowledged confess confessed zugeben zugegeben gestehen gestand einraumen avouer avoue admettre admis reconnaitre reconnu admitir admitio reconocer confesar confeso | deny denied bestreiten bestritt bestritten leugnen leugnete nier nie contester conteste negar nego
dispute disputed contest contested bestreiten bestritten contester contestent impugnar | confirm confirmed bestatigen bestatigt confirmer confirmar
welcome welcomed cheer cheered applaud applauded celebrate hail bejubelt gefeiert begrussen begrusst begrusste acclamer acclame celebrer feter aplaudir aplaudio celebrar celebro | boo booed deplore deplored lament regret regretted ausgebuht ausgepfiffen bedauern bedauerte bedauert kritisieren huer huee siffler deplorer deplore regretter lamentar lamento abuchear abucheado
praise loben lob gelobt | tadeln getadelt geruhmt blame
strict stricter streng strenger stricte severe estricto estricta | lenient lax nachsichtig locker laxe indulgent laxo permisivo
advantage vorteil avantage ventaja | disadvantage drawback nachteil inconvenient desventaja
satisfied pleased zufrieden satisfait satisfecho | disappointed dissatisfied enttauscht unzufrieden decu mecontent decepcionado insatisfecho
agree agreed agreement einig einigten einigung accord acuerdo | disagree disagreed disagreement uneinig desaccord desacuerdo
predecessor vorganger predecesseur predecesor | successor nachfolger successeur sucesor
ancestor vorfahr ancetre antepasado | descendant nachfahr descendiente
plaintiff klager plaignant demandante | defendant beklagte angeklagte defendeur accuse demandado acusado
winner sieger gewinner vainqueur gagnant ganador vencedor | loser verlierer perdant perdedor
amateur | professional profi professionnel profesional
natural naturlich naturel | artificial synthetic kunstlich artificiel
online | offline
known bekannt connu conocido | unknown unbekannt inconnu desconocido
unanimous unanimously einstimmig unanime unanimite unanimidad | divided gespalten split
promote promoted promotion aufsteigen aufgestiegen aufstieg promu ascender asciende ascienden sube ascendio ascenso | relegate relegated relegation absteigen abgestiegen abstieg relegue descender descenso
arrival ankunft arrivee llegada | departure abfahrt abflug depart salida
immigrate immigrated immigration eingewandert einwandern zugewandert immigrer immigration inmigrar | emigrate emigrated emigration ausgewandert auswandern abgewandert emigrer emigrar
remember erinnern rappeler recordar | forget forgot forgotten vergessen vergass oublier oublie olvidar olvido
love loved liebte aimer amar adorar | hate hated hasste hair detester odiar detestar
peace frieden paix | war krieg guerre guerra
friend freund ami amigo | enemy foe feind ennemi enemigo
entrance eingang entree entrada | exit ausgang sortie salida
smooth glatt lisse liso | rough rau rugueux rugoso
tight tightly eng straff serre apretado | loose loosely locker lose lache flojo
sweet suss sucre dulce | bitter sour amer amargo acido
vertical senkrecht | horizontal waagerecht
internal intern interne interno | external extern externe externo
~ top haut oben arriba | bottom bas unten abajo
morning mornings morgens vormittag vormittags matin manana | evening afternoon nachmittag nachmittags abends apres-midi soir tarde
weekday weekdays wochentags werktags semaine laborable laborables | weekend weekends wochenende
continue continued weiterhin fortsetzen fortgesetzt fortfuhren continuer poursuivre proseguir continuar continuo | discontinue discontinued cease ceased einstellen eingestellt abbrechen abgebrochen interrompre suspendre interrumpir suspender
resume resumed restart wiederaufnehmen reprendre reprise reanudar reanudado | suspend suspended pause aussetzen ausgesetzt suspendre suspendu suspender suspendido
lock locked verriegeln verrouiller bloquear | unlock unlocked entriegeln deverrouiller desbloquear
connect connected verbinden verbunden connecter conectar | disconnect disconnected trennen deconnecter desconectar
tolerate tolerated dulden geduldet tolerer tolerar | forbid verboten untersagt interdire prohibir
recover recovered rebound erholen erholt retablir recuperar recupero | deteriorate collapse collapsed slump kollabieren effondrer colapsar hundirse
optional freiwillig facultatif facultative facultatifs optativo | required exiger exige exiges exigido obligatoire pflicht
lengthen ausgeweitet ausweiten prolong ausdehnen elargi allonge ampliar ampliado ampliada | shorten verkurzt verkurzen gekurzt raccourci ecourte reduit acortar acortado acortada recortar recortado
creuser creuse creusent widen ensanchar | resserrer resserre narrow estrechar
lit einschalten eingeschaltet angeschaltet angestellt allumer allume encender encendido encenderse | ausschalten ausgeschaltet abgeschaltet abgestellt eteindre eteint apagar apagado apague
raise heraufsetzen heraufgesetzt anheben angehoben aufstocken aufgestockt relever hausse | lower herabsetzen herabgesetzt absenken abgesenkt nachgelassen nachlassen verringert
bold boldness boldly kuhn mutig audacieux audaz atrevido | cautious cautiously caution vorsichtig prudent prudence prudente cauto
pessimist pessimism pessimismus | optimist optimism optimismus
sane safe-to edible essbar comestible | inedible poisonous ungeniessbar giftig
conservative konservativ conservateur conservador | progressive liberal progressiv progressiste progresista
modern moderne moderno | traditional traditionell traditionnel tradicional
dur dure durcir durcit hart harter haerter hardens | tendre tendres soft softer weich weicher blando tierno
~ adult adults erwachsene erwachsenen adultes adultos | children kinder enfants ninos
encarecer encarece encarecen verteuern verteuert rencherir | abaratar abaratan verbilligen verbilligt
~ mindestens | hochstens
ally allied verbundet allie aliado | enemy rival feind ennemi enemigo
"""
_NOT_OF_THEM = {
    "de": frozenset(
        "fast fall falls sankt verlangt verlangen verlangte gain rose last bad war art sale den kind large".split()
    ),
    "en": frozenset(
        """
        hell arm fort tot alter bas grave fin monte bon sur plus moins mas sec vend fond statt wies alto lent mort
        nearly highly largely shortly closely mostly lately lastly greatly lightly hardly likely early-on ninos baja
        """.split()
    )
    - {"grave", "lent"},
    "fr": frozenset("large sale sales son main fin pour".split()),
    "es": frozenset("sale sales once mayor-parte".split()),
}
"""Words that are no such word in that language."""

_UP = "增加 增长 上升 上涨 提高 攀升 扩大 上昇 増加 増え 増大 拡大 上が 伸び 增 升 涨 増".split()
_DOWN = "减少 下降 下跌 降低 下滑 缩小 減少 減り 減っ 減る 低下 下落 下が 縮小 落ち 减 降 跌 減".split()
EAST_AXES = [
    ("增加", "减少"), ("上升", "下降"), ("上涨", "下跌"), ("增长", "下降"), ("增长", "减少"), ("上涨", "下降"), ("增加", "下降"), ("提高", "降低"), ("高于", "低于"), ("最大", "最小"), ("最高", "最低"), ("之前", "之后"),
    ("多于", "少于"), ("增加", "減少"), ("上昇", "下降"), ("上昇", "低下"), ("上昇", "下落"), ("上が", "下が"), ("古老", "年轻"), ("高い", "低い"), ("大きい", "小さい"), ("多い", "少ない"), ("早い", "遅い"),
    ("以前", "以後"), ("より前", "より後"), ("扩大", "缩小"), ("拡大", "縮小"), ("北", "南"), ("東", "西"), ("东", "西"), ("增", "减"), ("増", "減"), ("升", "降"), ("涨", "跌"), ("深", "浅"), ("长", "短"), ("長", "短"),
    ("开放", "关闭"), ("开", "关"), ("開い", "閉"), ("開館", "閉館"), ("开馆", "闭馆"), ("支持", "驳回"), ("支持", "反对"), ("賛成", "反対"), ("批准", "拒绝"), ("批准", "否决"), ("通过", "否决"), ("接受", "拒绝"), ("認め", "棄却"), ("認め", "却下"), ("可決", "否決"),
    ("允许", "禁止"), ("許可", "禁止"), ("进口", "出口"), ("輸入", "輸出"), ("盈利", "亏损"), ("黒字", "赤字"), ("利益", "損失"), ("胜", "败"), ("胜", "负"), ("勝", "敗"), ("勝", "負け"), ("加快", "放缓"), ("加速", "减速"), ("改善", "恶化"), ("改善", "悪化"), ("增强", "减弱"),
    ("强", "弱"), ("強", "弱"), ("快", "慢"), ("速い", "遅い"), ("冷", "热"), ("暑", "寒"), ("温か", "冷た"), ("早", "晚"), ("左", "右"), ("贵", "便宜"), ("高价", "低价"), ("买", "卖"), ("購入", "売却"), ("安全", "危险"), ("安全", "危険"), ("常见", "罕见"), ("男", "女"), ("夏", "冬"), ("春", "秋"),
    ("最早", "最晚"), ("以上", "以下"), ("成功", "失败"), ("成功", "失敗"), ("开始", "结束"), ("開始", "終了"), ("建立", "废除"), ("导入", "废除"), ("導入", "廃止"), ("首次", "最后"), ("最初", "最後"), ("公立", "私立"), ("重い", "軽い"), ("厚い", "薄い"), ("広い", "狭い"), ("古い", "新しい"),
    ("前进", "后退"), ("前進", "後退"), ("延长", "缩短"), ("延長", "短縮"), ("拡張", "縮小"), ("富", "贫"), ("喜", "悲"), ("有罪", "无罪"), ("有罪", "無罪"), ("雇用", "解雇"), ("雇", "解雇"), ("优于", "劣于"), ("多", "少"), ("高", "低"), ("大", "小"), ("前", "后"), ("前", "後"), ("安い", "高い"),
]  # fmt: skip
EAST_AXES += [
    ("義務", "任意"), ("強制", "任意"), ("强制", "自愿"), ("必须", "自愿"), ("先手", "後手"), ("先手", "后手"), ("優勢", "劣勢"), ("优势", "劣势"), ("上回", "下回"), ("高过", "低过"), ("超过", "低于"), ("超过", "少于"),
    ("停止", "再開"), ("停止", "恢复"), ("暂停", "恢复"), ("中止", "再開"), ("称赞", "批评"), ("赞扬", "批评"), ("表扬", "批评"), ("称賛", "批判"), ("歓迎", "批判"), ("欢迎", "批评"), ("进攻", "防守"), ("攻め", "守り"), ("攻撃", "守備"),
    ("昼", "夜"), ("白天", "夜间"), ("白天", "晚上"), ("早上", "晚上"), ("朝", "夕方"), ("午前", "午後"), ("上午", "下午"), ("平日", "週末"), ("工作日", "周末"), ("平日", "周末"), ("城市", "农村"), ("都市", "農村"), ("国内", "国外"), ("国内", "海外"),
    ("室内", "室外"), ("屋内", "屋外"), ("公开", "保密"), ("公開", "非公開"), ("免费", "收费"), ("免费", "付费"), ("無料", "有料"), ("出生", "去世"), ("录用", "解雇"), ("採用", "解雇"), ("招聘", "裁员"), ("明るい", "暗い"), ("硬い", "柔らか"), ("甘い", "苦い"),
    ("上流", "下流"), ("上游", "下游"), ("收入", "支出"), ("収入", "支出"), ("收紧", "放宽"), ("厳し", "緩"), ("遠い", "近い"), ("年长", "年轻"), ("年上", "年下"), ("年長", "年少"), ("連勝", "連敗"), ("昇格", "降格"), ("晋级", "淘汰"), ("夺冠", "落败"), ("领先", "落后"), ("提前", "推迟"),
    ("早く", "遅く"), ("早く", "遅かっ"), ("早かっ", "遅かっ"), ("値上げ", "値下げ"), ("値上がり", "値下がり"), ("涨价", "降价"), ("有害", "無害"), ("有害", "无害"), ("合法", "非法"), ("合法", "違法"), ("男子", "女子"), ("父", "母"), ("勝っ", "敗れ"), ("勝った", "負けた"), ("赢", "输"), ("战胜", "输给"),
    ("多かった", "減"), ("多かった", "少なかった"), ("高かった", "低かった"), ("安い", "高かった"), ("安く", "高く"), ("湿", "乾"), ("潮湿", "干燥"), ("打开", "关闭"), ("允许", "不得"), ("肯定", "否认"), ("承认", "否认"), ("認めた", "否定"), ("肯定", "否定"), ("楽観", "悲観"), ("乐观", "悲观"), ("建造", "拆除"), ("建設", "解体"),
    ("保留", "拆除"), ("保留", "取消"), ("一致", "分歧"), ("満足", "不満"), ("满意", "不满"), ("増税", "減税"), ("流入", "流出"), ("移入", "转出"), ("到達", "出発"), ("抵达", "离开"), ("結婚", "離婚"), ("结婚", "离婚"),
]  # fmt: skip
EAST_AXES += [(up, down) for up in _UP for down in _DOWN]


_FORMS = {
    "ar": "ado ada ados adas aron aba an ando".split(),
    "er": "ido ida idos idas io ieron e ee es ees ent ait ant".split(),
    "ir": "ido ida idos idas io ieron i ie is ies it issent".split(),
}
LEAST_VERB = 6  # letters of a word that may be a Spanish or French verb


def _forms(word: str) -> list[str]:
    """What a Spanish or French verb becomes: "rechazar", "rechazada"."""
    return [word[:-2] + end for end in _FORMS.get(word[-2:], ())] if len(word) >= LEAST_VERB else []


def axes() -> tuple[dict[str, frozenset[tuple[int, int]]], frozenset[int]]:
    """(bare word to its (axis, end), the axes that say little)."""
    found: dict[str, frozenset[tuple[int, int]]] = {}
    weak = set()
    for number, line in enumerate(_AXES.strip().splitlines()):
        if line.startswith("~"):
            weak.add(number)
        for end, words in enumerate(line.lstrip("~ ").split("|")):
            for word in words.split():
                for form in (word, *_forms(word)):
                    found[form] = found.get(form, frozenset()) | {(number, end)}
    return found, frozenset(weak)


def is_none_in(word: str, tongue: str) -> bool:
    """Whether a word only looks like one of these: German "fast" is no speed."""
    return word in _NOT_OF_THEM.get(tongue, ())

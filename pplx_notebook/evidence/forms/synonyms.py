"""Words that say the same, a line a sense: English, German, French, Spanish; Chinese; Japanese.

They make a passage that speaks of a thing in other words one that speaks of it, and never make a fact: what
would tell one thing from another (sizes, kinds of animals, names) has no place here.
"""

from __future__ import annotations

from pplx_notebook.evidence.forms.common_words import COMMON
from pplx_notebook.evidence.forms.words import stem

_SENSES = """
pay paid payment cost costs price priced fee charge expense spend spent | zahlen zahlt kosten kostet preis gebuhr beitrag bezahlen aufwenden | payer paie paye cout coute couter prix tarif frais facture depenser verser verse | pagar paga pago coste costo cuesta precio tarifa abonar gastar
fund funded finance financed funding sponsor subsidy subsidise grant contribute | finanzieren finanziert tragen tragt ubernehmen ubernimmt zuschuss fordern gefordert forderung bezuschussen beisteuern | financer finance subvention subventionner prendre | financiar financia financio subvencion subvencionar aportar aporta
worker workers employee employees staff personnel crew workforce labourer | mitarbeiter beschaftigte arbeiter personal angestellte belegschaft | salarie salaries employe employes personnel travailleur ouvrier | trabajador trabajadores empleado empleados plantilla personal
job jobs post posts position employment employ employs | arbeitsplatz arbeitsplatze stelle stellen job beschaftigt beschaftigen | emploi emplois poste postes employer | empleo empleos puesto puestos
home homes house houses household households dwelling flat apartment | haushalt haushalte wohnung wohnungen haus hauser gebaude hausern | maison maisons logement logements foyer foyers immeuble batiment edifice | casa casas vivienda viviendas hogar hogares edificio
visitor visitors guest guests tourist tourists audience public spectators attendance | besucher gaste gast publikum zuschauer andrang touristen | visiteur visiteurs public spectateur touriste frequentation client | visitante visitantes publico turista espectador asistente
passenger passengers rider riders ridership traveller travellers commuter | passagier passagiere fahrgaste fahrgast reisende reisenden | passager passagers voyageur voyageurs usager usagers | pasajero pasajeros viajero viajeros usuario usuarios
researcher researchers scientist scientists team scholars academics author authors expert experts | forscher forscherin forschende wissenschaftler experte fachleute team autoren | chercheur chercheurs scientifique scientifiques equipe expert specialiste auteur | investigador investigadores cientifico cientificos equipo experto autor
study studies survey research trial experiment investigation paper | studie untersuchung umfrage befragung erhebung versuch forschung | etude enquete recherche essai sondage | estudio investigacion encuesta ensayo
participant participants subject volunteer respondents patients | teilnehmer probanden patienten befragte befragten | participant volontaire patient personne | participante voluntario paciente
pupil pupils student students teenager teenagers adolescent | schuler schulerin jugendliche jugendlichen | eleve eleves lyceen lyceens adolescent adolescents etudiant | alumno alumnos estudiante adolescente
teacher teachers | lehrer lehrkraft lehrkrafte | enseignant enseignants professeur prof | profesor profesores docente maestro
child children kid kids toddler | kind kinder | enfant enfants | nino ninos menor menores
parents family families | eltern familie familien | parents famille familles | padres familia familias
farmer farmers grower | landwirt landwirte bauer bauern | agriculteur agriculteurs eleveur eleveurs paysan vigneron viticulteur viticulteurs | agricultor agricultores ganadero
resident residents inhabitant inhabitants people locals population citizen | einwohner bewohner anwohner menschen bevolkerung burger leute | habitant habitants riverain riverains population residents | habitante habitantes vecino vecinos poblacion residente personas
company firm business group manufacturer operator | unternehmen firma konzern betrieb betreiber hersteller gesellschaft | entreprise societe groupe firme exploitant fabricant | empresa compania grupo sociedad fabricante operador
town city municipality council authorities | stadt gemeinde kommune stadtrat gemeinderat behorde | ville commune municipalite mairie municipal | ciudad municipio ayuntamiento localidad
government ministry state | regierung ministerium staat bund land | gouvernement ministere etat | gobierno ministerio estado
build built building construct construction erect works | bauen baut gebaut bau bauarbeiten errichtet errichten arbeiten baubeginn | construire construit construction batir chantier travaux edifier | construir construido construccion obras obra edificar
repair renovate renovation restore restoration refurbish refurbishment modernise overhaul | sanieren sanierung renovierung renoviert restaurieren reparatur umbau | renover renovation restaurer restauration refection reparer | reformar reforma restaurar restauracion rehabilitar renovar reparar
found founded establish established set create created | grunden gegrundet entstehen entstand geschaffen schaffen | fonder fonde creer cree fondation | fundar fundado crear creado fundo
find found discover discovered discovery unearth uncover | finden fand fanden gefunden entdeckt entdecken fund | trouver trouve decouvrir decouvert decouverte | encontrar encontrado descubrir descubierto hallar hallado hallazgo
show showed shown reveal revealed demonstrate indicate suggest find conclude | zeigen zeigt ergeben ergab belegen belegt | montrer montre reveler revele indiquer | mostrar muestra revelar revela indicar
start begin begun commence launch launched opened inaugurate | beginnen begann beginn starten start anfangen eroffnung | commencer debuter debut lancer demarrer inaugurer | comenzar empezar iniciar inicio comienzo arrancar inaugurar
end finish finished complete completed completion conclude | enden ende fertig fertiggestellt abgeschlossen fertigstellung beendet | finir fin terminer acheve achever achevement | acabar terminar finalizar final concluir fin
open reopen reopened welcome available accessible | offnen geoffnet offen zuganglich besichtigen besichtigt sehen zu-sehen ausgestellt | ouvrir ouvert rouvrir rouvert accueillir accueille accessible visiter | abrir abierto reabrir acoger visitar accesible
late later delay delayed postponed behind overdue belated | spat verspatung verzogert verzogerung verschoben verschieben verspatet | retard retarde report reporte reporter plus-tard | retraso demora tarde aplazar aplazado
buy bought purchase acquire acquired order ordered | kaufen gekauft erwerben erworben bestellen bestellt anschaffung | acheter achete acquerir acquis commander commande | comprar comprado adquirir adquirido pedido encargar
sell sold sale sales | verkaufen verkauft verkauf absatz | vendre vendu vente ventes | vender vendido venta ventas
use used utilise employ usage | nutzen benutzen verwenden nutzung einsetzen genutzt | utiliser utilise usage emploi | usar utilizar uso empleo
allow allowed permit permitted may let | erlauben erlaubt durfen darf zulassen zulassig | permettre autoriser autorise permis droit | permitir permitido autorizar poder
ban banned forbid forbidden prohibit prohibited outlawed illegal | verbieten verboten untersagt verbot | interdire interdit interdiction defendu | prohibir prohibido prohibicion vetar
reject rejected refuse refused turn-down dismiss oppose opposed against | ablehnen abgelehnt abgewiesen abweisen dagegen verweigern scheitern gegen | rejeter rejete refuser refus debouter contre oppose opposant | rechazar rechazo desestimar negar contra
support backed favour approve approved endorse | unterstutzen befurworten zustimmen dafur beschlossen beschliessen | soutenir approuver favorable adopter | apoyar aprobar favor respaldar
vote voted ballot referendum election poll | abstimmen stimmten stimmen abstimmung wahl votum | voter vote scrutin election | votar voto votacion eleccion
court judge tribunal ruling justice lawsuit sue appeal | gericht richter klage klagen urteil justiz | tribunal juge justice plainte recours proces | tribunal juez justicia demanda recurso
increase rise raise growth climb gain | anstieg erhohung zunahme steigerung | hausse augmentation progression | aumento subida alza incremento
decrease fall drop decline reduction cut loss | ruckgang senkung abnahme verringerung einbruch | baisse diminution recul reduction chute | descenso bajada caida reduccion
replace replaced replacement substitute instead swap | ersetzen ersetzt ersatz statt anstelle austauschen | remplacer remplace substituer lieu | sustituir reemplazar lugar cambio
remove removed scrap abolish abolished eliminate | abschaffen entfernen entfernt wegfallen beseitigen | supprimer supprime abolir retirer | suprimir eliminar retirar quitar
keep kept retain preserve preserved remain remains stay intact | behalten erhalten bleiben bleibt bewahren weiterhin bestehen | garder conserver rester maintenir preserver | conservar mantener permanecer seguir
die died death killed deaths perish fatal | sterben starb gestorben tod tot tote todlich | mourir mort deces tuer tue | morir murio muerte muerto fallecer matar
live lives lived life survive | leben lebt lebte leben | vivre vit vie vecu | vivir vive vida
illness disease sick infection ill condition | krankheit erkrankung krank infektion | maladie malade infection | enfermedad enfermo infeccion
doctor doctors physician surgeon medic | arzt arzte arztin mediziner | medecin medecins docteur | medico medicos doctor
hospital clinic | krankenhaus klinik spital | hopital clinique | hospital clinica
car cars vehicle vehicles automobile | auto autos wagen fahrzeug fahrzeuge pkw | voiture voitures vehicule automobile | coche coches vehiculo automovil
truck trucks lorry lorries | lkw lastwagen | camion camions poids-lourd | camion camiones
train trains rail railway | zug zuge bahn eisenbahn | train trains rail ferroviaire | tren trenes ferrocarril ferroviario
ship ships vessel vessels boat boats ferry ferries | schiff schiffe fahre fahren boot | navire navires bateau bateaux ferry | barco barcos buque nave ferry
road street highway route motorway | strasse strassen weg autobahn | route rue autoroute voie | carretera calle via autopista
bicycle bicycles bike bikes cyclist cyclists cycling | fahrrad rad radfahrer radler fahrrader | velo velos cycliste cyclable bicyclette | bicicleta bicicletas ciclista bici
forest woods woodland trees tree | wald walder baum baume | foret bois arbre arbres | bosque bosques arbol arboles
sea ocean coast shore | meer see ozean kuste | mer ocean cote littoral | mar oceano costa litoral
rain rainfall precipitation showers | regen niederschlag niederschlage | pluie pluies precipitations | lluvia lluvias precipitacion llover llovido
heat hot warmth heatwave | hitze heiss warme | chaleur chaud canicule | calor caliente
food meal meals eat ate diet | essen mahlzeit nahrung speise mittagessen gegessen fressen | repas nourriture manger aliment alimentation | comida alimento comer alimentacion
drug medicine medication treatment therapy treated | medikament arznei mittel behandlung therapie behandelt | medicament traitement therapie traiter | medicamento tratamiento terapia tratar farmaco
danger risk hazard threat unsafe threatened | gefahr risiko bedrohung gefahrdet | danger risque menace | peligro riesgo amenaza
damage damaged harm destroyed destruction losses | schaden beschadigt zerstort verluste zerstorung | degat degats dommage detruire detruit perte pertes perdu | dano danos destruir destruido perdida perdidas
lead leads led head heads chair chairs director run runs manage | leiten leitet leitung leiter fuhren chef vorsitzende | diriger dirige president presider preside directeur tete | dirigir dirige presidir director jefe
plan planned plans intend expected expect due scheduled forecast predict | planen plant geplant erwartet vorgesehen rechnen prognose soll voraussichtlich erwarten | prevoir prevu prevoit attendre attendu projet | prever previsto planear plan espera esperar previsible
announce announced said told report reported state stated according explain | ankundigen mitteilen erklart sagte teilte berichtet angaben auskunft laut mitteilung | annoncer annonce declarer dire selon indiquer | anunciar anuncio declarar decir segun senalar
think believe consider assume estimate estimated suspect | glauben meinen annehmen vermuten halten schatzen geschatzt einschatzung annahme | croire penser estimer considerer supposer | creer pensar considerar estimar suponer
want wish demand ask request seek call urge | wollen fordern wunschen verlangen mochten bitten | vouloir demander reclamer souhaiter exiger | querer pedir exigir reclamar solicitar desear
help aid assist assistance relief | helfen hilfe unterstutzung | aider aide secours soutien | ayudar ayuda apoyo
compensation indemnity reimburse refund damages | entschadigung ausgleich erstattung ersatz | indemnite indemnisation compensation rembourser dedommager | indemnizacion compensacion reembolso
fine fines penalty punish | strafe bussgeld geldstrafe | amende amendes sanction | multa multas sancion
crop harvest harvested yield picked gather | ernte geerntet ertrag ernten | recolte recolter vendange rendement cueillette | cosecha cosechar vendimia rendimiento recoger captura capturar
electricity power energy | strom elektrizitat energie | electricite courant energie | electricidad energia corriente
heating heat heated | heizen heizung warme fernwarme | chauffage chauffer | calefaccion calentar
pollution emissions polluted | verschmutzung emissionen abgase | pollution emissions pollue | contaminacion emisiones
money funds budget cash | geld mittel budget haushalt etat | argent fonds budget | dinero fondos presupuesto
wage wages salary pay earnings | lohn lohne gehalt verdienst | salaire salaires paie remuneration | salario sueldo paga
exhibition exhibit display displayed gallery museum | ausstellung ausgestellt museum schau | exposition expose musee | exposicion exponer museo
book books novel works volume | buch bucher roman werk | livre livres ouvrage ouvrages roman | libro libros obra novela
film movie picture | film spielfilm | film | pelicula film filme
ticket tickets fare fares admission entry entrance | karte karten ticket eintritt fahrkarte fahrpreis | billet billets entree ticket | entrada entradas billete boleto
free gratis complimentary free-of-charge | kostenlos gratis umsonst gebuhrenfrei unentgeltlich | gratuit gratuite gratuitement | gratis gratuito gratuita
mostly majority most mainly chiefly largely predominantly | meisten mehrheit uberwiegend hauptsachlich vor-allem | majorite plupart principalement surtout | mayoria principalmente sobre-todo
daily everyday | taglich jeden-tag tag | quotidien quotidiennement jour jours | diario diariamente dia
annual annually yearly year | jahrlich jahr | annuel annuellement an annee | anual anualmente ano
monthly month | monatlich monat | mensuel mois | mensual mes
affect affected influence impact effect | beeinflussen wirkung einfluss auswirkung auswirken | influence influencer effet impact affecter | afectar influir influencia efecto impacto
change changed alter altered difference differ modified | andern geandert anderung veranderung unterschied | changer changement modifier difference | cambiar cambio modificar diferencia
similar same equal unchanged alike | gleich ahnlich unverandert | meme semblable identique egal | mismo igual similar
need require required requires must necessary | brauchen benotigen mussen notig erforderlich | falloir exiger necessaire devoir requis | necesitar requerir necesario deber
try attempt attempted tried | versuchen versuch | essayer tenter tentative | intentar intento
choose chosen select selected pick | wahlen ausgewahlt auswahl | choisir choisi selection | elegir elegido seleccionar
win won winner award awarded receive received | gewinnen gewann auszeichnung ausgezeichnet erhielt | gagner recompense remporter recevoir | ganar premio galardon recibir
write wrote written author penned | schreiben schrieb geschrieben verfasst autor | ecrire ecrit auteur rediger | escribir escrito autor
publish published appear appeared release | veroffentlichen veroffentlicht erschienen erscheinen erschien | publier publie paraitre parution | publicar publicado aparecer
reach reached amount amounts total attain | erreichen erreicht betragen betragt belaufen beliefen insgesamt | atteindre atteint elever total | alcanzar alcanza ascender total sumar
cover covers span spans extend area occupy | umfassen erstrecken bedecken flache gross | couvrir couvre etendre superficie occuper | cubrir abarcar ocupar extender superficie
contain contains hold holds include comprise house accommodate capacity | enthalten fassen fasst umfassen platz beinhalten | contenir accueillir comprendre compter capacite | contener albergar incluir capacidad
carry carried transport transported | befordern transportieren beforderte tragen | transporter porter acheminer | transportar llevar
arrive arrived come came reach | ankommen kam eintreffen kommen | arriver venir parvenir | llegar venir
leave left depart departed quit | verlassen verliess abfahren gehen | quitter partir depart | salir dejar abandonar marcharse
move moved relocate transfer shift | umziehen verlegen verlegt umzug | demenager deplacer transferer | trasladar mover traslado
bring brought deliver delivered delivery supply supplies provide | liefern geliefert bringen lieferung versorgen | livrer livraison fournir apporter | entregar suministrar abastecer proporcionar
old ancient aged age historic | alt alter alte historisch | ancien age vieux historique | antiguo viejo edad historico
car-free traffic | verkehr | circulation trafic | trafico circulacion
border frontier | grenze | frontiere | frontera
war conflict fighting battle | krieg kampf schlacht kampfe | guerre conflit combat bataille | guerra conflicto batalla
attack attacked assault raid | angriff angegriffen angreifen uberfall | attaque attaquer agression blesser | ataque atacar agredir
weather climate | wetter klima | meteo climat temps | tiempo clima
建成 完工 竣工 落成 | 完成
开放 开馆 参观 | 開館 公開 見学
禁止 不得 不允许 | 禁止
减少 下降 降低 下跌 | 減少 減 下回
增加 上升 增长 提高 | 増加 上回
费用 价格 花费 成本 | 費用 料金 価格 代金
游客 参观者 观众 | 観光客 来場者 訪問者
研究者 研究人员 专家 学者 | 研究者 研究チーム 専門家
员工 职工 工人 | 従業員 社員 職員
居民 市民 人口 | 住民 市民 人口
公司 企业 | 会社 企業
乘客 旅客 | 乗客 利用者
开始 启动 起 | 開始 始
结束 停止 | 終了 廃止 終
历史 距今 | 歴史
导致 因为 由于 原因 | 原因 影響 理由
资助 补贴 出资 拨款 | 補助 助成 負担
死亡 去世 遇难 | 死亡 死者
儿童 孩子 | 子供 子ども 児童
成立 创立 建立 创办 | 設立 創立 創業
废弃 放弃 被弃 | 廃棄 放棄
"""


def _senses() -> dict[str, frozenset[int]]:
    found: dict[str, frozenset[int]] = {}
    for number, line in enumerate((_SENSES.strip() + COMMON).splitlines()):
        for word in line.replace("|", " ").split():
            key = stem(word) if word.isascii() else word[:2]
            found[key] = found.get(key, frozenset()) | {number}
    return found


SENSES = _senses()
"""A content key to the numbers of its senses."""

"""How newspapers write common English words: which have a capital only where a sentence starts.

Told apart by the figures that the Punkt method (Kiss and Strunk, 2006) keeps of each word of the Wall Street
Journal, for the most frequent 6,000 words of English. A word beyond these is known by its ending; else it
counts as a name.
"""

from __future__ import annotations

_SMALL_INSIDE = frozenset(
    """
    abilities able aboard above absence abuse academic accent accept acceptance accident accidents
    accordance accuracy accurate ace achieve acid acknowledge acres actions activist activists actors ad
    address addresses adds adjacent adopt adult adults advantage adventure advice advisory affects afford
    afraid afternoon afterwards aged agencies agenda agent agents agreements agricultural ahead aim aims
    album alert alike alive allies allow allows almost along already always amateur ambassador amount
    amounts analysis ancient angle angry animal animals anniversary announce annual answers anybody anyone
    anytime anyway anywhere apparent appear appearance applications applies appreciate approach approaches
    appropriate architecture arena argue arguments arm arrangements arrest arrival arrives article articles
    artificial artist artistic artwork ask aspect aspects assault assist associate assume ate athletes
    athletic atmosphere attack attacks attempts attend attendance attitude audience audio author authorities
    authors autumn awake awards aware awesome awful awkward babies backup bag bags balls band banner barrier
    bars baseball bases basic basis bat battery battles beans beast beat beaten beats became become bed
    bedroom beds beef begin behalf behavior behind being beings belief believe believes belong belongs bench
    beneath benefit besides bet beta better between beyond bias bigger biological biology birds birth bit
    bite bits bitter blacks blame blast blew blind blocks blood boards boats bodies body bold bomb bombs
    bond bone bonus boot borders bother bottle bottles bound boundaries bow box boxes boy boys brain branch
    branches brand breach bread break breaks breast breath brick bright brilliant brings broke broken bronze
    brother bubble bucks buddy build built bulk bunch burden burn burst bus businesses butt butter buyers
    cabinet call calm came camera cancel candidate candidates cannot capabilities caps capture car carbon
    cargo carpet carries carry cast categories caught cause causes celebrate cell cells cent cents centuries
    certificate chair challenge challenges champions chance chances channels chaos character characters
    charge charm chart charts check cheers cheese chef chemicals chest choice choices choose chose chosen
    chronic churches circles circuit circumstances civilian claim classes classical clever client climate
    climb clip clock closest closet clothes cloud clubs coaches coat codes coin coins cold colleagues
    collect collections colleges colonel colony colors column combat combine comedy comfort comic commander
    comments commit communicate compare comparison compete competitors complain complaints complete
    compliance component components compound concerns concrete conditions conduct confident confirm conflict
    connections consent consequences consider consistent consists conspiracy constant constitutional
    consultant contact contacts contain contains contemporary content contents contest context contrary
    contrast contribute contributions controller controversial controversy convenient conventional
    conversations convert convince cookies cool copies cops copy copyright core corner corporations corps
    correct corrupt cost counsel counter counties counts couple couples courage course courses courtesy
    covers crack craft crash cream create creates creator creature creatures credits crew crimes criminals
    criteria criticism critics crop crowd crystal cultural cure custody custom customer cute cycle damages
    danger dark database date dates daughter dawn deadline deaths debate debut decade decent decide
    decides decisions decrease deep deeper deer default defeat define degree degrees deliver delivery
    demands demonstrate dental deny departments depend dependent depends depth describe describes deserve
    deserves designer designs desire desk desperate destroy detail details determine develop developer
    developers developments diagnosis dialogue die dies diet difference differences different difficult
    difficulties difficulty dig diplomatic direct directions dirt dirty disaster discipline discover
    discovery discuss discussions dish disorder disorders display distance distant distinct districts dive
    diverse divisions doctor documentary documents does dogs doing dollars domestic dominant done door doors
    dose double doubt downtown dozen dozens draft drag drama dramatic draw drawn dress drink drinks driven
    drivers drove drugs drum drunk duck dying dynamic ear earlier earn ears easier eaten edge effects
    efficiency efficient egg eight either elections electoral elementary elements eliminate else elsewhere
    embrace emergency emotional emotions emphasis empire employee employer employers empty enable encounter
    encourage endless enemies engage engineer engineers engines enjoy enough ensure enter entire entrance
    entry episode equal equivalent era errors escape essay essential establish estimates et etc ethnic event
    ever everyday everywhere evidence evil exact exam examine example examples excellent except excess
    excuse exercises exist existence exists expand expense expenses experience experiences experimental
    experiments expert experts explain explains explore export exposure extend extent external extra
    extraordinary extreme eye eyes fact factor factory faculty faith fake fallen fame familiar families fan
    fancy fans fantastic farmers fashion faster fastest fat fate fault favor favorite fear fears feature
    features feedback feels feet fellow felt female females fence fewer fighter fighters figure figures file
    files fill films final findings finest fingers finish fires fish fit fits fix flag flash flesh flight
    flood floor flower flowers flows fly folk follow followers follows foot forces forever forget formal
    format formula forth forward fought founder framework freeze frequency frequent friend friendship frozen
    functions fundamental funny furthermore gang garbage gather gave gay gender generate generations genes
    genius gentle gentleman giant gift gifts girl girlfriend girls given gives glasses global glory goals
    gods goes going golf gospel gotten governments governor grab grain grandfather grants grave greater
    greatest grew grid grip gross ground grounds grown guarantee guardian guards guess guest guests guidance
    guidelines guilt guitar gun guns guy habit habits hair handle hands handsome hang happen happens happy
    harder harm hate hates heads heal healthy hear hearts heaven heavy height helicopter helps hence her
    here hero heroes herself hide highest highlight highlights him himself hire historic historical hits
    hold holds holidays homeless homework honest honor hood hop horror horse hospitals host hosts hot hour
    hours households houses huge humans humor hundreds hurry hurts husband hybrid idea ideal identical idiot
    ignore illegal image images imagine immediate immigrants immune importance important improve
    improvements inch inches incident incidents include independence independent indicates individual
    individuals influence inform ingredients initial injuries injury inner input inside insight inspector
    install instance instant instead instructions intellectual intelligent intent intentions interests
    interior interviews into inventory invest investigate investigations invite involve involves item items
    jacket jail jewelry joke jokes journalism journalist journalists journey judges judicial jungle junior
    justify keen keeps kept keyboard kick kid kids kill kills kinds kiss kit kitchen knees knew knife knock
    knowledge known lab laboratory lack laid lakes language languages lap laptop larger latter laugh launch
    le leaders leadership leads leaf lean learn lease least led legendary length lens lesser lesson lessons
    lets letters liberals libraries lie lies lieutenant lifetime lift lights likes linear links lion lip
    liquid list listen lists literary literature lives locations lock logical logo longest loose lose lot
    loud lover loves loyal lunch luxury lying lyrics magical magnetic mainstream maintain maintenance makeup
    male males mall manage manager mandatory manner manufacturer margin marijuana marriage mask match math
    mathematics mature maximum meal meals mean measures mechanical mechanics mechanism medium meetings meets
    member membership mental menu mere mess message messages meters method mid midnight mild miles milk
    millions mind minds mine minimal minimum ministers minute miracle missions mistake mistakes mix mixture
    mobile moderate mom moment moments months mood moon moral moreover mother mothers mouse mouth movements
    multiple murder muscle myself narrow nasty nature naval nearby nearest necessary neck need needs
    negotiations neighbor neighborhood neighbors neither networks neutral nevertheless newspaper nights
    noise non nonsense noon nor nose note notion novel nowhere number numbers nuts object objects obtain
    occasional occasions occur occurs ocean odd odds offense officer okay older oldest ones onto opens
    operate operates operational operator operators opinions opponent opponents opportunities opposite oral
    ordinary organ organizations origin original ought ours ourselves outcome outdoor outer overall overcome
    owe owner ownership owns oxygen pack page pages paid pain paint paintings pair pants par parade parallel
    parks parliamentary partial participants participate particular partner pass passage passenger
    passengers passes path pathetic patient patients patterns pays peak peer pen peoples per percent
    percentage perfect perform performance performances periods permanent permit person personal personnel
    persons phase phenomenon philosophy phone phones photograph photographer photography photos phrase
    physical physician piano pick piece pieces pig pilot pink pipe pit pitch places plain plane planes
    planet plastic plate platform platforms play player playoffs plays pleasant please pleasure plenty plot
    poems poet points pole political politician politicians politics poll pool pop populations port
    portfolio portrait possibilities potato potential pound pounds poverty powers practical practice prayer
    prefer preference pregnant preliminary premiere premium prepare presence present preserve pretty prevent
    pride priest prince principal principle prior prisoners private privilege pro problem problems
    procedures proceedings process processes produces product professionals professor profile program
    projects prominent promises proof propaganda proper prospect protect protein protests proud prove proven
    provide providers provides province provisions psychological psychology publisher pull punk pure
    purposes pursue pursuit put puts quarters questions quotes races racial radical raid rain ran range
    ranks rapid ratio raw reaches reactions reader readers reads realistic recent recipe recommend
    recommendations recover refer refers reflect refugees refuse regard regardless regards regime region
    regional regions regret regular regulations relationship relationships relatives relax releases relevant
    relief religion rely remain remarks remember remind reminder reminds remote removal remove rent replace
    represent representatives represents require requirements requires rescue researchers residential
    residents resist resort respect respond response responses responsibilities restaurant restaurants
    restore restrictions result results retain reveal reveals revenge reverse reviews revolutionary reward
    rid right rings roads rob robot rocket rocks roles roll romance romantic roof rookie rooms roots rough
    round routes routine ruin runs rural rush sad safe sake salad same sample samples sand sandwich sat
    sauce saw scale scary scenario scene scenes schedule scholarship scientist scope score scream script se
    season seasons secondary seconds secrets sections secure seed seeds seem seems select senator send sends
    sense sent sentence separate serial serve serves sessions settings seven seventh severe sexy
    shade shadow shake shape shed sheets shell shelter shift shine ships shirt shirts shock shoes shoot
    shore shorter shot shots shoulder shoulders shown shut shy sight signals significance significant
    silence similar simple sin sing single sink sister sit sits situations size ski skill skills skin skip
    slight slow smaller smell smile smoke smooth snap snow so soap soil solar soldier soldiers sole solid
    solutions solve somehow someone sometime sometimes somewhat son songs soon sooner sorry sort soul souls
    sounds source spaces spare speak speakers speaks specialist species specific spectrum speech spell spend
    spent spin spirit spirits spiritual spoke spoken sport spots spread squad stable stage stages stand
    stands statements status steady steal steam stem step stick sticks still stolen stood stops storage
    stories strange strangers stream streams streets strength stress stretch strict strikes strip strongest
    struck structural structure structures stuck studio style subjects submit subsequent substantial
    substitute success such sudden suffer sufficient suggest suggestions suggests suicide sum summit
    supporters supports suppose surface surgeon surgery survival suspect swear sweat swift swim swing sword
    symptoms syndrome tables tackle tactics tale talent tall tank tap tape targets task taste taught taxi
    tea teach teacher team teams tear technique teen teens temperature temperatures temporary ten tend tends
    term terms territory terrorism terrorist terrorists text thank thanks theft them themes themselves
    theory therapy therefore thick thin things think thinks though thought thoughts thousand threat threats
    threw through throughout throw thrown thus ticket tie tier tight tiny tip tips title titles together
    toilet tomorrow ton tone tons took topics torture tourist towards towns toxic trace tracks traditional
    trail train trains transactions transfer transit trap treat trees trend trials tribe tribute trick
    tricks tries trigger triple trips troops tropical true truth try tune tunnel turn turns twins twist type
    typical ugly uh ultimate unable underground understand understands understood unfair unfortunate uniform
    unions unique unity universities unknown unless unlike unnecessary unusual updates upon upset urgent us
    user uses using valid values valve variety vary vast ve vegetables vehicle versions versus very vessel
    vessels veteran via victim victory videos village villages violent virtual virus vision visitors visits
    visual volumes volunteers von voters votes wage wait walk walks walls wants warm warrant waste waters
    wave waves wealth wealthy weapon weapons wear weather web weekend weeks weight welcome welfare went were
    wet wheels whenever whereas wherever whether which whole whom wide widespread wife win window winds
    winner winners wisdom wise wish within without witnesses wooden words wore worn worse worst wound writer
    writers writes written ya yes yesterday yet younger your yourself youth zero zone zones zoo
    """.split()  # noqa: SIM905  (a list would be a line a word)
)
"""Written small, and with a capital nowhere but at the start."""

_SMALL_OR_NAMED = frozenset(
    """
    a ability about abroad absolute access according account accounting accounts achievement acquire
    acquired acquisition across act acting action activities activity actor actress acts actual actually add
    added additional administration admit ads advance advanced advertising advocate affair affairs affect
    after again against age agency ago agree agreement agriculture aid aids air aircraft airlines airport
    alarm alcohol all alliance alone also although am amendment among an and angels anger another answer any
    anymore apart appeal appeals appears approval approved are area areas armed arms army around arrested
    arsenal art artists arts as aside asks assessment asset assets assistance assistant associated
    associates association at attempt attorney attract auction authority auto automatic avenue average
    aviation avoid award away b baby back background bad balance ball ban bang bank banking bankruptcy banks
    bar barrel base based basically basketball battle bay be beach bear bears beautiful beauty because
    becomes been beer before began beginning begins begun bell below belt bend benefits best bid big biggest
    bill billion bills birthday black block blow blue board boat bob bonds bones book books boom boost boots
    border born boss both bottom bought brands breakfast brief bring broad broadcast brothers brought brown
    budget building buildings bull bureau business busy but buy buying by c cable calendar called calls
    cameras camp campaign campaigns camps campus can cancer candy cap capacity capital card cards care
    career cares carrier cars case cases cash casino castle cat catch category cats cattle ceiling celebrity
    center centers central century certain certified chain chains chairman chamber champion chancellor
    change changed changes changing channel chapter charged charges chase cheap cheaper checks chemical
    chicken chief child children china chip chips chocolate church cited cities citizen citizens city civil
    claims class classic clean clear cleared clearly clients clinic clinical close closed closely closer
    club coach coal coast code coffee collapse collection college color come comes coming command commerce
    commercial commission commissioner committee common communications communist communities community
    companies company competition complaint complex comprehensive computer computers concept concern concert
    conference confidence confusion congress congressional conservation conservative conservatives
    constitution construction consumer consumers continue continues contract contracts control controls
    convention cooperation copper corn corporate costs cotton could council count countries country county
    court courts cover coverage crazy creative credit crime criminal crisis critical cross crown crucial
    cruise cry culture cup currency current customers customs cut cuts d dad daily damage damaged dance data
    day days de dead deal dealer deals dealt dean death debt decades decided decision decline defend defense
    definitely delay demand democracy democratic department departure deposit deputy der des desert design
    despite development device devices di did died digital dinner director directors discount discussing
    disease diseases dispute distribution district division do doctors dog dollar dominated don down dream
    dreams drew drive drives driving drop drug dry du due during dust duties duty each earned earnings earth
    ease east eastern easy eat economic economics economy editor editorial education educational effect
    effort efforts elected election electric electrical electricity electronic electronics elite embassy
    employees employment en encouraged end ended ending ends enemy energy enforcement engine engineering
    enterprise entertainment environmental equipment equity error establishing estate estimate ethics even
    evening events every everybody everyone everything exchange executive exit expect expectations expected
    exploration explosion express extended extension extensive face faces facilities factors facts fail
    failed fails failure fair fall falls false family fantasy far farm farmer farms fast father fed federal
    fee feed feel feelings fees fell festival fever few field fields fifth fight fighting fights film
    finance financial financing find finding finds fine fire firm firms first fiscal five flat fleet flew
    flights flow focus food foods fool football for force foreign forest forgotten form former forms fortune
    forum foster found foundation four fourth fox fraud free freedom fresh friends from front fruit fuel
    full fun function fund funding funds funeral furniture further future gain gains gallery game games gap
    garden gas gate gates gear general generally generation generic genetic get gets getting giants give
    glass globe go goal god gold golden gone good goods got governing government grace grades gradually
    graduate grand grant granted graphics gray great green group groups grow grows growth guaranteed guard
    guide guilty gulf guys gym had half hall hammer hand handling harbor hard hardly hardware harmony has
    have haven having he head headquarters health heard heart heat heights held hell help heritage hey
    hidden high higher highway hills hip his history hit holder holding holiday home homes hope hoped hopes
    horses hospital hotel hotels house household housing how however human hung hunt hunter hurt ice ideas
    identify if ill immigration impact imperial in includes income increase increases increasing
    increasingly index indicate industrial industries industry inflation information initiative innocent
    inquiry institute institution institutions instruments insurance intelligence intended intense interest
    internal international interview introduce introduction investigated investigation investment
    investments investors involved involvement involving iron is island islands isolated issue issues it its
    itself jazz jet job jobs join joint journal judge judgment jump jury just justice keep keeping key kind
    king know knowing knows la labor lady lake land landscape lane large largest last late later latest law
    laws lawyer lawyers lay lead leader league learning leave leaves leaving left leg legal legitimate less
    let letter level levels liberal license life light like likely limit limited limits line lines link
    little live load loan loans local logic long longer look looks los loss losses lost lots love lovers low
    lower lowest loyalty luck lucky machine machines made magazine magic mail main major make maker makers
    makes making man management managers manufacturers manufacturing many maps march marine mark market
    marketing markets marks married mass master masters mate material materials matter matters may maybe
    mayor me means meant meanwhile measure meat media medical medicine meet meeting members memorial
    memories memory men met metal methods metropolitan middle might mile military mill million mills mines
    mining minister ministry minor minutes mirror miss missile mission mixed model models modern money
    monitor month more mortgage most mostly motion motor mount mountain mountains move movement moves movie
    movies moving much municipal museum music musical must mutual my mystery nail naked name named names
    nation national nations natural navy near nearly net network never new news newspapers next nice night
    nightmare nine no nobody none normal north northern not notes notice now nuclear nurse obviously of off
    offer offering offers office officers offices official officially officials often oil old on once one
    only open opera operating operation operations opinion opposed opposition option options or order orders
    organization other others our out output outside over overnight overseas own owners pace package palace
    panel paper papers parent parents park parliament part parties partners partnership parts party past
    patent patrol pattern pay paying payment payments peace penalty pension people perhaps period
    perspective pet photo photographs physics picks picture pictures pile pilots pizza place placed plan
    planning plans plant plants players plus pocket point police policies policy polish pollution poor
    popular population positions possible post posted posts power practices premier president presidential
    press pressure prevention price prices primary prime principles print printing prison prize procedure
    produce producer producers production products professional profit profits programs progress progressive
    project promote properties property proposal proposals protection protest providing public publications
    publishing pump purchase purpose push qualify quality quarter queen quest quick quickly quiet quit quite
    race radar radio rail railroad railway raise raised raising rally random rank rare rate rates rather
    ratings re reach reached react read reading ready real really reason reasons recall receives record
    recording records recovery red reduce reducing reference reform register regulation regulatory related
    relations release remains repair report reported reporter reports representative republic request
    requests requirement research reserve reserves resistance resolve resource resources responsibility rest
    resume retail retirement return returns revenue review revised revolution rice rich ride rights ring
    rise risk risks rival road rock rocky role rolling room rose route row rubber rule rules ruling run
    running s safety said salary sale sales salt satellite save savings say saying says scandal scared
    scheme school schools science scientific scientists scores screen sea search seat seats second secret
    secretary sector securities security see seek seeking seeks seen sees sell sending senior series serious
    service services set sets settle settlement several share shares sharp she sheet sheriff shield ship
    shoe shop shopping shops short should show showed shows side sides sign signal signature signs silent
    silver since singer singing sir site sites situation six sixth sleep sleeping slide slightly slip small
    smart snake social socialist society soft software sold some somebody something somewhere song sorts
    sought sound soup sources south southern space speaker special split sports spot spring springs spy
    square staff stake standard standards star stars start starts state states station stations statistical
    statistics stay steel steps sterling stock stocks stone stop store stores storm story straight strain
    strategic strategies strategy street strike strong stronger struggle student students studies study
    stuff stupid subject substance sue sugar suit suits summary summer sun superior supplies supply support
    supreme sure survey survive sweet switch symbol system systems table take taken takes talk talking talks
    target tasks tax taxes teachers tears tech technical techniques technologies technology teeth telephone
    television tell tells tennis test testimony tests than that the theater their theme then theories there
    these they thing third this those thousands three tickets tied ties time times to tobacco today told too
    tool tools top topic total touch tough tour tourism toward tower town toy toys track trade trading
    traffic training transaction transport transportation trash travel treasury treaty tree trends trial
    trip trouble truck trucks trust tube turkey twice two types uncle under understanding unemployment union
    unit united units universal universe university until up upgrade upper urban use used useless users
    usual usually utility value van vehicles venture veterans vice victims video view viewed viewers views
    violence visit vital vocal voice volume vote voted voting wages wake wall want war ward wars was watch
    water way ways we weak week weekly well wells west western what whatever wheel when where while white
    who whose why wider wild will wind windows wine wing winning wins winter wire with woman women won
    wonder wood woods word work worker workers works world worlds worldwide worries worry worth worthy would
    write wrong wrote year years yield you young z
    """.split()  # noqa: SIM905
)
"""Written small, but also seen with a capital inside of sentences, as in a title or a name."""

_ENDINGS = (
    *("able", "ed", "ful", "ible", "ing", "ise", "ity", "ive", "ize", "ly", "ment", "ness", "ous", "sion"),
    "tion",
)
_STEM = 3


def is_small_inside(word: str) -> bool:
    """Whether a word, given in small letters, has a capital only where a sentence starts."""
    if word in _SMALL_INSIDE:
        return True
    if word in _SMALL_OR_NAMED or not word.isalpha():
        return False
    return any(word.endswith(ending) and len(word) >= len(ending) + _STEM for ending in _ENDINGS)


def is_written_small(word: str) -> bool:
    """Whether a word, given in small letters, is written so inside of a sentence, at least at times."""
    return word in _SMALL_OR_NAMED or is_small_inside(word)

"""The invented news of the sample archive: stories as lists of paragraphs, by key."""

WIRE: dict[str, dict[str, object]] = {
    "ferry": {
        "title": "Norrhaven to close cracked ferry terminal for two summers",
        "agency": "reuters",
        "dateline": "NORRHAVEN (Reuters) -",
        "credit": "(Reporting by Tove Lindqvist; Editing by Martin Hale)",
        "author": "Tove Lindqvist",
        "date": "2024-03-12",
        "body": [
            "The coastal town of Norrhaven will close its old ferry terminal in May after engineers found cracks in eleven of its concrete piers, the harbour board said on Tuesday.",
            "Passengers to the outer islands will board at the fishing dock for at least two summers while a replacement is built at a cost of 48 million crowns, according to the board's chairwoman, Ingrid Falk.",
            '"We looked at every way of keeping the terminal open, and none of them was safe," Falk told reporters on the quay, where divers had spent a week taking samples from below the waterline.',
            "The terminal, opened in 1961, handles some 900,000 travellers a year and is the only link to six islands without an airstrip. Hoteliers there fear a lost season and have asked the region for help.",
            "Shipping line Blue Sound said it would run smaller boats more often. The first of three leased catamarans is expected from a yard in the south before Easter, its operations manager Per Lund said.",
            "A report on how the damage stayed unseen during four inspections since 2019 is due in autumn.",
        ],
    },
    "mine": {
        "title": "Workers at Altas Verdes copper pit vote to end 23-day strike",
        "agency": "ap",
        "dateline": "PUERTO SECO (AP) —",
        "credit": None,
        "author": "Marisol Duarte",
        "date": "2024-04-19",
        "body": [
            "Miners at the Altas Verdes copper pit voted to end a strike that has lasted 23 days, their union said on Friday, clearing the way for shipments from the country's second-largest mine to start again.",
            "The new contract raises wages by 6.5 percent over three years and adds a bonus tied to safety rather than output, union secretary Ramiro Quinta said after the count in the mountain town of Puerto Seco.",
            "The company, which had warned of missed deliveries to smelters on two continents, called the result a good day for everybody who works at the pit.",
            "Of 2,140 members who cast a ballot, 1,702 accepted the offer, according to the labour ministry, which had sent a mediator in the second week.",
            "Production will need about ten days to return to normal because the concentrator was shut down and drained, the company said. It did not say how much metal had been lost, but traders put the figure at 19,000 tonnes.",
            "Shopkeepers in Puerto Seco, where one family in three lives off the mine, rang the bells of the parish church when the result was read out.",
        ],
    },
    "vaccine": {
        "title": "Lakeside vaccine plant to double output of malaria shots by 2026",
        "agency": "afp",
        "dateline": "KISANGA, Sept 4 (AFP) -",
        "credit": None,
        "author": None,
        "date": "2024-09-04",
        "body": [
            "A vaccine plant on the shore of Lake Kisanga will double its output of malaria shots to 60 million doses a year by the end of 2026, its director said on Wednesday as the first bottles left a new filling line.",
            "The factory, built with a loan from four development banks, is the only one on the continent that makes the vaccine from start to finish. Until last year it filled vials with a substance flown in from abroad.",
            '"The hard part was not the machines, it was finding two hundred people who can keep a room clean for twelve hours," director Amara Okello said during a tour of the plant.',
            "Health ministries in nine countries have ordered doses for the coming rainy season. A course of four shots costs them less than eleven dollars, about a third less than two years ago.",
            "Researchers warn that supply is only half of the problem. In a survey of 74 rural clinics published in July, every fourth had a refrigerator that did not work for at least one day a week.",
            "The plant has bought 300 solar refrigerators, which it lends to clinics along its delivery routes, Okello said, adding that the first fifty were already in use.",
        ],
    },
    "grid": {
        "title": "Split insulator blacked out half a country, inquiry finds",
        "agency": "ap",
        "dateline": "SAN CRISPIN (AP) —",
        "credit": "Associated Press writer Sam Kovac in Lago Hondo contributed to this report.",
        "author": "Lena Ortega",
        "date": "2024-10-30",
        "body": [
            "A single cracked insulator on a mountain power line set off the blackout that left 4.6 million people in the dark for up to 19 hours in August, a government commission said on Wednesday, adding that four separate chances to stop it were missed.",
            "In a report of 212 pages, the commission of seven engineers traced the failure to 2:41 p.m. on Aug. 11, when a porcelain disc on the Lago Hondo line split in the heat and the line dropped onto a tree. Within 90 seconds the load had moved to two older lines, which switched themselves off one after the other.",
            "What should then have been a local outage spread because the control room in San Crispin was looking at the wrong picture. A software update the night before had frozen part of the display, and the two operators on duty took the old figures for new ones.",
            '"They asked three power stations to reduce output when they needed every one of them," said the commission\'s chairwoman, Beatriz Anaya, a retired professor of electrical engineering. "They acted correctly on what they saw. They should not have been alone with it."',
            "The state grid company, Redes del Sur, said it accepted the findings. It has replaced 3,100 insulators of the same make since August and now keeps a third operator on each shift, its chief executive, Iker Solana, told reporters.",
            "Missed chances",
            "According to the report, an inspector had photographed the crack from a drone 16 months before it gave way, but the picture was filed under the wrong tower. A repair planned for May was put off to save money, and a neighbouring country's offer of help was answered only after 50 minutes.",
            "Eleven deaths have been linked to the blackout, among them three patients of a nursing home whose generator had no fuel. Their families have sued the company and the ministry of energy; a first hearing is expected in January.",
            "The commission made 38 recommendations, of which the most expensive is a second line across the mountains at an estimated cost of $640 million. Energy Minister Pilar Rocha said the government would decide before the end of the year who is to pay for it.",
        ],
    },
    "rail": {
        "title": "Lokführer im Norden streiken ab Montag für 48 Stunden",
        "agency": "dpa",
        "dateline": "Hamburg (dpa) -",
        "credit": None,
        "author": None,
        "date": "2024-02-09",
        "body": [
            "Bahnreisende im Norden müssen sich von Montag an auf Ausfälle einstellen: Die Gewerkschaft der Regionallokführer hat ihre Mitglieder bei der Küstenbahn zu einem Streik von 48 Stunden aufgerufen.",
            "Der Ausstand soll um 3.00 Uhr beginnen und am Mittwoch zur gleichen Zeit enden, wie der Bezirksvorsitzende Jörn Petersen am Freitag in Hamburg mitteilte. Betroffen sind 14 Linien mit täglich rund 120.000 Fahrgästen.",
            '"Das Unternehmen hatte sechs Wochen Zeit für ein Angebot, das diesen Namen verdient", sagte Petersen. Die Gewerkschaft verlangt 420 Euro mehr im Monat und Dienstpläne, die vier Wochen im Voraus gelten.',
            "Die Küstenbahn nannte den Aufruf unverhältnismäßig. Man habe in der vergangenen Woche neun Prozent in zwei Stufen geboten, sagte eine Sprecherin. Ein Notfahrplan mit einem Zug pro Stunde auf den Hauptstrecken werde am Sonntag veröffentlicht.",
            "Für Schülerinnen und Schüler auf den Inseln hat das Kultusministerium den Unterricht an beiden Tagen freigestellt. Prüfungen werden nachgeholt.",
            "Fahrkarten mit Zugbindung können nach Angaben des Unternehmens bis Ende des Monats genutzt werden.",
        ],
    },
    "volcano": {
        "title": "Thousands return home as Mount Serau falls quiet",
        "agency": "reuters",
        "dateline": "PORT AMALI (Reuters) -",
        "credit": "(Reporting by Dewi Hartono and Paul Reyes; Editing by Anne Clarke)",
        "author": "Dewi Hartono, Paul Reyes",
        "date": "2024-06-21",
        "body": [
            "More than 8,000 villagers began to return to the slopes of Mount Serau on Friday after volcanologists lowered the alert for the first time since the mountain threw ash over the south of the island three weeks ago.",
            "Trucks of the civil guard carried families, goats and motorcycles up a road that bulldozers had cleared overnight, a witness said. In places the ash still lay as deep as a man's knee.",
            '"The mountain breathes, but it no longer shouts," said Lena Wirasti, who heads the observatory in Port Amali. She said gas readings had fallen to a tenth of their peak, and asked people to keep out of the river beds, where rain can turn ash into mud flows within minutes.',
            "Four people died in the first eruption and 31 were treated for burns and broken bones. The farm ministry puts the loss of cloves, coffee and vegetables at 27 million dollars.",
            "Schools are to open again on Monday, most of them in tents. The airport, closed for nine days, has handled all scheduled flights since Wednesday.",
            "Insurers cover few of the houses. The government has promised each family whose roof fell in the price of a new one, to be paid in two parts by October.",
        ],
    },
    "chips": {
        "title": "Hanbit to build second memory chip line in Daeseong",
        "agency": "yonhap",
        "dateline": "SEOUL, Nov. 18 (Yonhap) --",
        "credit": None,
        "author": None,
        "date": "2024-11-18",
        "body": [
            "Hanbit Semiconductor said Monday it will invest 5.2 trillion won in a second production line for memory chips in the southern city of Daeseong, betting on demand from makers of servers for artificial intelligence.",
            "Construction is to begin in March on a site beside the company's first plant and to take 22 months, Hanbit said in a regulatory filing. The line will employ about 1,400 people.",
            "The decision ends months of talks about water. The plant will need 70,000 tons a day at full output, and the province agreed last week to lay a pipe from a dam 38 kilometers away.",
            '"We could have gone abroad, and were asked to," chief executive Noh Ji-won told employees in a message seen by reporters. "But engineers are easier to find here than land is elsewhere."',
            "Shares of Hanbit rose 3.1 percent in morning trading. Analysts said the line would lift the company's share of the market for stacked memory from 9 to about 14 percent by 2028.",
            "A residents' group in Daeseong has asked for a second look at the plans for waste water; a hearing is set for Dec. 6.",
        ],
    },
}

FERRY_UPDATE = [
    "Norrhaven's ferry terminal was shut without notice on Thursday after a twelfth pier gave way during the night, the harbour board said, two months before it was to close for repairs.",
    "Nobody was hurt when the pier sank by half a metre at about 3 a.m. The night boat with 61 people on board had left an hour earlier. Police sealed off the quay and the car park behind it.",
    "Islanders were taken to the mainland by fishing boats in the morning. The regional government said it would pay for buses and meet in emergency session on Friday.",
    "Engineers had found cracks in eleven of the terminal's concrete piers, the board said on Tuesday, and had planned to close it in May. A replacement is to cost 48 million crowns.",
    '"I asked for more divers and was told to wait for spring," chairwoman Ingrid Falk said. The prosecutor in the county town opened a preliminary inquiry into the four inspections since 2019.',
    "The terminal, opened in 1961, handles some 900,000 travellers a year.",
]


def market(day: str, points: str, percent: str, level: str, leader: str, gain: str, loser: str, loss: str) -> list[str]:
    """A templated market report: the same words every day, other figures."""
    return [
        f"Shares in Port Amali closed higher on {day}, with the Amali 40 index adding {points} points, or {percent} percent, to end at {level}.",
        f"{leader} led the gainers with a rise of {gain} percent. {loser} was the weakest stock of the session and lost {loss} percent after its results.",
        "Volume was in line with the average of the past month, dealers said. The local currency was little changed against the dollar in late trading.",
        f"The next meeting of the central bank is on the last Thursday of the month; most of the analysts polled on {day} expect rates to stay where they are.",
    ]


MARKETS = {
    "market-mon": (
        "Amali shares close higher on Monday",
        market("Monday", "31.4", "0.8", "4,112.6", "Serau Clove", "4.2", "Amali Telecom", "2.9"),
        "2024-07-01",
    ),
    "market-tue": (
        "Amali shares close higher on Tuesday",
        market("Tuesday", "12.9", "0.3", "4,125.5", "Port Logistics", "3.3", "Bank Selat", "1.7"),
        "2024-07-02",
    ),
    "market-wed": (
        "Amali shares close higher on Wednesday",
        market("Wednesday", "57.0", "1.4", "4,182.5", "Bank Selat", "6.1", "Serau Clove", "3.8"),
        "2024-07-03",
    ),
}

SINGLES: dict[str, tuple[str, list[str], str, str | None]] = {
    "library": (
        "Reading room saved by a bookkeeper's letter",
        [
            "The reading room of the Meridian public library will stay open in the evenings after all. The council voted 17 to 4 on Monday to restore the 86,000 crowns it had cut from the library's budget in December.",
            "What changed the minds of a majority was a letter. Hanne Brandt, a bookkeeper who has used the room for eleven years, had counted the people in it every evening for a month and sent the council a table.",
            '"On the coldest night there were 58 of us and 40 chairs," she wrote. "I do not know what a council is for if not for chairs."',
            "The library's director, Otto Keel, said the letter had told him more than any of his own reports. From April the room will be open until ten o'clock on weekdays.",
            "The money comes from the budget for new signposts, which will now be replaced over four years rather than two.",
        ],
        "2024-01-23",
        "Mara Jessen",
    ),
    "bees": (
        "City beekeepers report their best harvest in a decade",
        [
            "Beekeepers in the capital have brought in more honey this summer than in any year since they began to keep common records. The average hive gave 31 kilograms, their association said on Saturday, almost twice as much as last year.",
            "A mild spring and a late cut of the roadside verges explain most of it, said the association's chairman, Viktor Aldous, who keeps nine hives on the roof of a printing works.",
            "Not everybody is pleased. Ecologists at the university warn that the city now has more than 4,000 hives, and that wild bees find less to eat where honeybees are many.",
            '"A hive is not a nature reserve," said the biologist Ruth Amsel, who has counted bees in 26 parks since 2017. In the parks with most hives the number of wild species fell by a fifth.',
            "How to tell one from the other",
            "Aldous said the association would ask its members not to set up new hives within 500 metres of a park. The rule is voluntary. Honey from the city is sold at nine weekly markets until the end of October.",
        ],
        "2024-08-31",
        "Sol Everett",
    ),
    "bridge": (
        "Night closures on Weir Bridge to last until autumn",
        [
            "Drivers who cross the Weir Bridge at night will need patience until autumn. The bridge will be closed from 10 p.m. to 5 a.m. on weekdays while its bearings are replaced, the road authority said.",
            "The work was to be finished in June, but the first of 24 bearings turned out to be four millimetres too wide. The maker, a foundry in the north, is casting them again at its own cost.",
            "Ambulances and fire engines can still pass: a lane is kept free, and a worker with a radio sits at each end. For everybody else the detour by the old mill takes eleven minutes.",
            "The authority promised to keep the bridge open on the night of the lantern festival.",
        ],
        "2024-05-14",
        None,
    ),
    "orchestra": (
        "After 40 years, the town band finds its drum",
        [
            "The bass drum of the Prairie town band, missing since a parade in 1984, has been found in a barn nine miles outside town. It was holding seed potatoes.",
            '"My father must have put it there, and then it was in the way of nothing," said the farmer, Gail Torrance, who recognised the band\'s crest when she cleared the barn to sell it.',
            "The band's present drummer, Luis Ferreira, is nineteen and had heard of the drum only in stories. He plans to have the skins replaced and to play it at the harvest fair.",
            "How the drum came to the barn nobody can say. The leader of the band in 1984 died last winter. Among his papers was a bill for a new drum with the words: ask Torrance.",
            "The seed potatoes have been moved to a box.",
        ],
        "2024-09-17",
        "Carla Nunez",
    ),
    "clinic": (
        "Valley clinic to test blood by drone",
        [
            "From next month, blood samples from the upper valley will travel to the hospital by drone. The flight takes fourteen minutes; the van takes an hour and a half, and in winter sometimes a day.",
            "The aviation office has allowed up to six flights a day in a corridor along the river. The drones carry two kilograms and land on the roof of the ambulance garage.",
            'Nurse Beth Okafor, who has driven the samples herself for most of her career, said she would miss the view but not the ice. "Twice I sat in a ditch with other people\'s blood on my knees," she said.',
            "The trial costs 340,000 dollars and will run for a year. If fewer than one sample in a thousand is lost, the health district wants to extend it to medicine and, later, to two villages beyond the pass.",
        ],
        "2024-10-08",
        "Ned Calloway",
    ),
    "school": (
        "Students print their own history of the strike",
        [
            "A class at the technical school in Coastline has published a book on the dock strike of 1957, with photographs that no museum had seen before. The first 300 copies were gone in an afternoon.",
            "For two years the students knocked on doors in the harbour quarter and asked for shoeboxes. They were given 1,100 pictures, some love letters, and a banner that had served as a curtain for six decades.",
            'Their teacher, Ivo Marchetti, said he had only wanted them to learn to set type. "Then an old woman cried over a picture of a queue for bread, and after that nobody talked about type."',
            "The town archive will take over the collection in spring. A second printing is under way, this time with the names of 74 people whom readers recognised.",
        ],
        "2024-12-03",
        "Jo Winters",
    ),
    "inselbaecker": (
        "Der letzte Bäcker der Insel hört auf",
        [
            "Nach 51 Jahren löscht Hinnerk Boysen am Sonnabend zum letzten Mal das Licht in seiner Backstube. Einen Nachfolger hat der letzte Bäcker der Insel nicht gefunden, obwohl er drei Jahre lang gesucht hat.",
            '"Um zwei Uhr aufstehen, das wollen die jungen Leute nicht, und ich kann es verstehen", sagt Boysen. Er selbst habe in all den Jahren elf Tage gefehlt, davon fünf wegen einer Sturmflut.',
            "Die Gemeinde will das Haus kaufen und einen Laden einrichten, in dem Brot vom Festland verkauft wird. Der Bürgermeister rechnet mit Kosten von 240.000 Euro und hofft auf einen Zuschuss des Kreises.",
            "Bis dahin bringt die Fähre das Brot, wenn sie fährt. Bei Ostwind, sagt Boysen, sollten die Leute auf Vorrat kaufen.",
        ],
        "2024-04-27",
        "Wiebke Harmsen",
    ),
    "radweg": (
        "Kreis baut Radweg auf alter Bahntrasse",
        [
            "Auf der stillgelegten Bahnstrecke zwischen Altenfleth und Morsum soll bis zum Sommer 2026 ein Radweg entstehen. Der Kreistag stimmte am Dienstagabend mit großer Mehrheit für den Kauf der 17 Kilometer langen Trasse.",
            "Die Kosten von 6,3 Millionen Euro tragen zu drei Vierteln Bund und Land. Für den Rest kommen der Kreis und vier Gemeinden auf, die sich noch auf einen Schlüssel einigen müssen.",
            'Landwirte kritisieren, dass drei Überfahrten wegfallen. "Mit dem Mähdrescher fahre ich dann acht Kilometer um ein Feld herum, das ich von der Küche aus sehe", sagte der Kreislandwirt Uwe Thomsen.',
            "Landrätin Silke Ahrens sagte zu, mit allen elf betroffenen Betrieben einzeln zu sprechen. Der alte Bahnhof von Morsum soll ein Café werden, wenn sich ein Pächter findet.",
        ],
        "2024-03-06",
        "Thies Martensen",
    ),
    "theater": (
        "Stadttheater spielt wieder unter eigenem Dach",
        [
            "Zwei Jahre lang spielte das Stadttheater in einer Lagerhalle, am Freitag kehrt es in sein Haus am Markt zurück. Die Sanierung des Daches hat 11,8 Millionen Euro gekostet, 900.000 weniger als geplant.",
            'Intendantin Paula Recknagel eröffnet die Spielzeit mit einem Stück über einen Umzug. Die Halle habe dem Ensemble gutgetan, sagt sie: "Wir haben gelernt, gegen den Regen anzusprechen."',
            "Neu sind 40 Plätze, die eine Viertelstunde vor Beginn für fünf Euro zu haben sind. Im Foyer hängt der alte Kronleuchter, der bei der Reinigung 3.000 Glastropfen und eine Postkarte von 1931 preisgab.",
        ],
        "2024-09-26",
        "Anke Lorenz",
    ),
    "phare": (
        "Le phare de Kermadec s'ouvre aux visiteurs",
        [
            "Fermé au public depuis 1998, le phare de Kermadec accueillera de nouveau des visiteurs à partir du 15 juin. La commune a consacré 420 000 euros à la restauration de ses 247 marches.",
            "« On montait autrefois avec une lampe à pétrole, on montera maintenant avec un casque », sourit Yann Le Goff, dernier gardien du phare, qui guidera lui-même les premiers groupes.",
            "Les visites, limitées à douze personnes, dureront une heure. La lanterne, toujours en service, restera interdite d'accès la nuit, a précisé la mairie.",
            "Les billets sont vendus à l'office de tourisme. Les enfants de moins de dix ans devront patienter au pied de la tour, où une exposition leur est consacrée.",
        ],
        "2024-05-29",
        "Maëlle Kerboul",
    ),
    "marche": (
        "Le marché du port déménage pour six mois",
        [
            "À partir de lundi, les quarante-deux étals du marché du port s'installeront sur le parking de la gare maritime. Les travaux de la halle, dont la charpente menaçait de céder, doivent durer six mois.",
            "Les poissonniers, inquiets pour leur clientèle, ont obtenu la gratuité du stationnement le matin. « Les habitués suivront, mais les touristes ne cherchent pas », craint Solène Prigent, qui vend des huîtres depuis vingt ans.",
            "La mairie assure que la halle rouvrira avant Noël. Le chantier, estimé à 2,1 millions d'euros, est financé pour moitié par la région.",
        ],
        "2024-06-08",
        None,
    ),
}

LOCAL = {
    "ferry": "In our own county, the harbour at Little Marsh has asked for a survey of its piers too; the council will discuss the matter at its meeting next Wednesday, and the public may attend from six o'clock.",
    "mine": "The tube works in our valley buys a third of its copper from Altas Verdes. Its manager, Dale Pruitt, said stocks would have lasted until the middle of May and that nobody would now be sent home.",
    "grid": "Prairie Power, which serves nine counties here, said that it uses porcelain discs of another make and has inspected all of its 1,870 towers from the air since September.",
    "volcano": "At the Meridian airport, two charter flights with relief goods that had waited since Tuesday were cleared to leave on Friday evening, the cargo company said.",
}

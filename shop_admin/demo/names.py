"""Names, streets and towns that the demo's customers are put together from."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Place:
    """A country's stock of names; `line` is how its addresses are written.

    `phone_prefix` with two more digits is a number that reaches nobody.
    """

    first_names: tuple[str, ...]
    last_names: tuple[str, ...]
    streets: tuple[str, ...]
    cities: tuple[tuple[str, str, str], ...]
    line: str
    phone_prefix: str


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(","))


GERMANY = Place(
    first_names=_words(
        "Anke, Ben, Carla, Emil, Frieda, Gregor, Hanna, Ida, Jasper, Katja, Leon, Marlene, Nils, "
        "Oskar, Paula, Rieke, Sönke, Theresa, Yusuf, Zoë"
    ),
    last_names=_words(
        "Ahrens, Brandt, Çelik, Dittmer, Ebert, Fuchs, Großmann, Hinrichs, Jansen, Kowalski, "
        "Lorenz, Möller, Nowak, Petersen, Quandt, Rösler, Steinke, Thiel, Voigt, Winkler"
    ),
    streets=_words(
        "Ahornweg, Am Mühlbach, Birkenallee, Brunnenstraße, Deichweg, Eichenhain, Gartenstraße, "
        "Hafenstraße, Kastanienallee, Lindenstraße, Marktstraße, Rosenweg, Schillerstraße, Uferweg"
    ),
    cities=(
        ("Berlin", "10119", ""),
        ("Berlin", "10437", ""),
        ("Berlin", "12047", ""),
        ("Hamburg", "20357", ""),
        ("Hamburg", "22765", ""),
        ("Leipzig", "04229", ""),
        ("Dresden", "01099", ""),
        ("Köln", "50674", ""),
        ("München", "80469", ""),
        ("Bremen", "28203", ""),
        ("Potsdam", "14467", ""),
        ("Rostock", "18055", ""),
    ),
    line="{street} {house}",
    # Kept free for films and books by the Bundesnetzagentur ("Drama numbers"): 0171 39200 xx.
    phone_prefix="+4917139200",
)

FRANCE = Place(
    first_names=_words(
        "Adèle, Baptiste, Camille, Damien, Élodie, Fabien, Gaëlle, Henri, Isaure, Jules, Karim, "
        "Louise, Maxime, Nadia, Octave, Pauline, Rémi, Solène, Théo, Violette"
    ),
    last_names=_words(
        "Aubert, Besson, Carpentier, Delmas, Estève, Faure, Guérin, Haddad, Jacquet, Keller, "
        "Lemoine, Marchand, Noël, Olivier, Perrin, Quentin, Roussel, Seguin, Traoré, Vasseur"
    ),
    streets=_words(
        "rue des Lilas, rue du Moulin, avenue des Tilleuls, rue de la Fontaine, quai des Brumes, "
        "rue des Écoles, place du Marché, rue du Four, boulevard des Platanes, rue Haute, "
        "impasse des Vignes, rue de l'Abreuvoir, chemin des Roses, rue du Port"
    ),
    cities=(
        ("Paris", "75003", ""),
        ("Paris", "75010", ""),
        ("Paris", "75018", ""),
        ("Lyon", "69004", ""),
        ("Lyon", "69007", ""),
        ("Nantes", "44000", ""),
        ("Bordeaux", "33000", ""),
        ("Lille", "59800", ""),
        ("Marseille", "13006", ""),
        ("Rennes", "35000", ""),
        ("Montreuil", "93100", ""),
        ("Annecy", "74000", ""),
    ),
    line="{house} {street}",
    # Kept free for fiction by Arcep: 01 99 00 xx xx.
    phone_prefix="+331990002",
)

INDIA = Place(
    first_names=_words(
        "Aarav, Bhavna, Chitra, Devika, Esha, Farhan, Gauri, Harsh, Ishaan, Jyoti, Kabir, Lakshmi, "
        "Meera, Nikhil, Omkar, Pooja, Rohan, Sana, Tara, Vikram"
    ),
    last_names=_words(
        "Apte, Banerjee, Chavan, Deshmukh, Fernandes, Gokhale, Hegde, Iyer, Joshi, Kapoor, Lobo, "
        "Mehta, Nair, Patil, Qureshi, Rao, Shah, Thakur, Varma, Wagle"
    ),
    streets=_words(
        "Banyan Road, Carter Lane, Dadar Cross Road, Garden Lane, Hill View Road, Lake Road, "
        "Mango Grove, MG Road, Neelkanth Lane, Palm Avenue, Station Road, Temple Street, "
        "Turner Lane, Windmill Road"
    ),
    # All in the store's own state: between states GST is IGST, not CGST and SGST
    # (Integrated Goods and Services Tax Act, 2017, section 7).
    cities=(
        ("Mumbai", "400050", "Maharashtra"),
        ("Mumbai", "400028", "Maharashtra"),
        ("Mumbai", "400076", "Maharashtra"),
        ("Thane", "400601", "Maharashtra"),
        ("Pune", "411004", "Maharashtra"),
        ("Nashik", "422001", "Maharashtra"),
        ("Nagpur", "440010", "Maharashtra"),
        ("Navi Mumbai", "400703", "Maharashtra"),
        ("Kolhapur", "416003", "Maharashtra"),
        ("Solapur", "413001", "Maharashtra"),
        ("Alibag", "402201", "Maharashtra"),
        ("Panvel", "410206", "Maharashtra"),
    ),
    line="{house}, {street}",
    # India keeps no numbers free; this block of a Mumbai exchange is not known to be in service.
    phone_prefix="+9122200000",
)

PLACES = {"DE": GERMANY, "FR": FRANCE, "IN": INDIA}

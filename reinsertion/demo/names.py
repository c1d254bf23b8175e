"""First and last names from which invented people are made; any likeness is chance."""

FEMALE = [
    "Amandine", "Aïcha", "Béatrice", "Camille", "Chloé", "Djamila", "Émilie", "Estelle", "Fanny", "Fatima",
    "Gaëlle", "Hélène", "Ingrid", "Jessica", "Khadija", "Laëtitia", "Leïla", "Maëva", "Mélanie", "Myriam",
    "Noémie", "Océane", "Patricia", "Rachida", "Sabrina", "Sandrine", "Solène", "Valérie", "Virginie", "Zoé",
]  # fmt: skip
MALE = [
    "Abdel", "Adrien", "Ahmed", "Alexis", "Bastien", "Brahim", "Cédric", "Christophe", "David", "Didier", "Dylan",
    "Fabrice", "Farès", "Gaëtan", "Grégory", "Hakim", "Ibrahim", "Jérôme", "Jordan", "Kévin", "Laurent",
    "Ludovic", "Mathis", "Mehdi", "Mickaël", "Nicolas", "Olivier", "Pascal", "Quentin", "Rachid", "Rémi",
    "Romain", "Sébastien", "Sofiane", "Stéphane", "Théo", "Thierry", "Vincent", "Walid", "Yannick", "Youssef",
]  # fmt: skip
LAST = [
    "Aubert", "Bailleul", "Barbier", "Bekkouche", "Blondeau", "Bouchard", "Boulanger", "Bourgeois", "Brunel",
    "Carpentier", "Chevalier", "Cissé", "Cordier", "Coulibaly", "Crépin", "Delattre", "Delcroix", "Deschamps",
    "Desmet", "Diallo", "Dubreuil", "Dumoulin", "Dupuis", "Fournier", "Gauthier", "Ghezali", "Guérin", "Hamidi",
    "Hennebelle", "Huguet", "Jacquemin", "Kowalski", "Lacroix", "Lamotte", "Leblond", "Lecomte", "Lefebvre",
    "Leroux", "Lesage", "Mahieu", "Mallet", "Marchal", "Masson", "Meunier", "Morel", "Nowak", "Ouali",
    "Parmentier", "Pruvost", "Roussel", "Saïdi", "Sauvage", "Thibaut", "Touré", "Traoré", "Vallet", "Vandamme",
    "Verhaeghe", "Wagner", "Zidane",
]  # fmt: skip

# Entry forms that a clean list never has, and that a day of work always brings: (first, last, nickname, gender).
UNUSUAL: list[tuple[str, str, str, str]] = [
    ("Jean-Baptiste", "D’Hondt", "", "male"),
    ("Marie-Ange", "N’Guessan", "", "female"),
    ("Bintou", "", "", "female"),
    ("", "Vercruysse", "Titi", "male"),
    ("محمد", "العربي", "", "male"),
    ("سعاد", "بن يوسف", "", "female"),
    ("Anne-Élisabeth", "Vandenbroucke-Delacroix de Saint-Hilaire", "", "female"),
    ("Loïc", "L’Hermitte", "", "male"),
]
# The same person written twice: (first, last) on each file.
DUPLICATES: list[tuple[tuple[str, str], tuple[str, str], str]] = [
    (("Mohamed", "Lagrange"), ("Mohammed", "Lagrange"), "male"),
    (("Anne-Sophie", "Delbecque"), ("Anne Sophie", "Delbèque"), "female"),
    (("Frédéric", "Van Acker"), ("Fred", "Vanacker"), "male"),
    (("Stéphanie", "Lemaître"), ("Stephanie", "Lemaitre"), "female"),
]
LANGUAGES = ["arabe", "anglais", "espagnol", "portugais", "roumain", "peul", "wolof", "polonais", "turc", "ukrainien"]
STREETS = [
    "rue des Filatures",
    "rue du Métier à tisser",
    "allée des Canuts",
    "boulevard des Deux-Lunes",
    "rue du Vieux Moulin",
    "place des Jardins",
    "rue de la Passerelle",
    "impasse du Puits",
]

"""The journal a DOI belongs to, where its publisher writes it into the DOI.

Rule of this file: a row is a shape that one journal alone uses; a registrant alone says nothing (the same one
names articles, books, data sets and reports). What the DOI says of the volume is kept.
"""

from __future__ import annotations

import re
from functools import cache

# the code of the journal, behind the registrant of its publisher
_NATURE = {
    "s41586": "Nature", "s41467": "Nature Communications", "s41598": "Scientific Reports",
    "s41550": "Nature Astronomy", "s41587": "Nature Biotechnology", "s41558": "Nature Climate Change",
    "s41560": "Nature Energy", "s41588": "Nature Genetics", "s41561": "Nature Geoscience",
    "s41562": "Nature Human Behaviour", "s41590": "Nature Immunology",
    "s42256": "Nature Machine Intelligence",
    "s41563": "Nature Materials", "s41591": "Nature Medicine", "s41592": "Nature Methods",
    "s41565": "Nature Nanotechnology", "s41593": "Nature Neuroscience", "s41566": "Nature Photonics",
    "s41567": "Nature Physics", "s41597": "Scientific Data", "s42003": "Communications Biology",
    "s42005": "Communications Physics", "s43588": "Nature Computational Science",
}  # fmt: skip
_OLDER_NATURE = {
    "nature": "Nature", "ncomms": "Nature Communications", "srep": "Scientific Reports",
    "nphys": "Nature Physics", "nmeth": "Nature Methods", "nbt": "Nature Biotechnology",
    "ng": "Nature Genetics", "nmat": "Nature Materials", "nnano": "Nature Nanotechnology",
    "nphoton": "Nature Photonics", "nclimate": "Nature Climate Change", "ngeo": "Nature Geoscience",
    "nchem": "Nature Chemistry", "nn": "Nature Neuroscience", "nm": "Nature Medicine",
    "ni": "Nature Immunology",
}  # fmt: skip
_PLOS = {
    "pone": "PLOS ONE", "pbio": "PLOS Biology", "pmed": "PLOS Medicine", "pgen": "PLOS Genetics",
    "pcbi": "PLOS Computational Biology", "ppat": "PLOS Pathogens",
    "pntd": "PLOS Neglected Tropical Diseases",
}  # fmt: skip
_PHYSICAL_REVIEW = {
    "physrevlett": "Physical Review Letters", "revmodphys": "Reviews of Modern Physics",
    **{f"physrev{letter}": f"Physical Review {letter.upper()}" for letter in "abcdex"},
}  # fmt: skip
_FRONTIERS = {
    "fpsyg": "Psychology", "fimmu": "Immunology", "fnins": "Neuroscience", "fphys": "Physiology",
    "fmicb": "Microbiology", "fpls": "Plant Science", "fonc": "Oncology", "fpubh": "Public Health",
    "fnhum": "Human Neuroscience",
}  # fmt: skip
_HEADS = {
    "10.1126/science.": "Science", "10.1126/sciadv.": "Science Advances",
    "10.1126/scitranslmed.": "Science Translational Medicine",
    "10.1073/pnas.": "Proceedings of the National Academy of Sciences",
    "10.7554/elife.": "eLife", "10.7717/peerj.": "PeerJ", "10.7717/peerj-cs.": "PeerJ Computer Science",
    "10.1056/nejm": "The New England Journal of Medicine", "10.1001/jama.": "JAMA",
    "10.1016/s0140-6736(": "The Lancet", "10.1016/j.cell.": "Cell", "10.1016/j.neuron.": "Neuron",
    "10.1016/j.cub.": "Current Biology", "10.1136/bmj.": "BMJ",
    "10.1093/nar/": "Nucleic Acids Research", "10.1093/bioinformatics/": "Bioinformatics",
    "10.1093/mnras/": "Monthly Notices of the Royal Astronomical Society",
    "10.3847/1538-4357/": "The Astrophysical Journal",
    "10.3847/2041-8213/": "The Astrophysical Journal Letters",
    "10.3847/1538-3881/": "The Astronomical Journal", "10.1051/0004-6361/": "Astronomy & Astrophysics",
    "10.1021/jacs.": "Journal of the American Chemical Society",
    "10.1002/anie.": "Angewandte Chemie International Edition",
    "10.12942/lrr-": "Living Reviews in Relativity",
    "10.1088/1367-2630/": "New Journal of Physics", "10.1088/1361-6382/": "Classical and Quantum Gravity",
    "10.1007/jhep": "Journal of High Energy Physics",
}  # fmt: skip


def journal_of(doi: str) -> tuple[str, str]:
    """(journal, volume) of an article; "" for what the DOI does not tell."""
    doi = doi.lower()
    for shape, names in _shapes():
        if found := shape.match(doi):
            name = names.get(found[1], "")
            return name, (found["volume"] if name and "volume" in shape.groupindex else "")
    return next(((name, "") for head, name in _HEADS.items() if doi.startswith(head)), ("", ""))


@cache
def _shapes() -> tuple[tuple[re.Pattern[str], dict[str, str]], ...]:
    return (
        (re.compile(r"10\.1038/(s\d{5})-\d"), _NATURE),
        (re.compile(r"10\.1038/([a-z]+)\.?\d+$"), _OLDER_NATURE),
        (re.compile(r"10\.1371/journal\.(p\w{3})\.\d{7}$"), _PLOS),
        (re.compile(r"10\.1103/([a-z]+)\.(?P<volume>\d+)\."), _PHYSICAL_REVIEW),
        (re.compile(r"10\.3389/(f\w{4})\.\d{4}\."), {k: f"Frontiers in {v}" for k, v in _FRONTIERS.items()}),
    )

"""Near copies, made: sentences of the sources, and the same with one thing changed.

``python tests/evidence/near_copies.py`` writes ``tests/cases/evidence/near-copies.tsv`` and ``near-copies-2.tsv`` anew:
kind, language, source, the sentence. "true …" are true of their source, all others are not. A corrupted sentence
whose new value stands anywhere in its source is left out, since nobody could call it false.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from corruptions import CORRUPTIONS, MONTHS
from labelled import CASES, OF_NEAR_COPIES, fresh_sources, plain_sentences, sources

SEED, SECOND_SEED = 20261130, 4127
INVENTED = {
    "en": ["{} was sold to a group of Portuguese farmers for 77 silver coins.", "Critics of {} founded a theatre company in the Scottish Highlands.", "Every spring, {} is celebrated with a parade of painted bicycles.",
           "The recipe for {} calls for cinnamon, vinegar and two onions.", "A court in Helsinki ruled that {} violates copyright law."],
    "de": ["Zu {} erschien eine Briefmarke mit dem Bild eines Elefanten.", "Das Orchester spielte zu Ehren von {} drei Walzer am Strand.", "Ein Bäcker benannte seine Torte nach {} und gewann einen Preis."],
    "fr": ["Un boulanger de Bretagne a nommé son gâteau {} et gagné un prix.", "Les poètes chantent {} lors du carnaval des bicyclettes peintes."],
    "es": ["Un panadero gallego llamó {} a su tarta y ganó un premio.", "Los poetas celebran {} con un desfile de bicicletas pintadas."],
    "ja": ["毎年春に自転車の祭りで詩人たちが歌を披露する。", "有名なパン屋が新しいケーキを考案して賞を受けた。"],
    "zh": ["每年春天诗人们在自行车节上朗诵诗歌。", "一位面包师发明了新的蛋糕并因此获奖。"],
}  # fmt: skip


def make(texts: dict[str, tuple[str, str]], seed: int) -> Iterator[tuple[str, str, str, str]]:
    """(kind, language, source, sentence) of every pair."""
    chance = random.Random(seed)  # noqa: S311
    names = list(texts)
    for name, (language, text) in texts.items():
        spoken = plain_sentences(text)
        for place, sentence in enumerate(spoken):
            if language != "en" or place < 7 or name.startswith("en-"):
                yield from ((kind, language, name, s) for kind, s in _true(sentence, spoken, place, language))
            for kind, change in CORRUPTIONS.items():
                made = change(sentence, language, text, chance)
                if (
                    made
                    and made != sentence
                    and (kind != "negation" or language != "en" or place % 2 == 0 or "not" in sentence)
                ):
                    yield kind, language, name, made
        own = [other for other in names if texts[other][0] == language and other != name]
        other = chance.choice(own) if own else ""
        yield from (
            ("marker moved", language, other, sentence) for sentence in spoken[: 2 if language == "en" else 5]
        )
        topic = name.replace("-", " ").removeprefix(f"{language} ")
        yield from (
            ("invented", language, name, line.format(topic))
            for line in INVENTED[language][: 2 if language == "en" else 3]
        )


def _true(sentence: str, spoken: list[str], place: int, language: str) -> Iterator[tuple[str, str]]:
    """The sentence itself, in other figures, joined with the next, without its first or last words."""
    if place % 3 == 0:
        yield "true copy", sentence
    if language == "en":
        other = re.sub(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})", r"\2 \1, \3", sentence)
        other = (
            re.sub(r"(\d),(\d{3})", r"\1\2", other)
            .replace(" %", " percent")
            .replace(" metres", " m")
            .replace("kilometres", "km")
        )
        other = re.sub(r"\btwelve\b", "12", other).replace("Twelve", "12")
        if other != sentence:
            yield "true other figures", other
    if place + 1 < len(spoken) and place % 2 == 0:
        if language in ("ja", "zh"):
            yield "true joined", sentence[:-1] + "，" + spoken[place + 1]
        else:
            yield "true joined", sentence[:-1] + "; " + spoken[place + 1]
    words = sentence.split()
    lead = {
        "en": "According to the report, ",
        "de": "Laut Bericht gilt: ",
        "fr": "Selon la source, ",
        "es": "Según la fuente, ",
        "ja": "報告によると、",
        "zh": "据报道，",
    }[language]
    if place % 2:
        yield (
            "true introduced",
            lead
            + (
                sentence[0].lower() + sentence[1:]
                if sentence.split()[0] in ("The", "It", "In", "A", "Its", "Le", "La", "El", "They", "En")
                else sentence
            ),
        )
    if language == "en" and len(words) > 9 and ", " in sentence[30:] and " and " not in sentence:
        yield "true shortened", sentence[: sentence.index(", ", 30)] + "."


def made() -> dict[str, list[tuple[str, str, str, str]]]:
    """The pairs of both sets, by the name of their file."""
    return {
        "near-copies": list(make(sources(), SEED)),
        "near-copies-2": list(make(fresh_sources(OF_NEAR_COPIES), SECOND_SEED)),
    }


if __name__ == "__main__":
    for name, rows in made().items():
        (CASES / f"{name}.tsv").write_text("".join("\t".join(row) + "\n" for row in rows), "utf-8")

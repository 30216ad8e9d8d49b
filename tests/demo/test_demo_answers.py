"""Search and composing: the right article, true markers, honest refusals, follow-ups, lengths, filters."""

from __future__ import annotations

import json
import re

import pytest
from places import CASES

from pplx_notebook.demo.engine.compose import Composed, compose
from pplx_notebook.demo.engine.engine import Engine
from pplx_notebook.demo.engine.pacing import SEARCH_S, pause_before_word
from pplx_notebook.demo.engine.request import DemoQuestion
from pplx_notebook.demo.library.articles import load_library
from pplx_notebook.demo.library.search import Index

INDEX = Index()
LIBRARY = load_library()
MARKER = re.compile(r"(?<!`)\[(\d+)\]")


def lines(name: str) -> list[str]:
    rows = (CASES / "demo" / name).read_text("utf-8").splitlines()
    return [row for row in rows if row and not row.startswith("#")]


def ask(*turns: str, **fields: object) -> Composed:
    return compose(DemoQuestion(turns=turns, **fields), INDEX)  # type: ignore[arg-type]


def prose(composed: Composed) -> str:
    """The text without its code blocks, in which brackets are no markers."""
    return re.sub(r"```.*?```", "", composed.text, flags=re.DOTALL)


def is_declined(composed: Composed) -> bool:
    return not composed.results


@pytest.mark.parametrize("row", lines("questions.txt"))
def test_a_question_finds_its_article(row: str) -> None:
    """The first cited source and the first sentence come from the expected article."""
    question, name = (part.strip() for part in row.split("|"))
    composed = ask(question)
    assert composed.results, "declined"
    assert composed.results[0].url in {source.url for source in LIBRARY[name].sources.values()}
    said = re.sub(r"\A\*The library has nothing on .*\n\n|^## .*\n\n", "", composed.text)
    assert said.startswith(LIBRARY[name].passages[0].text[:20])


@pytest.mark.parametrize("question", lines("unanswerable.txt"))
def test_an_unanswerable_question_is_declined(question: str) -> None:
    """One sentence, the list of what the library knows, no source and no marker."""
    composed = ask(question)
    assert is_declined(composed), composed.text[:80]
    sentence, _, listing = composed.text.partition("\n\n")
    assert re.fullmatch(
        r"(The demo has no article on your question|This is the demo): .* one of these topics:", sentence
    )
    assert all(article.title in listing for article in LIBRARY.values())
    assert all(line.startswith("- **") for line in listing.splitlines())
    assert not MARKER.search(composed.text)


@pytest.mark.parametrize("row", lines("follow-ups.txt"))
def test_a_follow_up_is_searched_with_the_turns_before_it(row: str) -> None:
    """Turns separated by ``/``; after ``|`` the article expected, or "declined"."""
    conversation, expected = (part.strip() for part in row.split("|"))
    composed = ask(*(turn.strip() for turn in conversation.split("/")))
    if expected == "declined":
        assert is_declined(composed)
        return
    assert composed.results
    assert composed.results[0].url in {source.url for source in LIBRARY[expected].sources.values()}


@pytest.mark.parametrize("article", LIBRARY.values(), ids=LIBRARY)
def test_the_question_an_article_offers_is_answered_by_it(article: object) -> None:
    """Related questions lead somewhere, and each article can be reached by its title."""
    for question in (article.question, article.title):  # type: ignore[attr-defined]
        composed = ask(question)
        assert composed.results
        urls = {source.url for source in article.sources.values()}  # type: ignore[attr-defined]
        assert composed.results[0].url in urls, question


def test_markers_count_in_the_order_of_first_use_and_all_resolve() -> None:
    """The first marker is [1], new ones are one more than the largest so far, none exceeds the results."""
    for article in LIBRARY.values():
        composed = ask(article.question)
        largest = 0
        for number in map(int, MARKER.findall(prose(composed))):
            assert number <= largest + 1
            largest = max(largest, number)
        assert 1 <= largest <= len(composed.results)


def test_each_marker_points_to_the_source_the_article_names() -> None:
    """Replacing numbers by addresses gives the passage with its references replaced by the same addresses."""
    for article in LIBRARY.values():
        composed = ask(article.question)
        urls = {str(result.id): result.url for result in composed.results}
        shown = MARKER.sub(lambda match, urls=urls: f"<{urls[match[1]]}>", prose(composed))  # type: ignore[misc]
        lead = re.sub(r" (?=\[@)", "", article.passages[0].text)
        sources = article.sources
        expected = re.sub(r"\[@(\w+)\]", lambda match, s=sources: f"<{s[match[1]].url}>", lead)  # type: ignore[misc]
        assert expected in shown


def test_every_sentence_is_the_librarys_own() -> None:
    """Nothing is invented: each prose line of an answer stands in an article, notes in italics apart."""
    texts = [re.sub(r"\s*\[@\w+\]", "", p.text) for article in LIBRARY.values() for p in article.passages]
    everything = "\n".join(texts)
    for article in LIBRARY.values():
        for line in MARKER.sub("", prose(ask(f"{article.question} In detail."))).splitlines():
            assert line.startswith("#") or line in everything, line


def test_results_are_more_than_the_citations_and_carry_ids_titles_and_snippets() -> None:
    """Ids are positions, every result has a title, an address and a sentence of the library."""
    composed = ask("Compare fusion energy and photosynthesis briefly")
    assert [result.id for result in composed.results] == list(range(1, len(composed.results) + 1))
    cited = {int(number) for number in MARKER.findall(composed.text)}
    assert len(composed.results) > len(cited)
    for result in composed.results:
        assert result.title
        assert result.snippet
        assert result.source == "web"
        assert not re.search(r"\[@|\[\d", result.snippet)


def test_length_follows_the_wish() -> None:
    """Briefly is shorter than plain, in detail is longer and takes in neighbouring articles."""
    brief, plain, long = (ask(f"{wish} black holes") for wish in ("Briefly:", "Explain", "Explain in detail"))
    assert brief.words_out < plain.words_out / 2
    assert long.words_out > plain.words_out * 2
    assert len(re.findall(r"^## ", long.text, re.MULTILINE)) == 3
    assert "#" not in brief.text


def test_a_comparison_has_a_part_for_each_in_the_order_of_the_question() -> None:
    """Two subjects, two headed parts."""
    first = re.findall(r"^## (.+)$", ask("Compare DNA and black holes").text, re.MULTILINE)
    second = re.findall(r"^## (.+)$", ask("Compare black holes and DNA").text, re.MULTILINE)
    assert first == ["DNA", "Black holes"] == second[::-1]


def test_a_subject_gets_all_its_articles() -> None:
    """The name of a subject alone asks for an overview; in detail it is all of the text."""
    titles = [article.title for article in LIBRARY.values() if article.subject == "Physics"]
    overview, whole = ask("What is physics?"), ask("Explain physics in detail")
    for composed in (overview, whole):
        assert re.findall(r"^## (.+)$", composed.text, re.MULTILINE) == titles
    assert "###" not in overview.text
    assert whole.words_out > 1200


def test_what_is_asked_beyond_the_title_comes_right_after_the_lead() -> None:
    """A specific question gets the specific passage first."""
    assert (
        re.findall(r"^## (.+)$", ask("the habitable zone of exoplanets").text, re.MULTILINE)[0]
        == "Habitable zone"
    )


def test_a_word_the_library_lacks_is_said() -> None:
    """A partial match says what is missing instead of passing as an answer."""
    assert "nothing on “zebra”" in ask("black holes and exoplanets for a zebra").text


def test_a_slip_of_the_pen_is_mended_and_said() -> None:
    """Photosyntesis is taken as photosynthesis, openly."""
    composed = ask("How does photosyntesis work?")
    assert composed.text.startswith("*Taken as: photosynthesis.*")
    assert composed.queries == ("photosynthesis",)


@pytest.mark.parametrize("greeting", ["hello", "What can you do?", "???", "help me please"])
def test_a_question_without_a_subject_introduces_the_engine(greeting: str) -> None:
    """No subject: the engine says what it is and lists what it knows."""
    assert ask(greeting).text.startswith("This is the demo: it works offline, from ")


def test_a_domain_filter_keeps_only_sources_of_the_domain() -> None:
    """Allow list: only its hosts among results and markers; deny list: none of its hosts."""
    allowed = ask("What is a black hole?", domains=("nasa.gov",))
    assert {result.url.split("/")[2] for result in allowed.results} == {"science.nasa.gov"}
    assert set(MARKER.findall(allowed.text)) == {"1"}
    denied = ask("What is a black hole?", domains=("-wikipedia.org",))
    assert not any("wikipedia.org" in result.url for result in denied.results)


@pytest.mark.parametrize(
    "question", ["Black holes in detail", "Black holes briefly", "Explain physics in detail"]
)
def test_a_domain_filter_holds_for_every_length(question: str) -> None:
    """Neighbouring articles of a long answer pass the filter as well, and every marker resolves."""
    composed = ask(question, domains=("nobelprize.org",))
    assert {result.url.split("/")[2] for result in composed.results} == {"www.nobelprize.org"}
    assert {int(number) for number in MARKER.findall(prose(composed))} <= {
        result.id for result in composed.results
    }


def test_a_domain_without_sources_is_declined_with_the_reason() -> None:
    """No source of the domain, no answer."""
    composed = ask("What is a black hole?", domains=("example.org",))
    assert is_declined(composed)
    assert "nothing from the sites you named" in composed.text


def test_an_unapplied_recency_filter_is_said() -> None:
    """The library is not dated throughout, so the filter is not pretended."""
    assert "recency filter was not applied" in ask("What is a black hole?", recency="week").text


def test_a_limit_cuts_after_so_many_words_and_marks_the_answer_incomplete() -> None:
    """The text is a prefix with exactly that many words."""
    whole, cut = ask("What is DNA?"), ask("What is DNA?", limit_words=20)
    assert whole.complete
    assert not cut.complete
    assert cut.words_out == 20
    assert whole.text.startswith(cut.text)


def test_related_questions_come_from_neighbouring_articles() -> None:
    """They are the questions of articles the answer's own article names."""
    offered = {LIBRARY[name].question for name in LIBRARY["black-holes"].see}
    assert set(ask("What is a black hole?").related) == offered


def test_an_index_over_other_articles_knows_only_those() -> None:
    """The library is a parameter."""
    index = Index({"dna": LIBRARY["dna"]})
    assert compose(DemoQuestion(turns=("What is DNA?",)), index).results
    assert not compose(DemoQuestion(turns=("What is a black hole?",)), index).results


@pytest.mark.parametrize("row", [row for row in lines("questions.txt") if "happen" in row or "lately" in row])
def test_how_a_question_is_put_is_no_topic_the_library_lacks(row: str) -> None:
    assert "nothing on" not in ask(row.partition("|")[0]).text


@pytest.mark.parametrize("path", ["/v1/responses", "/chat/completions", "/api/v1/chat/completions", "/named"])
def test_topics_are_listed_at_once_in_every_dialect(path: str) -> None:
    """A list that is offered in place of an answer is not written word by word."""
    body = {"input": "What is the price of gold?", "effort": "low", "model": "sonar", "stream": True}
    body |= {"messages": [{"role": "user", "content": body["input"]}]}
    wanted = ("input", "effort", "stream") if "responses" in path else ("messages", "model", "stream")
    sent = json.dumps({name: body[name] for name in wanted}).encode()
    reply = Engine(pace=1.0).reply("POST", path, sent)
    assert reply.status == 200
    assert sum(step.pause_s for step in reply.steps) <= SEARCH_S + 2 * pause_before_word(0)

"""%pplx in a real IPython shell, on the demo engine."""

from __future__ import annotations

import json

import pytest
from IPython.core.interactiveshell import InteractiveShell
from local_server import LocalServer, Seen
from places import CASES

from pplx_notebook import Answer
from pplx_notebook.demo.server.server import DemoServer
from pplx_notebook.magic.line.options import read_line

KEY = "pplx-" + "0123456789abcdef" * 2  # put together here: no file of the project holds the shape of a key
BAD_LINES = json.loads((CASES / "magic" / "bad_lines.json").read_text("utf-8").replace("<KEY>", KEY))
FUNCTIONS = json.loads((CASES / "magic" / "functions.json").read_text("utf-8"))["cases"]


def failure(shell: InteractiveShell, source: str) -> BaseException:
    """The exception a cell ends with."""
    result = shell.run_cell(source)
    assert not result.success, "the cell did not fail"
    error = result.error_in_exec or result.error_before_exec
    assert error is not None
    return error


def test_a_cell_answers_with_cited_text_and_binds_it(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shell.run_cell("%%pplx --into hole\nWhat is a black hole?").success
    answer = shell.user_ns["hole"]
    assert isinstance(answer, Answer)
    assert answer is shell.user_ns["_pplx"]
    assert answer.status == "done"
    assert answer.citations
    assert answer.search_results
    printed = capsys.readouterr().out
    assert "demo engine: offline library, no model" in printed
    assert answer.citations[0].url in printed
    assert "[1]" in printed


def test_a_line_question_may_end_in_a_question_mark(shell: InteractiveShell) -> None:
    assert shell.run_cell("%pplx what is a black hole?").success
    assert shell.user_ns["_pplx"].prompt == "what is a black hole?"


@pytest.mark.parametrize(
    "question", ["what's a black hole?", "is it (really) black?", "why? how?", 'what is "gravity"?']
)
def test_quotes_and_brackets_in_a_line_question_stay_as_typed(shell: InteractiveShell, question: str) -> None:
    assert shell.run_cell(f"if True:\n    %pplx {question}\n").success
    assert shell.user_ns["_pplx"].prompt == question


def test_a_question_inside_a_string_is_left_alone(shell: InteractiveShell) -> None:
    assert shell.run_cell('text = """\n%pplx is this a question?\n"""').success
    assert shell.user_ns["text"] == "\n%pplx is this a question?\n"
    assert "_pplx" not in shell.user_ns


def test_question_mark_alone_is_still_help(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shell.run_cell("%pplx?").success
    assert "--recency" in capsys.readouterr().out
    assert "_pplx" not in shell.user_ns


def test_templates_are_filled_and_latex_stays(shell: InteractiveShell) -> None:
    shell.user_ns["thing"] = "black hole"
    assert shell.run_cell("%%pplx\nWhat is a {{thing}}? $\\frac{a}{b}$ {thing} {1+1}").success
    assert shell.user_ns["_pplx"].prompt == "What is a black hole? $\\frac{a}{b}$ {thing} {1+1}"


def test_verbatim_sends_double_braces_as_typed(shell: InteractiveShell) -> None:
    assert shell.run_cell("%%pplx --verbatim\nWhat does {{jinja}} mean?").success
    assert shell.user_ns["_pplx"].prompt == "What does {{jinja}} mean?"


def test_the_magic_line_is_never_expanded(shell: InteractiveShell) -> None:
    shell.user_ns["boom"] = "EXPANDED"
    assert shell.run_cell("%pplx what is $boom and {boom} in physics").success
    assert shell.user_ns["_pplx"].prompt == "what is $boom and {boom} in physics"


def test_the_next_turn_knows_the_one_before(shell: InteractiveShell) -> None:
    shell.run_cell("%pplx what is photosynthesis?")
    assert shell.run_cell("%pplx --continue and who discovered it?").success
    assert "photosynthesis" in shell.user_ns["_pplx"].text.lower()


def test_the_fourth_turn_knows_all_three_before_it(shell: InteractiveShell) -> None:
    """Also over a turn that failed before its first word: it is left out, the others are not."""
    bodies: list[dict] = []

    def answering(request: Seen) -> tuple[str, ...]:
        bodies.append(request.json)
        if "four?" in request.json["messages"][-1]["content"]:
            return ("reply 400 application/json", 'body {"error":{"message":"no"}}')
        return ("head 200 text/event-stream", f"delta Answer_{len(bodies)}", "finish", "end")

    with LocalServer(answering) as server:
        where = f"--provider chat --base-url {server.url} --model x"
        shell.run_cell(f"%%pplx {where}\none?")
        for question in ("two?", "three?", "four?", "five?"):
            shell.run_cell(f"%%pplx --continue {where}\n{question}")
    said = [turn["content"] for turn in bodies[-1]["messages"]]
    assert said == ["one?", "Answer 1", "two?", "Answer 2", "three?", "Answer 3", "five?"]


def test_no_stream_gives_the_same_answer(shell: InteractiveShell) -> None:
    shell.run_cell("%pplx what is photosynthesis?")
    streamed = shell.user_ns["_pplx"]
    assert shell.run_cell("%pplx --no-stream what is photosynthesis?").success
    whole = shell.user_ns["_pplx"]
    assert (whole.text, whole.citations, whole.search_results) == (
        streamed.text,
        streamed.citations,
        streamed.search_results,
    )


def test_related_questions_come_where_the_api_has_them_and_else_it_is_said(shell: InteractiveShell) -> None:
    with DemoServer(pace="instant") as server:
        chat = f"--provider chat --base-url {server.base_url}"
        assert shell.run_cell(f"%pplx --related {chat} what is photosynthesis?").success
    assert shell.user_ns["_pplx"].related_questions
    assert shell.run_cell("%pplx --related what is photosynthesis?").success
    assert "the Agent API gives no related questions" in shell.user_ns["_pplx"].notices


def test_images_are_asked_for(shell: InteractiveShell) -> None:
    bodies: list[bytes] = []

    def hello(request: Seen) -> tuple[str, ...]:
        bodies.append(request.body)
        return ("head 200 text/event-stream", "delta hello", "finish", "end")

    with LocalServer(hello) as server:
        for options in ("--images", ""):
            shell.run_cell(f"%pplx {options} --provider chat --base-url {server.url} --model x what?")
    with_images, without = map(json.loads, bodies)
    assert with_images == without | {"return_images": True}


def test_defaults_are_set_the_ipython_way(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shell.run_cell('%config Pplx.provider = "nowhere"').success
    assert "nowhere" in str(failure(shell, "%pplx what is gravity?"))
    shell.run_cell('%config Pplx.provider = "demo"')
    assert shell.run_cell("%pplx what is gravity?").success


def test_how_much_of_its_sources_an_answer_shows_is_an_option_with_a_default(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    def shown(line: str) -> list[str]:
        capsys.readouterr()
        assert shell.run_cell(line).success
        said = capsys.readouterr().out
        return [name for name in ("Citations:", "More search results:") if name in said]

    assert shown("%%pplx\nwhat is gravity?") == ["Citations:", "More search results:"]
    assert shown("%%pplx --sources none\nwhat is gravity?") == []
    assert shown("%pplx --last --sources compact") == ["Citations:"]
    shell.run_cell('%config Pplx.sources = "none"')
    assert shown("%pplx --last") == shown("%%pplx\nwhat is gravity?") == shown("_pplx") == []
    assert "full" in str(failure(shell, "%pplx --sources all what is gravity?"))


@pytest.mark.parametrize("body", ["", "\n", "   \n \n"])
def test_an_empty_body_is_one_line(shell: InteractiveShell, body: str) -> None:
    message = str(failure(shell, f"%%pplx\n{body}"))
    assert "empty" in message  # IPython says it itself where not even a blank line follows
    assert "\n" not in message


@pytest.mark.parametrize("case", BAD_LINES, ids=lambda case: case["line"] or "(nothing)")
def test_a_bad_line_fails_the_cell_with_one_clear_line(
    shell: InteractiveShell, case: dict, capsys: pytest.CaptureFixture[str]
) -> None:
    message = str(failure(shell, f"%pplx {case['line']}"))
    shown = capsys.readouterr()
    assert case["says"] in message
    assert len(message) <= 200
    assert "\n" not in message
    assert "Traceback" not in shown.err + shown.out
    assert case.get("never", "\0") not in message + shown.err + shown.out


def test_text_on_the_cell_magics_first_line_is_not_lost_silently(shell: InteractiveShell) -> None:
    assert "the question goes below it" in str(failure(shell, "%%pplx what is this\nbody"))


def test_a_template_without_its_variable_fails_the_cell(shell: InteractiveShell) -> None:
    shell.user_ns["year"] = 2026
    assert "did you mean {{year}}?" in str(failure(shell, "%%pplx\nwhat happened in {{yeer}}?"))


def test_unloading_takes_the_magic_away(shell: InteractiveShell) -> None:
    shell.run_line_magic("unload_ext", "pplx_notebook")
    try:
        assert shell.find_line_magic("pplx") is None
        assert shell.find_cell_magic("pplx") is None
    finally:
        shell.run_line_magic("load_ext", "pplx_notebook")


@pytest.mark.parametrize("case", FUNCTIONS, ids=lambda case: case["name"])
def test_a_template_takes_the_functions_own_variable_or_refuses(
    shell: InteractiveShell, case: dict[str, str]
) -> None:
    shell.user_ns.update(town="Paris", year=2026)
    if "asked" in case:
        assert shell.run_cell(case["cell"]).success
        assert shell.user_ns["_pplx"].prompt == case["asked"]
        return
    message = str(failure(shell, case["cell"]))
    assert case["refused"] in message
    assert "\n" not in message
    assert "_pplx" not in shell.user_ns


@pytest.mark.parametrize(
    "loop", ["[{} for town in ['Rome']]", "f = lambda year: [{} for town in ['Rome']]\nf(1)"]
)
def test_the_name_of_a_comprehension_is_that_or_refused(shell: InteractiveShell, loop: str) -> None:
    """From Python 3.12 on a comprehension has no frame of its own."""
    shell.user_ns["town"] = "Paris"
    shell.run_cell(loop.format("get_ipython().run_line_magic('pplx', 'where is {{town}}?')"))
    asked = shell.user_ns.get("_pplx")
    assert asked is None or asked.prompt == "where is Rome?"


def test_a_cell_is_not_told_to_type_a_key(shell: InteractiveShell) -> None:
    """No key can be given there; the environment's name is what helps."""
    refused = ("reply 401 application/json", 'body {"error":{"message":"No key"}}')
    with LocalServer(lambda _: refused) as server:
        line = str(failure(shell, f"%pplx --provider chat --base-url {server.url} hello"))
    assert "set PERPLEXITY_API_KEY" in line
    assert "api_key=" not in line


def test_the_key_goes_over_plain_http_only_where_the_configuration_says_so(shell: InteractiveShell) -> None:
    """It is off unless it was switched on."""
    magics = next(magics for magics in shell.configurables if type(magics).__name__ == "Pplx")
    assert magics.arguments(read_line("hello"))["allow_plain_http"] is False
    shell.run_line_magic("config", "Pplx.allow_plain_http = True")
    assert magics.arguments(read_line("hello"))["allow_plain_http"] is True


def test_the_models_of_a_server_are_listed(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shell.run_cell("%pplx --models --provider demo").success
    assert capsys.readouterr().out == "demo-library\n"

"""``%pplx --login``, ``--status``, ``--logout``: who is asked with whose key, and how to give one.

Rules of this file: a key is typed into a hidden prompt and into nothing else, as what stands in a cell is
saved. No character of it is shown, and it is in no frame of an error. It is sent once, to its own provider,
when its owner agrees; it is kept in this session or, where its owner says so, in the computer's keyring.
"""

from __future__ import annotations

import getpass
import os
import sys
import warnings
from collections.abc import Callable

from IPython.core.error import StdinNotImplementedError, UsageError

from pplx_notebook.key_places import dotenv, keyrings, machines, of_session
from pplx_notebook.key_places.order import look_again
from pplx_notebook.keys import Key

YES = ("y", "yes")
NOBODY = "there is nobody here to type a key: set PERPLEXITY_API_KEY in the environment instead."
NO_PROMPT = (  # JupyterLite asks by its service worker
    "this page cannot show a prompt (a private window, or no https): "
    "%env PERPLEXITY_API_KEY=… gives it the key; empty that cell before you save."
)


def run(
    command: str, text: str, *, provider: str, base_url: str, model: str, max_cost_usd: float | None = None
) -> None:
    """One of the commands, for what the line and the configuration name; a ``text`` behind it is an error."""
    if text.strip():
        hint = "a key in a cell is saved with it: empty the cell, and make a new key if that was one"
        raise UsageError(f"--{command} asks nothing and takes nothing behind it: {hint}.")
    look_again()
    if command == "status":
        status(provider, base_url, model, max_cost_usd)
    elif command == "login":
        login(provider)
    else:
        logout(provider)


def login(named: str) -> None:
    """Ask for a key, check it when that is wanted, keep it."""
    from pplx_notebook import account

    provider = account.login_provider("" if named == "demo" else named)
    names = account.key_names(provider)
    say(*notes_before(names))
    if (risk := machines.warning()) and not agreed(f"{risk} Go on?", usually=False):
        raise UsageError("nothing was asked for and nothing kept.")
    typed = typed_key(f"{provider} key (hidden, nothing is shown): ")
    if typed is None:
        raise UsageError("nothing was typed and nothing kept.")
    if account.may_check(provider) and agreed("Check it once with the server? That costs nothing."):
        verdict = account.checked(provider, typed)
        if verdict.said == "refused":
            raise UsageError(f"{verdict.why}: nothing was kept.")
        say(f"{verdict.why}{'' if verdict.said == 'taken' else ': not checked'}.")
    say(kept(names[0], typed, safe=not risk))


def notes_before(names: tuple[str, ...]) -> list[str]:
    """What is used before a key that is typed now, or instead of it."""
    first = next((name for name in names if os.environ.get(name, "").strip()), None)
    notes = [f"{first} of the environment comes first: this key is used once that is unset."] if first else []
    if os.environ.get("PPLX_PROVIDER", "").strip().lower() == "demo":
        notes.append("PPLX_PROVIDER=demo: questions go to the demo engine unless --provider says otherwise.")
    return notes


def typed_key(prompt: str) -> Key | None:
    """The key as typed, None for nothing; UsageError where nobody can type, or what was typed is none."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", getpass.GetPassWarning)  # it would be shown
        secret = asked_for(getpass.getpass, prompt)
    try:
        return Key(secret, of_session.SOURCE) if secret.strip() else None
    except Exception as problem:
        secret = ""
        raise problem.with_traceback(None) from None  # the frames below hold it


def kept(name: str, typed: Key, *, safe: bool) -> str:
    """Keep it; where, in words. A keyring is offered on a machine of one's own."""
    of_session.keep(name, typed)
    wanted = safe and keyrings.is_usable() and agreed("Keep it in this computer's keyring?", usually=False)
    if not wanted:
        return "Kept until this kernel ends; %pplx --logout forgets it."
    if keyrings.keep(name, typed):
        of_session.forget(name)
        return "Kept in the keyring; %pplx --logout takes it out."
    return "The keyring did not take it: kept until this kernel ends."


def logout(named: str) -> None:
    """Forget what ``--login`` kept."""
    from pplx_notebook import account

    provider = account.login_provider("" if named == "demo" else named)
    gone: list[str] = []
    for name in account.key_names(provider):
        gone += [place.SOURCE for place in (of_session, keyrings) if place.forget(name)]
    say(f"Forgotten: the key from {' and from '.join(gone)}." if gone else "There was no key to forget.")
    left = left_over(provider)
    if left:
        say(f"Still used: the key from {left}, which only you can take away.")


def left_over(provider: str) -> str:
    """Where another key comes from, "" where none does."""
    from pplx_notebook import account
    from pplx_notebook.errors import UsageProblem

    try:
        key = account.endpoint(provider, "").key
    except UsageProblem:
        return ""
    return key.source if key is not None else ""


def status(provider: str, base_url: str, model: str, max_cost_usd: float | None = None) -> None:
    """Who would be asked now, with whose key, as which model; what the server said of its limits."""
    from pplx_notebook import account, client
    from pplx_notebook.errors import UsageProblem
    from pplx_notebook.magic.commands import costs

    try:
        place = account.endpoint(provider, base_url)
    except UsageProblem as problem:
        say(f"provider  {provider or 'the default'}", f"problem   {problem}")
        return
    limits = account.limits_seen(client.default_client().limits, place)
    demo = place.provider == "demo"
    say(
        f"provider  {place.provider}{', the embedded library' if demo else f' at {place.host}'}",
        f"key       {key_words(place.key, demo=demo)}",
        f"model     {model or 'the one the provider chooses'}",
        f"limits    {limits or 'none seen in this session'}",
        *costs.lines(max_cost_usd),
        *(f"note      {notice}" for notice in place.notices if not demo),
    )
    if risk := machines.warning():
        say(f"note      {risk}")


def key_words(key: Key | None, *, demo: bool) -> str:
    """Where a key came from; never anything of it."""
    if key is None:
        return "none needed; %pplx --login takes one for Perplexity" if demo else "none is sent there"
    path = dotenv.file() if key.source == dotenv.SOURCE else None
    where = " in the environment" if key.source in os.environ else ""
    return f"from {key.source}{where}{dotenv.git_warning(path) if path is not None else ''}"


def agreed(question: str, *, usually: bool = True) -> bool:
    """Whether the reader says yes; Enter alone is what is usual."""
    said = asked_for(input, f"{question} [{'Y/n' if usually else 'y/N'}] ").strip().lower()
    return said in YES if said else usually


def asked_for(ask: Callable[[str], str], prompt: str) -> str:
    """What is typed; UsageError where nobody can type, or nobody wanted to."""
    try:
        said = ask(prompt)
    except KeyboardInterrupt:
        raise UsageError("stopped: nothing was kept.") from None
    except (StdinNotImplementedError, EOFError, OSError, getpass.GetPassWarning):
        raise UsageError(NOBODY) from None
    if not isinstance(said, str):
        raise UsageError(NO_PROMPT)
    return said


def say(*lines: str) -> None:
    """Print."""
    sys.stdout.write("".join(f"{line}\n" for line in lines))

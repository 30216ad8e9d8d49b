"""A method that takes a ``Settings`` takes each of its fields by name, and its help lists them all."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, Protocol, TypeAlias, TypeVar, cast

from pplx_notebook.errors import PplxError, UsageProblem, nearest, printable
from pplx_notebook.how_many import HowMany
from pplx_notebook.settings import Settings


class HasSettings(Protocol):
    """Whose method it is: knows what a question's own settings come on top of."""

    def settings_with(self, given: Any) -> Settings: ...


P = ParamSpec("P")
R = TypeVar("R")
C = TypeVar("C", bound=HasSettings)
Fields: TypeAlias = Settings | HowMany


def takes_settings(
    _: Callable[P, Settings],
) -> Callable[[Callable[[C, str, Settings], R]], Callable[Concatenate[C, str, P], R]]:
    """Let a method take every field of ``Settings`` by name; a mistake in one raises ``UsageProblem``."""

    def decorate(method: Callable[[C, str, Settings], R]) -> Callable[Concatenate[C, str, P], R]:
        @functools.wraps(method)
        def asks(self: C, prompt: str, *_: P.args, **given: P.kwargs) -> R:
            try:
                settings = self.settings_with(given)
            except PplxError as problem:
                raise problem.with_traceback(None) from None  # the frames below hold a key
            finally:
                given.clear()  # a key in it must not be in the traceback of an error
            return method(self, prompt, settings)

        _describe(asks, Settings)
        return cast("Callable[Concatenate[C, str, P], R]", asks)

    return decorate


def takes_questions(method: Callable[[Any, Any, HowMany, dict[str, Any]], R]) -> Callable[..., R]:
    """Let a method take every field of ``HowMany`` and of ``Settings`` by name; the latter it gets as they
    were given."""

    @functools.wraps(method)
    def asks(self: Any, questions: Any, **given: Any) -> R:
        try:
            own = {name: given.pop(name) for name in HowMany.__struct_fields__ if name in given}
            for name in given:
                _check_known(name)
            return method(self, questions, HowMany(**own), dict(given))
        except PplxError as problem:
            raise problem.with_traceback(None) from None  # the frames below hold a key
        finally:
            given.clear()

    _describe(asks, HowMany, Settings, first=("questions", "Any"))
    return asks


def function_of(method: Callable[Concatenate[C, P], R], owner: Callable[[], C]) -> Callable[P, R]:
    """A method as a function: of the owner that there is when it is called."""

    @functools.wraps(method)
    def function(*args: P.args, **given: P.kwargs) -> R:
        try:
            return method(owner(), *args, **given)
        finally:
            given.clear()  # a key in it must not be in the traceback of an error

    function.__qualname__ = method.__name__
    _, *rest = inspect.signature(method).parameters.values()
    function.__signature__ = inspect.signature(method).replace(parameters=rest)  # type: ignore[attr-defined]  # its documented hook
    return cast("Callable[P, R]", function)


def _check_known(name: str) -> None:
    """UsageProblem naming what is near, if it is an option of a study that was meant."""
    near = nearest(name, HowMany.__struct_fields__) if name not in Settings.__struct_fields__ else None
    if near is not None:
        raise UsageProblem(f"unknown option {printable(name)}: did you mean {near}?")


def _describe(
    asks: Callable[..., Any], *fields: type[Fields], first: tuple[str, str] = ("prompt", "str")
) -> None:
    """The signature and the help that ``asks?`` and ``help(asks)`` show."""
    own = [
        inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=kind)
        for name, kind in (("self", inspect.Parameter.empty), first)
    ]
    named = {parameter.name: parameter for one in reversed(fields) for parameter in _parameters(one)}
    ordered = {**{parameter.name: parameter for parameter in _parameters(fields[0])}, **named}
    returns = asks.__annotations__.get("return", inspect.Signature.empty)
    asks.__signature__ = inspect.Signature([*own, *ordered.values()], return_annotation=returns)  # type: ignore[attr-defined]  # its documented hook
    asks.__doc__ = "\n\n".join(filter(None, (inspect.getdoc(asks), *map(_help, fields))))


@functools.cache
def _help(fields: type[Fields]) -> str | None:
    return inspect.getdoc(fields)


@functools.cache
def _parameters(fields: type[Fields]) -> tuple[inspect.Parameter, ...]:
    """The fields with their usual values and their types as written: to evaluate those takes half a
    millisecond of a first answer, and is longer to read."""
    usual = fields()
    return tuple(
        inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            default=getattr(usual, name),
            annotation=fields.__annotations__[name],
        )
        for name in fields.__struct_fields__
    )

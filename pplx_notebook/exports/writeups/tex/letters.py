r"""Letters as LaTeX that prints them and does nothing else.

Rules of this file: every sign LaTeX acts on is written by a command; brackets stand in braces, so that
nothing becomes an option of what stands before it. Signs of mathematics, Greek and arrows are commands that
every engine has. What else no Latin font holds stands in ``\pplxcjk{…}``, ``\pplxemoji{…}`` or
``\pplxother{…}``, for which the preamble chooses a font that is there.
"""

from __future__ import annotations

import re
from functools import cache

_ACTIVE = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "$": r"\$", "&": r"\&", "#": r"\#",
    "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "[": "{[}", "]": "{]}",
    "`": r"\textasciigrave{}", '"': r"\textquotedbl{}", "|": r"\textbar{}", "<": r"\textless{}",
    ">": r"\textgreater{}", "*": "{*}",
    "\u00a0": "~", "\u202f": r"\,", "\u2009": r"\,", "\u2011": "-", "\ufffd": "{?}", "\t": " ",
    "–": "--", "—": "---", "“": "``", "”": "''", "‘": "`", "’": "'", "…": r"\ldots{}", "•": r"\textbullet{}",
    "°": r"\textdegree{}", "€": r"\texteuro{}", "™": r"\texttrademark{}", "′": r"\ensuremath{'}",
    "″": r"\ensuremath{''}", "½": r"\textonehalf{}", "¼": r"\textonequarter{}", "¾": r"\textthreequarters{}",
}  # fmt: skip
_GREEK = """
α alpha β beta γ gamma δ delta ε varepsilon ζ zeta η eta θ theta ι iota κ kappa λ lambda μ mu ν nu ξ xi π pi
ρ rho σ sigma ς varsigma τ tau υ upsilon φ varphi χ chi ψ psi ω omega Γ Gamma Δ Delta Θ Theta Λ Lambda Ξ Xi
Π Pi Σ Sigma Υ Upsilon Φ Phi Ψ Psi Ω Omega ϕ phi ϵ epsilon µ mu
"""
_SIGNS = """
± pm × times ÷ div · cdot ∙ bullet ≤ leq ≥ geq ≠ neq ≈ approx ≡ equiv ∼ sim ≃ simeq ≅ cong ∝ propto ∞ infty
∂ partial ∇ nabla ∑ sum ∏ prod ∫ int √ surd ∈ in ∉ notin ∋ ni ⊂ subset ⊃ supset ⊆ subseteq ⊇ supseteq ∪ cup
∩ cap ∅ emptyset ∀ forall ∃ exists ¬ neg ∧ wedge ∨ vee ⇒ Rightarrow ⇐ Leftarrow ⇔ Leftrightarrow → to
← leftarrow ↔ leftrightarrow ↑ uparrow ↓ downarrow ↦ mapsto ⟨ langle ⟩ rangle ⊕ oplus ⊗ otimes
⊥ perp ∥ parallel ∠ angle ℏ hbar ℓ ell ℜ Re ℑ Im ℵ aleph − minus
 ∓ mp ≪ ll ≫ gg ⋅ cdot ⋯ cdots ⟶ longrightarrow † dagger
‡ ddagger ★ bigstar ☐ square ✓ checkmark ☑ checkmark ⊢ vdash ⊨ models ∘ circ ′ prime
"""
_HIGH_AND_LOW = {
    **{sign: f"^{n}" for n, sign in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")},
    **{sign: f"_{n}" for n, sign in enumerate("₀₁₂₃₄₅₆₇₈₉")},
    "⁺": "^+", "⁻": "^-", "ⁿ": "^n", "₊": "_+", "₋": "_-",
}  # fmt: skip
# what the fonts of every engine hold: Latin with its accents, and punctuation of Western Europe
_LATIN = re.compile(r"[\x20-\x7e\n¡-¬®-ÿĀ-ſˇ˘-˝‚„†‡‰‹›⁄]")
_CJK = re.compile(
    "[\u2e80-\u303f\u3040-\u30ff\u3100-\u312f\u3130-\u318f\u3190-\u31ff\u3200-\u33ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
)
_GREEK_WORD = re.compile("[\u0370-\u03ff\u1f00-\u1fff]{4,}")  # letters of mathematics stand by themselves
_JOINING = "\u200d\ufe0e\ufe0f"  # of emoji: their parts stand side by side
_EMOJI = re.compile("[\u200d\u20e3\u2600-\u27bf\u2b00-\u2bff\ufe0e\ufe0f\U0001f000-\U0001faff]")


@cache
def mathematics() -> dict[str, str]:
    r"""Sign -> its command in a formula: ``→`` is ``\to``."""
    words = (_GREEK + _SIGNS).split()
    signs = {sign: f"\\{name} " for sign, name in zip(words[::2], words[1::2], strict=True)}
    return signs | {"−": "-"} | _HIGH_AND_LOW


@cache
def _one(char: str) -> str:
    """One sign that is no plain letter."""
    if char in _ACTIVE:
        return _ACTIVE[char]
    return rf"\ensuremath{{{mathematics()[char].strip()}}}"


def kind_of(char: str) -> str:
    """ "" where every engine prints it, else the command that chooses its font."""
    if char in _ACTIVE or char in mathematics() or _LATIN.match(char):
        return ""
    return "pplxcjk" if _CJK.match(char) else "pplxemoji" if _EMOJI.match(char) else "pplxother"


def tex(text: str) -> str:
    """The text as LaTeX."""
    out: list[str] = []
    open_kind = ""
    greek = {at for word in _GREEK_WORD.finditer(text) for at in range(*word.span())}
    for at, char in enumerate(text):
        if char in _JOINING:
            continue
        kind = "pplxother" if at in greek else kind_of(char)
        if kind != open_kind:
            out.append(("}" if open_kind else "") + (f"\\{kind}{{" if kind else ""))
            open_kind = kind
        if char in "-'" and text[at - 1 : at] == char:
            out.append(f"{{{char}}}")  # two are a dash or a quotation mark
        else:
            out.append(char if kind else _one(char) if char in _ACTIVE or char in mathematics() else char)
    return "".join(out) + ("}" if open_kind else "")


def signs(text: str) -> str:
    r"""``\pplxscript{6838}{\pplxcjk}``, ``\pplxsign{03B1}{\ensuremath{\alpha}}``: each sign of a ``.bib``
    that needs one. Titles stand there as pages have them, for others read it, too."""
    lines = []
    for char in sorted(set(text) - set(_ACTIVE) - set(_JOINING)):
        if char in mathematics():
            lines.append(rf"\pplxsign{{{ord(char):04X}}}{{{_one(char)}}}")
        elif kind := kind_of(char):
            lines.append(rf"\pplxscript{{{ord(char):04X}}}{{\{kind}}}")
    return "\n".join(lines)


def tex_lines(code: str) -> str:
    r"""Code line by line, its spaces kept, inside ``pplxcode``."""
    lines = (tex(line.expandtabs(4)) for line in code.split("\n"))
    return "\n".join(f"\\pplxline{{{line.replace('  ', '~~')}}}" for line in lines)

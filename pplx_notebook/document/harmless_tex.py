r"""Which formulas may be handed to a typesetter.

A typesetter is a small programming language inside the page: ``\href`` makes links, ``\def`` changes
later formulas, ``\rule`` and ``\kern`` paint over other cells, ``\require`` loads code. So the rule of
this file is a list of what is allowed, not of what is forbidden: a formula of at most 2,000 characters
whose every command and environment stands below is a formula; any other one is shown as code.

The commands are those of ordinary mathematics that MathJax and KaTeX share (https://katex.org/docs/supported).
"""

from __future__ import annotations

import re

LIMIT_CHARACTERS = 2_000

_COMMANDS = r"""
alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa varkappa lambda mu nu xi pi
varpi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega digamma Gamma Delta Theta Lambda Xi Pi
Sigma Upsilon Phi Psi Omega aleph beth gimel daleth hbar hslash ell wp Re Im imath jmath partial nabla infty
emptyset varnothing forall exists nexists neg lnot top bot angle measuredangle triangle square Box Diamond
clubsuit diamondsuit heartsuit spadesuit flat natural sharp surd prime backprime degree complement frac
dfrac tfrac cfrac binom dbinom tbinom sqrt root over choose stackrel overset underset substack boxed sum
prod coprod int iint iiint oint oiint bigcap bigcup bigvee bigwedge bigoplus bigotimes bigodot biguplus
bigsqcup limits nolimits displaystyle textstyle scriptstyle scriptscriptstyle sin cos tan cot sec csc sinh
cosh tanh coth arcsin arccos arctan exp ln log lg lim limsup liminf max min sup inf det dim ker hom arg gcd
deg Pr injlim projlim varliminf varlimsup operatorname bmod pmod pod mod pm mp times div cdot ast star circ
bullet cap cup uplus sqcap sqcup vee wedge land lor setminus smallsetminus wr diamond bigtriangleup
bigtriangledown triangleleft triangleright oplus ominus otimes oslash odot bigcirc dagger ddagger amalg
ltimes rtimes barwedge veebar boxplus boxminus boxtimes boxdot le leq leqslant ge geq geqslant ne neq lt gt
ll gg lll ggg prec succ preceq succeq sim simeq approx approxeq cong equiv propto varpropto asymp doteq
triangleq coloneqq eqqcolon subset supset subseteq supseteq subsetneq supsetneq sqsubset sqsupset sqsubseteq
sqsupseteq in ni notin not mid nmid parallel nparallel perp vdash dashv models vDash bowtie smile frown
lesssim gtrsim lessapprox gtrapprox lessgtr nless ngtr nleq ngeq nsubseteq nsupseteq between therefore
because colon leftarrow rightarrow leftrightarrow Leftarrow Rightarrow Leftrightarrow longleftarrow
longrightarrow longleftrightarrow Longleftarrow Longrightarrow Longleftrightarrow mapsto longmapsto
hookleftarrow hookrightarrow leftharpoonup leftharpoondown rightharpoonup rightharpoondown rightleftharpoons
leftrightharpoons uparrow downarrow updownarrow Uparrow Downarrow Updownarrow nearrow searrow swarrow
nwarrow to gets implies impliedby iff leadsto xleftarrow xrightarrow rightsquigarrow nrightarrow nleftarrow
nRightarrow circlearrowleft circlearrowright hat widehat check tilde widetilde acute grave dot ddot dddot
breve bar vec overline underline overrightarrow overleftarrow overbrace underbrace overbracket underbracket
cancel bcancel xcancel ldots cdots vdots ddots dots dotsb dotsc dotsi dotsm left right middle big Big bigg
Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm Bigm langle rangle lvert rvert lVert rVert vert Vert
lfloor rfloor lceil rceil lbrace rbrace lbrack rbrack lgroup rgroup backslash mathrm mathbf mathit mathsf
mathtt mathcal mathbb mathfrak mathscr boldsymbol bm pmb mathnormal mathord mathop mathbin mathrel mathopen
mathclose mathpunct mathinner text textrm textbf textit textsf texttt textnormal mbox rm bf it sf tt cal
quad qquad enspace thinspace medspace thickspace negthinspace nonumber notag tag hline begin end phantom
hphantom vphantom smash mathstrut strut S P dag copyright
"""
_ENVIRONMENTS = """
matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix cases rcases array aligned alignedat gathered
split align align* alignat alignat* gather gather* multline multline* equation equation* eqnarray eqnarray*
subarray
"""
COMMANDS = frozenset(_COMMANDS.split())
ENVIRONMENTS = frozenset(_ENVIRONMENTS.split())
_COMMAND = re.compile(r"\\(?:([A-Za-z@]+)|(.))", re.DOTALL)
_SYMBOLS = frozenset("\\,;:!> {}|#$%&_-/'\"`^~=.\n")
_ENVIRONMENT_NAME = re.compile(r"\\(?:begin|end)\s*(?:\{\s*([a-zA-Z*]*)\s*\})?")
# "\\[-100em]" paints over other cells, "$" ends a formula
_ELSEWHERE = re.compile(r"\\\\\s*\*?\s*\[|\\smash\s*\[|(?<!\\)\$")


def is_harmless(formula: str) -> bool:
    """True when every command of the formula is ordinary mathematics and it may be typeset."""
    if len(formula) > LIMIT_CHARACTERS or _ELSEWHERE.search(formula) or not _balanced(formula):
        return False
    if any(name not in ENVIRONMENTS for name in _ENVIRONMENT_NAME.findall(formula)):
        return False
    return all(
        name in COMMANDS if name else symbol in _SYMBOLS for name, symbol in _COMMAND.findall(formula)
    ) and not formula.endswith("\\")


def _balanced(formula: str) -> bool:
    """Braces open and close in order, so that an error message of the typesetter never appears for that."""
    depth = 0
    for brace in re.findall(r"\\.|[{}]", formula, re.DOTALL):
        depth += {"{": 1, "}": -1}.get(brace, 0)
        if depth < 0:
            return False
    return depth == 0

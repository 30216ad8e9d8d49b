r"""Which formulas may be handed to a typesetter.

A typesetter is a small programming language inside the page: ``\href`` makes links, ``\def`` changes
later formulas, ``\rule`` and ``\kern`` paint over other cells, ``\require`` loads code. So the rule of
this file is a list of what is allowed, not of what is forbidden: a formula of at most 2,000 characters
whose every command and environment stands below is a formula; any other one is shown as code.

The commands are those of ordinary mathematics and chemistry that MathJax knows in Jupyter (base, ams, braket,
cancel, color, gensymb, mathtools, mhchem). Space is given forwards only and at most ``LIMIT_SPACE_PT``, a
colour only by a name that can be read on light and dark pages. ``as_typeset`` leaves out what nobody misses:
other colours, and labels, which are ids in the page; a few commands get the name MathJax has for them.
"""

from __future__ import annotations

import re

LIMIT_CHARACTERS = 2_000
LIMIT_SPACE_PT = 72

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
checkmark Bbbk mathring varGamma varDelta varTheta varLambda varXi varPi varSigma varUpsilon varPhi varPsi
varOmega blacksquare blacktriangle blacktriangledown blacktriangleleft blacktriangleright blacklozenge
lozenge bigstar vartriangle triangledown sphericalangle eth mho Finv Game maltese circledR circledS yen
diagup diagdown Vdash Vvdash nvdash nvDash nVdash nVDash vartriangleleft vartriangleright trianglelefteq
trianglerighteq ntriangleleft ntriangleright ntrianglelefteq ntrianglerighteq lhd rhd unlhd unrhd
preccurlyeq succcurlyeq curlyeqprec curlyeqsucc precsim succsim precapprox succapprox nprec nsucc npreceq
nsucceq lneq gneq lneqq gneqq lnsim gnsim leqq geqq nleqslant ngeqslant eqslantless eqslantgtr lesseqgtr
gtreqless gtrless lessdot gtrdot subseteqq supseteqq subsetneqq supsetneqq varsubsetneq varsupsetneq
nsupseteqq nsubseteqq Subset Supset Cap Cup circeq eqcirc risingdotseq fallingdotseq Doteq doteqdot backsim
backsimeq eqsim thicksim thickapprox ncong nsim shortmid shortparallel nshortmid nshortparallel pitchfork
backepsilon bumpeq Bumpeq multimap upharpoonleft upharpoonright downharpoonleft downharpoonright
twoheadleftarrow twoheadrightarrow leftarrowtail rightarrowtail leftleftarrows rightrightarrows
leftrightarrows rightleftarrows upuparrows downdownarrows Lleftarrow Rrightarrow looparrowleft
looparrowright curvearrowleft curvearrowright nLeftarrow nLeftrightarrow nleftrightarrow leftrightsquigarrow
dashleftarrow dashrightarrow restriction Lsh Rsh leftthreetimes rightthreetimes divideontimes dotplus
circledast circledcirc circleddash intercal curlyvee curlywedge doublebarwedge centerdot ulcorner urcorner
llcorner lrcorner lmoustache rmoustache arrowvert Arrowvert bracevert owns ldotp cdotp overleftrightarrow
underleftarrow underrightarrow underleftrightarrow overparen underparen xleftrightarrow xRightarrow
xLeftarrow xLeftrightarrow xrightleftharpoons xleftrightharpoons xhookrightarrow xhookleftarrow xmapsto
sideset prescript bra ket braket Bra Ket Braket celsius ohm micro perthousand atop brace brack hbox fbox
idotsint iiiint dddot ddddot cancelto centernot cr newline hdashline textup LaTeX TeX ce pu bond
"""
_ENVIRONMENTS = """
matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix cases rcases array aligned alignedat gathered
split align align* alignat alignat* gather gather* multline multline* equation equation* eqnarray eqnarray*
subarray dcases drcases multlined flalign flalign* pmatrix* bmatrix* psmallmatrix bsmallmatrix
"""
_COLOUR_NAMES = """
red blue green orange purple violet magenta teal brown gray
Red Blue Green Orange Purple Violet Magenta Brown Gray
"""
COMMANDS = frozenset(_COMMANDS.split())
ENVIRONMENTS = frozenset(_ENVIRONMENTS.split())
_COMMAND = re.compile(r"\\(?:([A-Za-z@]+)|(.))", re.DOTALL)
_COLOURS = frozenset(_COLOUR_NAMES.split())
_COLOUR = r"\\(?:text)?color\s*(?:\[[A-Za-z]*\]\s*)?\{\s*([\w#.,! ]{1,40})\}"
_LEFT_OUT = re.compile(rf"{_COLOUR}|\\label\s*\{{[^{{}}\\]*\}}")
_COLOURED_BOX = re.compile(r"\\colorbox\s*\{[\w#., ]*\}|\\fcolorbox\s*\{[\w#., ]*\}\s*\{[\w#., ]*\}")
_OTHER_NAMES = {  # what MathJax has under another name only
    "bm": r"\boldsymbol",
    "dag": r"\dagger",
    "medspace": r"\: ",
    "thickspace": r"\; ",
    "P": r"\text{¶}",
    "copyright": r"\text{©}",
    "oiint": r"\mathop{∯}",
}
_OTHER_NAME = re.compile(rf"(?<!\\)\\({'|'.join(_OTHER_NAMES)})(?![A-Za-z])")
_LENGTH = r"\s*(\d{0,4}\.?\d{1,4})\s*(pt|em|ex|px|mm|cm|in|pc|mu)\s*"
_UNITS_PT = {"pt": 1, "em": 10, "ex": 4.5, "px": 0.75, "mm": 2.85, "cm": 28.5, "in": 72, "pc": 12, "mu": 0.6}
# the last alternative keeps the backslashes in pairs
_SPACE = re.compile(rf"\\\\\s*\*?\s*\[{_LENGTH}\]|\\[hm]space\s*\{{{_LENGTH}\}}|{_COLOUR}|\\.", re.DOTALL)
_SYMBOLS = frozenset("\\,;:!> {}|#$%&_-/'\"`^~=.\n")
_ENVIRONMENT_NAME = re.compile(r"\\(?:begin|end)\s*(?:\{\s*([a-zA-Z*]*)\s*\})?")
# "\\[b, c]" is a row that begins with a bracket, but a typesetter would look for a length in it
_MAYBE_LENGTH = r"\s*[-+]?[\d.,]*\s*[A-Za-z]*\s*(?:\]|\Z)"
_ROW_IN_BRACKETS = re.compile(rf"(\\\\\s*\*?)\s*(?=\[(?!{_MAYBE_LENGTH}))|\\.", re.DOTALL)
_PERCENT = re.compile(r"\\.|%", re.DOTALL)  # alone it begins a comment: what follows would not be shown
# "\\[-100em]" paints over other cells, "$" ends a formula
_ELSEWHERE = re.compile(r"\\\\\s*\*?\s*\[|\\smash\s*\[|(?<!\\)\$")


def is_harmless(formula: str) -> bool:
    """True when every command of the formula is ordinary mathematics and it may be typeset."""
    if len(formula) > LIMIT_CHARACTERS:
        return False
    if "space" in formula or "color" in formula or "[" in formula:
        formula = _SPACE.sub(_allowed, formula)
    if _ELSEWHERE.search(formula) or not _balanced(formula):
        return False
    if any(name not in ENVIRONMENTS for name in _ENVIRONMENT_NAME.findall(formula)):
        return False
    return all(
        name in COMMANDS if name else symbol in _SYMBOLS for name, symbol in _COMMAND.findall(formula)
    ) and not formula.endswith("\\")


def as_typeset(formula: str) -> str:
    """The formula as a typesetter gets it, if it is harmless then."""
    if "color" in formula or "\\label" in formula:
        formula = _COLOURED_BOX.sub(r"\\text ", _LEFT_OUT.sub(_kept_colour, formula))
    if "[" in formula and "\\\\" in formula:
        formula = _ROW_IN_BRACKETS.sub(lambda found: f"{found[1]}{{}}" if found[1] else found[0], formula)
    if "%" in formula:
        formula = _PERCENT.sub(lambda found: "\\%" if found[0] == "%" else found[0], formula)
    return _OTHER_NAME.sub(lambda found: _OTHER_NAMES[found[1]], formula).strip()


def _kept_colour(found: re.Match[str]) -> str:
    return found[0] if _is_plain_colour(found[0], found[1]) else " "


def _is_plain_colour(command: str, name: str | None) -> bool:
    return name is not None and "[" not in command and name.strip() in _COLOURS


def _allowed(found: re.Match[str]) -> str:
    """A blank in place of space and colour that are allowed, an ended line for one with space."""
    length, unit = found[1] or found[3], found[2] or found[4]
    if length and float(length) * _UNITS_PT[unit] <= LIMIT_SPACE_PT:
        return "\\\\{}" if found[1] else " "
    return " " if _is_plain_colour(found[0], found[5]) else found[0]


def _balanced(formula: str) -> bool:
    """Braces open and close in order, so that an error message of the typesetter never appears for that."""
    depth = 0
    for brace in re.findall(r"\\.|[{}]", formula, re.DOTALL):
        depth += {"{": 1, "}": -1}.get(brace, 0)
        if depth < 0:
            return False
    return depth == 0

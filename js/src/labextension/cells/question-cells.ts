// What every code cell's editor is given: it takes our language while the cell asks, and its own as soon as it does not.
// An editor looks at its first characters and at the lines that change, no more; languages load with the first question.
import type { Language } from "@codemirror/language";
import type { Extension, Text, Transaction } from "@codemirror/state";
import type { CodeMirror, EditorModel } from "./codemirror";
import type { LanguageMaker, Languages } from "./language-maker";
import { HEAD_CHARACTERS, kindOf, mayAsk, type CellKind } from "./parts";

/** What an editor knows of its cell. */
interface Known {
  readonly kind: CellKind;
  readonly asks: boolean; // some line begins like a question
  readonly languages: Languages | null; // null: not asked for, or on their way
}

/** The extension of one cell's editor. */
export function questionCell(modules: CodeMirror, model: EditorModel, maker: LanguageMaker): Extension {
  const { state, view: views, language } = modules;
  const arrived = state.StateEffect.define<Languages | null>();
  const learned = state.StateEffect.define<Known>();
  const known = state.StateField.define<Known>({
    create: ({ doc }) => knownOf(doc, mayAsk(doc.toString()), null),
    update: (before, { effects }) => effects.reduce((now, effect) => (effect.is(learned) ? effect.value : now), before),
  });
  // no facet computed from the text: CodeMirror wants a language wherever one can be, and a cell may have none as yet
  const place = new state.Compartment();
  const provide = (found: Language | undefined) => (found ? state.Prec.highest(language.language.of(found)) : []);
  const learn = state.EditorState.transactionExtender.of((change) => {
    const before = change.startState.field(known);
    const found = change.effects.find((effect) => effect.is(arrived));
    if (!change.docChanged && !found) return null;
    const asks = change.docChanged ? asksAfter(before.asks, change) : before.asks;
    const now = knownOf(change.newDoc, asks, found ? found.value : before.languages);
    const chosen = languageFor(now);
    const reconfigured = chosen === languageFor(before) ? [] : [place.reconfigure(provide(chosen))];
    return { effects: [learned.of(now), ...reconfigured] };
  });
  const load = views.ViewPlugin.define((view) => {
    const now = () => view.state.field(known);
    const arrive = (made: Languages | null) => made !== now().languages && view.dispatch({ effects: arrived.of(made) });
    const loader = new Loader(maker, model, () => now().kind !== null && !now().languages, arrive);
    loader.look();
    return { update: () => loader.look(), destroy: () => loader.end() };
  });
  return [known, learn, load, place.of([])];
}

const knownOf = (doc: Text, asks: boolean, languages: Languages | null): Known => ({
  kind: kindOf(doc.sliceString(0, HEAD_CHARACTERS), asks),
  asks,
  languages,
});

const languageFor = ({ kind, languages }: Known) => (kind && languages ? languages[kind] : undefined);

/** Where no line asked before, one of those that changed must. */
function asksAfter(before: boolean, { newDoc, changes }: Transaction): boolean {
  if (before) return mayAsk(newDoc.toString());
  let asks = false;
  changes.iterChangedRanges((_from, _to, from, to) => {
    asks ||= mayAsk(newDoc.sliceString(newDoc.lineAt(from).from, newDoc.lineAt(to).to));
  });
  return asks;
}

/** Sees to it that an editor that asks has its languages. */
class Loader {
  private under: Promise<Languages> | undefined;
  private readonly renew = () => {
    this.under = undefined;
    this.arrive(null);
    this.look();
  };

  constructor(
    private readonly maker: LanguageMaker,
    private readonly model: EditorModel,
    private readonly wanted: () => boolean,
    private readonly arrive: (made: Languages | null) => unknown,
  ) {
    model.mimeTypeChanged.connect(this.renew); // a kernel says what the notebook's language is
  }

  look(): void {
    if (this.under || !this.wanted()) return;
    const making = (this.under = this.maker.make(this.model.mimeType));
    void making.then((made) => this.under === making && this.arrive(made));
  }

  end(): void {
    this.under = undefined;
    this.model.mimeTypeChanged.disconnect(this.renew);
  }
}

// The shapes that pass between Python and the page. Types only: nothing here reaches the browser.

export type Inline =
  | { t: "text"; v: string }
  | { t: "gap"; id: string }
  | { t: "em" | "strong"; c: Inline[] }
  | { t: "link"; to: string; c: Inline[] };
export type Block = { t: "p"; c: Inline[] } | { t: "ul" | "ol"; c: Inline[][] };

export type Row = Record<string, string>;
export type ItemAnswer = string | string[] | Row;
export interface PlayAnswer { choices: Decision[]; ending: string | null; plays: number; seed?: number }
export type Answer = ItemAnswer | Row[] | Record<string, ItemAnswer> | PlayAnswer;

/** The part of anywidget's model that the modules use. */
export interface Model {
  get(name: string): any;
  set(name: string, value: unknown): void;
  save_changes(): void;
  on(event: string, callback: () => void): void;
  off(event: string, callback: () => void): void;
  send?(message: unknown): void;
}
export interface Context { model: Model; el: HTMLElement }

export interface Host {
  root: string | null;
  where: "browser" | "server" | "kernel";
  handin?: string | null;
  /** Asks the course's server, where there is one; what went wrong becomes an error with words for the learner. */
  ask?: (to: string, request?: RequestInit) => Promise<any>;
  /** The level of the exercise's own heading; 3 when absent. */
  level?: number;
}
export interface Save { status: "idle" | "saving" | "saved" | "failed"; at: string | null; message: string }

export interface Image { src: string; alt: string }
export interface Choosable { id: string; text: Inline[] }
export interface Option extends Choosable { feedback: Block[] }

interface Exercise {
  id: string;
  title: string;
  module: string;
  content_note: Block[] | null;
}

interface PosedBase {
  id: string;
  level: string;
  requirements: string[];
  stem: Block[];
  image: Image | null;
  /** None for a self-rating. */
  points?: number;
  hints?: Inline[][];
  remedial?: Inline[][];
  pool?: string;
  /** Options that keep their place when the others are shuffled. */
  fixed?: string[];
}
/** An item without key, feedback and explanation, as an assessed one goes to the page. Every Item is one too. */
export type Posed = PosedChoice | PosedTrueFalse | PosedOrdering | PosedMatching | PosedCategorise | PosedCloze | PosedJudgement | PosedRewrite | PosedSelfRating
  | PosedHighlight | PosedNumeric | PosedShortText | PosedFlashCard;
export interface PosedChoice extends PosedBase { type: "single" | "multiple"; options: Choosable[] }
export interface PosedTrueFalse extends PosedBase { type: "true-false" }
export interface PosedOrdering extends PosedBase { type: "ordering"; items: Choosable[]; order?: string[] }
export interface PosedMatching extends PosedBase { type: "matching"; left: Choosable[]; right: Choosable[]; reuse: boolean }
export interface PosedCategorise extends PosedBase { type: "categorise"; things: Choosable[]; categories: Choosable[] }
export interface PosedCloze extends PosedBase {
  type: "cloze"; text: Block[]; gaps: ({ id: string; kind: "choice"; options: Choosable[] } | { id: string; kind: "typed" })[];
}
export interface PosedJudgement extends PosedBase {
  type: "judgement"; ask: "rate" | "rank"; responses: (Choosable & { panel?: number })[]; scale: string[];
}
export interface PosedRewrite extends PosedBase { type: "rewrite"; original: string; rules: { id: string; name: Inline[] }[] }
export interface PosedSelfRating extends PosedBase { type: "self-rating"; scale: Choosable[] }
export interface PosedHighlight extends PosedBase {
  type: "highlight"; categories: Choosable[]; lines: { who: string; text: Block[] }[]; phrases: { id: string; text: string }[];
}
export interface PosedNumeric extends PosedBase { type: "numeric"; units: string[] }
export interface PosedShortText extends PosedBase { type: "short-text" }
/** Nobody can assess a card, so it has its back wherever it is. */
export interface PosedFlashCard extends PosedBase { type: "flash-card"; back: Block[] }

interface ItemBase extends PosedBase { explanation: Block[] }
export interface SingleItem extends ItemBase { type: "single"; options: Option[]; key: string }
export interface MultipleItem extends ItemBase { type: "multiple"; options: Option[]; keys: string[] }
export interface TrueFalseItem extends ItemBase {
  type: "true-false"; key: boolean; feedback_true: Block[]; feedback_false: Block[];
}
export interface OrderingItem extends ItemBase { type: "ordering"; items: Option[]; order: string[] }
export interface MatchingItem extends ItemBase {
  type: "matching"; left: Option[]; right: Choosable[]; key: Record<string, string>; reuse: boolean;
}
export interface CategoriseItem extends ItemBase {
  type: "categorise"; things: Option[]; categories: Choosable[]; key: Record<string, string>;
}
export type Gap =
  | { id: string; kind: "choice"; options: Option[]; key: string }
  | { id: string; kind: "typed"; accept: string[]; feedback: Block[] };
export interface ClozeItem extends ItemBase { type: "cloze"; text: Block[]; gaps: Gap[] }
export interface JudgementItem extends ItemBase {
  type: "judgement"; ask: "rate" | "rank"; responses: (Option & { panel: number })[]; scale: string[];
}
interface RuleBase { id: string; name: Inline[]; feedback: Block[] }
export type Rule = RuleBase & (
  | { kind: "contains" | "without" | "starts-with"; phrases: string[] }
  | { kind: "length"; min_words: number; max_words: number }
);
export interface RewriteItem extends ItemBase { type: "rewrite"; original: string; rules: Rule[]; example: string }
export interface SelfRatingItem extends ItemBase { type: "self-rating"; scale: Option[] }
export interface HighlightItem extends ItemBase {
  type: "highlight"; categories: Choosable[]; lines: { who: string; text: Block[] }[];
  phrases: { id: string; text: string; feedback: Block[] }[]; key: Record<string, string>;
}
export interface NumericItem extends ItemBase {
  type: "numeric"; key: number; tolerance: number; units: string[]; feedback: Block[];
  wrong: { value: number; tolerance: number; feedback: Block[] }[];
}
export interface ShortTextItem extends ItemBase {
  type: "short-text"; example: string;
  ideas: { id: string; name: Inline[]; accept: string[]; feedback: Block[] }[];
  unwanted: { id: string; name: Inline[]; phrases: string[]; feedback: Block[] }[];
}
export interface FlashCardItem extends ItemBase { type: "flash-card"; back: Block[] }
export type Item =
  | SingleItem | MultipleItem | TrueFalseItem | OrderingItem | MatchingItem
  | CategoriseItem | ClozeItem | JudgementItem | RewriteItem | SelfRatingItem
  | HighlightItem | NumericItem | ShortTextItem | FlashCardItem;
/** See models/behaviour.py. */
export interface Behaviour {
  feedback: "immediate" | "deferred" | "hidden";
  attempts: number | null;
  rounds: number | null;
  confidence: boolean;
  shuffle: ("items" | "options")[];
  draw: number | null;
  pools: Record<string, number>;
  pass: number | null;
  cost: { hint: number; attempt: number };
  remedial: Record<string, Inline[][]>;
}
export interface Quiz extends Exercise { exercise: "quiz"; intro: Block[] | null; behaviour?: Behaviour; items: Item[] }

/**
 * `hints` counts those shown, `sure` is the certainty from 1 to 3, `seen` counts the rounds that asked the item,
 * `missed` is the day it was last wrong, or right without being sure.
 */
export interface ItemState {
  answer?: Answer; checked: boolean; attempts: number; credit: number; hints?: number; sure?: number; seen?: number; missed?: string;
}
/** The present time through a quiz; `done` once it is handed in, `past` what earlier rounds came to. */
export interface Round { n: number; seed: number; asked: string[]; past: { points: number; max: number }[]; done?: boolean }
export interface QuizState { schema: 1; position: number; items: Record<string, ItemState>; round?: Round; kept?: unknown[] }

export type Condition =
  | { var: string; op: "<" | "<=" | ">" | ">=" | "==" | "!="; value: number }
  | { visited: string }
  | { chose: string }
  | { variant: string }
  | { credit: string; op: "<" | "<=" | ">" | ">=" | "==" | "!="; value: number }
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition };
export interface Spoken {
  who: "customer" | "learner" | "colleague" | "narrator" | "coach";
  text: Block[];
  when: Condition | null;
}
export interface Route { to: string; when: Condition | null }
export interface Choice {
  id: string;
  text: Block[];
  quality: "good" | "tempting" | "poor";
  effects: Record<string, number>;
  reply: Spoken[];
  reason: Block[];
  goto: string | Route[];
  when: Condition | null;
  requirements: string[];
  skills: Partial<Record<Goal, number>>;
}
export type Goal = "acknowledge" | "clarify" | "set-limits" | "keep-safe" | "involve" | "recover";
export interface SceneNode {
  id: string;
  title: string;
  content_note: { text: Block[]; skip: string } | null;
  lines: Spoken[];
  image: Image | null;
  script: Inline[] | null;
  item: Item | null;
  hub: { enough: number; leave: string } | null;
  timer: { seconds: number; choice: string } | null;
  choices: Choice[];
  requirements: string[];
}
export interface Ending {
  id: string;
  title: string;
  outcome: "strong" | "recovered" | "paused";
  early: boolean;
  lines: Spoken[];
  debrief: Block[];
  model_line: Inline[];
}
export interface Meter {
  label: string; help: Block[]; start: number; min: number; max: number; better: "higher" | "lower";
}
/** Where each node and ending stands, as column and row; lines with the columns of their bends: see layout.py. */
export interface Layout {
  width: number; rows: number; places: Record<string, [number, number]>; lines: [string, string, number[]][];
}
export interface Scenario extends Exercise {
  exercise: "scenario";
  level: string;
  intro: Block[];
  customer: { name: string; about: Block[] };
  state: Record<string, Meter>;
  variants: { id: string; start: Record<string, number> }[];
  start: string;
  overrides: { when: Condition; to: string }[];
  nodes: SceneNode[];
  endings: Ending[];
  reflection: Block[] | null;
  map: Layout;
}
/** `answer` to the node's item; `late` when time ran out. */
export interface Decision { node: string; choice: string; answer?: Answer; late?: true }
export interface Play {
  node: string | null;
  ending: string | null;
  state: Record<string, number>;
  visited: string[];
  fired: number[];
  choices: Decision[];
  /** Whole per cents, by the node of an item. */
  credits: Record<string, number>;
  seed: number;
  variant: string | null;
}
export type Help = "coach" | "script" | "none";
export interface ScenarioState {
  schema: 1; choices: Decision[]; ending: string | null; plays: number; endings: string[]; kept?: unknown[];
  seed?: number; help?: Help; timed?: true;
}

interface FieldBase { id: string; label: string; guidance: Block[] }
export interface TextField extends FieldBase { kind: "text"; min_words: number; max_words: number; marked: boolean; anonymous: boolean }
export interface ChoiceField extends FieldBase { kind: "choice" | "multichoice"; options: Choosable[]; points: number }
export interface OrderingField extends FieldBase { kind: "ordering"; items: Choosable[]; points: number }
export interface MatchingField extends FieldBase {
  kind: "matching"; left: Choosable[]; right: Choosable[]; reuse: boolean; points: number;
}
export interface LogField extends FieldBase { kind: "log"; min_rows: number; max_rows: number; max_words_per_row: number }
export interface DateField extends FieldBase { kind: "date" }
export interface Labelled { id: string; label: string }
export interface TableField extends FieldBase { kind: "table"; rows: Labelled[]; columns: Labelled[] }
export interface RowsField extends FieldBase {
  kind: "rows"; columns: (Labelled & { kind: "text" | "time" | "date" })[]; min_rows: number; max_rows: number;
}
export interface QuizField extends FieldBase { kind: "quiz"; items: Posed[]; points: number }
/** `play` is a scenario without all that says what was good: see `graded_play` in spec.py. */
export interface PlayField extends FieldBase {
  kind: "scenario"; scenario: string; points: number;
  play: Pick<Scenario, "title" | "content_note" | "customer" | "variants" | "start" | "overrides"> & {
    state: Record<string, Pick<Meter, "start" | "min" | "max">>;
    nodes: (Pick<SceneNode, "id" | "title" | "content_note" | "lines" | "image" | "hub"> & {
      item: Posed | null; choices: Omit<Choice, "quality" | "reason" | "requirements" | "skills">[];
    })[];
    endings: Pick<Ending, "id" | "title" | "early" | "lines">[];
  };
}
export type Field =
  | TextField | ChoiceField | OrderingField | MatchingField | LogField | DateField | TableField | RowsField | QuizField | PlayField;
export interface Criterion { id: string; title: string; fields: string[]; weight: number; levels: Block[][] }
export interface Worksheet extends Exercise {
  exercise: "worksheet";
  kind: "applied" | "reflective" | "checkout" | "practice";
  level: string;
  brief: Block[];
  fields: Field[];
  criteria: Criterion[];
  advice: Advice | null;
  /** Whether the course's server gives feedback on drafts of it. */
  feedback?: boolean;
}
export interface Route { level: string; title: string; fields: string[]; least: number; text: Block[] }
export interface Advice { low: string[]; routes: Route[]; beyond: Block[] }
export interface WorksheetState { schema: 1; fields: Record<string, Answer>; kept?: unknown[] }

/** What leaves the app or enters it as a whole: CSV files and paper. */
import type { Entity } from '../../app-spec.ts';
import type { EntityDraft } from '../entities/assemble.ts';
import type { Reading } from '../entities/reading.ts';

const FILE =
  /\bcsv\b|\bspreadsheets?\b(?! (?:app|editor|software))|\bexcel\b|\b(?:import|export)(?:s|ed|ing|able)?\b(?! (?:duty|duties))/g;
/** Goods that cross a border. */
const TRADE =
  /\bimport(?:er)?s?(?:[- ]|\/| and | or )export(?:er)?s?\b|\b(?:import|export) (?:business|compan|firm|trade|goods)\w*/g;
const PAPER =
  /\bprintable\b|\bprint[- ]?(?:outs?|friendly|views?|versions?|layouts?)\b|\b(?:to|can|and|be) print(?:ed)?\b(?! shop)|\bfor printing\b|\bprint (?:the|a|an|my|our|each|all|out|them|it)\b/g;
/** How far behind the word its object is looked for. */
const REACH = 60;

export function addFiles(drafts: readonly EntityDraft[], { about }: Reading): void {
  const listed = drafts.filter(({ entity }) => entity.access !== 'inbox' && entity.access !== 'exchanged');
  const goods = about.replace(TRADE, '');
  for (const it of meant(listed, goods, FILE)) it.exchange = true;
  for (const it of meant(listed, about, PAPER)) it.print = true;
}

/** What the words speak of: things named right after them, otherwise everything that is not part of something else. */
function meant(drafts: readonly EntityDraft[], about: string, words: RegExp): Entity[] {
  const places = [...about.matchAll(words)];
  if (places.length === 0) return [];
  const behind = places.map((it) => about.slice(it.index + it[0].length, it.index + it[0].length + REACH)).join(' | ');
  const named = drafts.filter(({ entity }) =>
    [entity.label, entity.labelPlural].some((label) => behind.includes(label.toLowerCase())),
  );
  const chosen = named.length > 0 ? named : drafts.filter(({ thing }) => !thing.noun?.part);
  return (chosen.length > 0 ? chosen : drafts).map(({ entity }) => entity);
}

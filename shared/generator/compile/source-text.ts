/**
 * Writing source text: quoting what a person wrote for each language it lands in, and laying out templates.
 * Everything a person typed goes through one of these before it becomes part of a file.
 */

/** A TypeScript string literal in single quotes. */
export function jsString(value: string): string {
  const body = value
    .replace(/\\/g, '\\\\')
    .replace(/'/g, "\\'")
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r')
    .replace(/\t/g, '\\t')
    .replace(/[\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16)}`);
  return value.includes("'") && !value.includes('"') ? `"${body.replace(/\\'/g, "'")}"` : `'${body}'`;
}

const PLAIN_JSX = /^[^\s{}<>&\\]+(?: [^\s{}<>&\\]+)*$/;

/** Text between tags: as it is where that is safe, wrapped at a readable width, otherwise as a string expression. */
export function jsxText(value: string): string {
  if (!PLAIN_JSX.test(value)) return `{${jsString(value)}}`;
  return wrap(value, 84);
}

/** One attribute with a text value, e.g. `label="Weight"`. */
export function jsxAttribute(name: string, value: string): string {
  return /^[^"&\\\n\r{}<>\u2028\u2029]*$/.test(value) ? `${name}="${value}"` : `${name}={${jsString(value)}}`;
}

/** A property of an object literal: `name: value`. */
export function property(name: string, value: string): string {
  return `${/^[A-Za-z_$][\w$]*$/.test(name) ? name : jsString(name)}: ${value}`;
}

/** A SQL string literal. Backslashes are plain characters under `standard_conforming_strings`. */
export function sqlString(value: string): string {
  return `'${value.replace(/'/g, "''")}'`;
}

/** Words that Postgres refuses, or reads otherwise, as a bare column or table name. */
const SQL_RESERVED = new Set(
  (
    'all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case cast ' +
    'char character check coalesce collate collation column concurrently constraint create cross current_catalog ' +
    'current_date current_role current_schema current_time current_timestamp current_user dec decimal default deferrable ' +
    'desc distinct do else end except exists extract false fetch float for foreign freeze from full grant greatest group ' +
    'grouping having ilike in initially inner inout int integer intersect interval into is isnull join json json_array ' +
    'json_arrayagg json_exists json_object json_objectagg json_query json_scalar json_serialize json_table json_value ' +
    'lateral leading least left like limit localtime localtimestamp merge_action national natural nchar none normalize not ' +
    'notnull null nullif numeric offset on only or order out outer overlaps overlay placing position precision primary ' +
    'real references returning right row select session_user setof similar smallint some substring symmetric ' +
    'system_user table tablesample then time timestamp to trailing treat trim true union unique user using values ' +
    'varchar variadic verbose when where window with xmlattributes xmlconcat xmlelement xmlexists xmlforest ' +
    'xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable'
  ).split(' '),
);

/** A column or table name, in double quotes where Postgres needs them. */
export function sqlName(name: string): string {
  return SQL_RESERVED.has(name) ? `"${name}"` : name;
}

/** Text of an HTML element or attribute. */
export function htmlText(value: string): string {
  return value
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/\s+/g, ' ');
}

/** Text of a Markdown line: nothing in it starts a heading, list, link, emphasis, table cell or HTML tag. */
export function markdownText(value: string): string {
  return value.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>|#]/g, '\\$&');
}

/** Breaks text at spaces; a word longer than the width stands alone. */
export function wrap(value: string, width: number): string {
  const lines: string[] = [];
  for (const word of value.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length + 1 <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join('\n');
}

/** What a template takes: text, several lines, or nothing (`false`, `null`, `undefined`). */
export type Part = string | number | readonly string[] | false | null | undefined;

function partText(part: Part): string | null {
  if (part === false || part === null || part === undefined) return null;
  if (Array.isArray(part)) return part.length === 0 ? null : part.join('\n');
  return String(part);
}

/**
 * Lays out a template: takes the common indentation off, keeps the placeholder's indentation for every line put in, and
 * drops a line that holds only an empty placeholder. Backslashes are kept as written, but for `` \` `` and `\${`.
 */
export function code(strings: TemplateStringsArray, ...parts: Part[]): string {
  const texts = parts.map(partText);
  const raw = strings.raw
    .map((it) => it.replace(/\\`/g, '`').replace(/\\\$/g, '$'))
    .reduce((text, piece, at) => `${text}\0${at - 1}\0${piece}`);
  const lines = raw
    .replace(/^\n/, '')
    .replace(/\n[ \t]*$/, '')
    .split('\n');
  const margin = Math.min(...lines.filter((it) => it.trim() !== '').map((it) => it.search(/\S/)));
  const laidOut: string[] = [];
  for (const line of lines) {
    const body = line.slice(margin);
    const indent = /^ */.exec(body)?.[0] ?? '';
    const alone = /^ *\0(\d+)\0$/.exec(body);
    if (alone && texts[Number(alone[1])] === null) continue;
    const filled = body.replace(/\0(\d+)\0/g, (_, at) =>
      (texts[Number(at)] ?? '').replace(/\n(?=[^\n])/g, `\n${indent}`),
    );
    laidOut.push(filled.trimEnd() === '' ? '' : filled);
  }
  return laidOut.join('\n');
}

/** A file: the text, blank lines collapsed, one newline at the end. */
export function file(text: string): string {
  return `${text.replace(/\n{3,}/g, '\n\n').trim()}\n`;
}

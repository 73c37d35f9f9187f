/**
 * The gist of a request in another language than English: what is to be kept, and the names of its fields, in the
 * words of the person. Small tables of each language's filler words stand in for its grammar.
 */

export interface ForeignRequest {
  /** What is kept: "Rezept". Undefined where nothing is left after the filler words. */
  subject: string | undefined;
  fields: string[];
}

/** Words that introduce what each thing has. */
const LINKS =
  /\s(?:mit|avec|con|com|met|med|z|ile|с|со|with)\s|\s(?:samt|inklusive|wie|comme|como|come|zoals|comprenant|incluyendo|incluindo|inclusi|включая|такие как)\s|[:：(（]|包括|包含|含有|带有|を含む|مع|يتضمن|تشمل|के साथ|עם/iu;

const SEPARATORS =
  /\s*[,;،、，；/]\s*|\s+(?:und|oder|sowie|et|ou|y|e|o|u|en|i|och|ve|и|и также|і|και|και|או|और)\s+|和|以及|与|及|と|や|\s+و(?=\p{L})/iu;

/** Words of asking, of software and of belonging, in all the languages. */
const FILLERS = new Set(
  (
    'ich möchte will wir brauche brauchen bitte erstelle erstellen baue bauen entwickle eine einen ein einer die der das den für meine ' +
    'meinen mein meiner unsere app anwendung website webseite seite programm zum zur verwalten verwaltung von mir in einem mit alle ' +
    'je veux voudrais nous une un le la les des pour gérer mes mon ma nos notre application site web créer crée créez de du faire suivre ' +
    'quiero una uno el los las para gestionar mis mi nuestros aplicación sitio página crear crea hacer del por favor llevar registrar ' +
    'quero um uma os as meus minhas meu minha aplicativo aplicação site gerenciar gerir criar crie para o a do da registar ' +
    "voglio vorrei il lo gli i per gestire miei mie mio mia applicazione sito creare crea di un' una che " +
    'ik wil graag het mijn een voor beheren maken maak applicatie van onze te om bij houden bijhouden ' +
    'jag vill ha för mina min och att hantera skapa en ett chcę do moich moje aplikację aplikacja stronę zarządzania benim için uygulama ' +
    'я хочу мне нужно нужен нужна приложение сайт для моих моя мой учета учёта создай создайте сделай веб управления ' +
    'online web tool software aplikacja tracker manager أريد تطبيق موقع لإدارة إنشاء أنا من في'
  ).split(/\s+/),
);

/** The same in scripts that do not part their words. */
const UNSPACED_FILLERS =
  /我想要|我需要|请|帮我|创建|制作|开发|设计|一个|用于|用来|记录|管理|追踪|我的|应用程序|应用|网站|系统|软件|平台|的|アプリ(?:ケーション)?|サイト|を作(?:って|成)(?:ください)?|作りたい|ほしい|欲しい|管理|ための|する|私の|を|の|できる|앱|웹사이트|만들어|주세요|위한|관리|하는/gu;

/** Endings that say "administration of", "list of". */
const COMPOUND_ENDINGS =
  /(?:verwaltung|verzeichnis|sammlung|tagebuch|liste|planer|übersicht|datenbank|buchung|app|beheer|lijst)$/iu;

export function readForeign(sentence: string): ForeignRequest {
  const link = /[:：]/u.exec(sentence) ?? LINKS.exec(sentence);
  // "… with these fields: a, b": what is kept stands before the first link, the list behind the last.
  const before = link ? sentence.slice(0, link.index) : sentence;
  const after = link ? sentence.slice(link.index + link[0].length) : '';
  const fields = after
    .split(SEPARATORS)
    .map((part) => withoutFillers(part.replace(/[)）\]].*$/u, '').replace(/[.!?。！？]+$/u, '')))
    .filter((part): part is string => part !== undefined && part.split(' ').length <= 5)
    .slice(0, 10);
  const first = LINKS.exec(before);
  return {
    subject: subjectOf(first && first.index > 0 ? before.slice(0, first.index) : before),
    fields: [...new Set(fields)],
  };
}

function withoutFillers(text: string): string | undefined {
  const list = text
    .trim()
    .split(/\s+/)
    .filter((word, _, all) => word !== '' && (all.length === 1 || !FILLERS.has(word.toLowerCase())));
  return list.join(' ').slice(0, 60).trim() || undefined;
}

function subjectOf(text: string): string | undefined {
  const bare = text.replace(UNSPACED_FILLERS, ' ').trim();
  const list = (bare.match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]*/gu) ?? []).filter(
    (word) => !FILLERS.has(word.toLowerCase()),
  );
  const words = list.slice(0, 3).join(' ');
  const short = words.replace(COMPOUND_ENDINGS, '').replace(/-$/, '');
  return (short.length >= 3 ? short : words).slice(0, 60) || undefined;
}

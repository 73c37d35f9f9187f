/** Detects the language of a request by its script and its most frequent small words. */

const SCRIPTS: readonly (readonly [RegExp, string])[] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/gu, 'ja'],
  [/\p{Script=Hangul}/gu, 'ko'],
  [/\p{Script=Han}/gu, 'zh'],
  [/[іїєґ]/giu, 'uk'],
  [/\p{Script=Cyrillic}/gu, 'ru'],
  [/[پچژگ]/gu, 'fa'],
  [/\p{Script=Arabic}/gu, 'ar'],
  [/\p{Script=Hebrew}/gu, 'he'],
  [/\p{Script=Greek}/gu, 'el'],
  [/\p{Script=Devanagari}/gu, 'hi'],
  [/\p{Script=Bengali}/gu, 'bn'],
  [/\p{Script=Tamil}/gu, 'ta'],
  [/\p{Script=Thai}/gu, 'th'],
];

const SMALL_WORDS: Readonly<Record<string, string>> = {
  en: 'the a an and of to for with that where is are in on my our can should users app website please each by',
  de: 'der die das und für mit ein eine einen ist sind in auf den dem zu von ich wir soll können bitte nutzer meine',
  fr: 'le la les un une des et pour avec est sont dans sur de du qui mes nous je doit peuvent utilisateurs où mon',
  es: 'el la los las un una y para con es son en de del que mis los puedan usuarios donde mi sus quiero',
  pt: 'o a os as um uma e para com é são em de do da que meus usuários onde meu minha quero dos',
  it: 'il lo la i gli le un una e per con è sono in di del della che miei utenti dove mio voglio',
  nl: 'de het een en voor met is zijn in op van die mijn ik wij moet kunnen gebruikers waar graag',
  pl: 'i w na z do dla się jest są oraz która które moje aplikacja strona użytkownicy',
  sv: 'och en ett för med är i på av som mina jag ska kan användare där',
  tr: 've bir için ile bu olan uygulama kullanıcılar benim',
};

/** BCP 47 tag; `en` where nothing speaks against it. */
export function detectLanguage(text: string): string {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  for (const [script, tag] of SCRIPTS) {
    const share = (text.match(script)?.length ?? 0) / Math.max(1, letters);
    const needed = tag === 'uk' || tag === 'fa' ? 0.03 : tag === 'ja' ? 0.1 : 0.3;
    if (share >= needed) return tag;
  }
  const counts = new Map<string, number>();
  const list =
    text
      .toLowerCase()
      .match(/\p{L}+/gu)
      ?.slice(0, 400) ?? [];
  for (const [tag, small] of Object.entries(SMALL_WORDS)) {
    const known = new Set(small.split(' '));
    counts.set(tag, list.filter((word) => known.has(word)).length);
  }
  let best = 'en';
  for (const [tag, count] of counts) if (count > (counts.get(best) ?? 0)) best = tag;
  // One borrowed word does not change the language.
  return (counts.get(best) ?? 0) >= 2 || /[äöüßñçãõ]/.test(text.toLowerCase()) ? best : 'en';
}

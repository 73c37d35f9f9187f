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

/** What a person who did not write in English is told, in their own language as far as it is one of these. */
const ENGLISH_PARTS: Readonly<Record<string, string>> = {
  de: 'Schaltflächen und Meldungen der App sind auf Englisch; Ihre eigenen Wörter bleiben, wie Sie sie geschrieben haben. Prüfen Sie die Namen der Felder und Seiten.',
  fr: 'Les boutons et les messages de l’application sont en anglais ; vos propres mots restent tels que vous les avez écrits. Vérifiez les noms des champs et des pages.',
  es: 'Los botones y mensajes de la aplicación están en inglés; sus propias palabras quedan como las escribió. Revise los nombres de los campos y páginas.',
  pt: 'Os botões e mensagens da aplicação estão em inglês; as suas palavras ficam como as escreveu. Verifique os nomes dos campos e das páginas.',
  it: 'I pulsanti e i messaggi dell’app sono in inglese; le sue parole restano come le ha scritte. Controlli i nomi dei campi e delle pagine.',
  nl: 'Knoppen en meldingen van de app zijn in het Engels; uw eigen woorden blijven zoals u ze schreef. Controleer de namen van velden en pagina’s.',
  pl: 'Przyciski i komunikaty aplikacji są po angielsku; Twoje słowa pozostają takie, jak je zapisano. Sprawdź nazwy pól i stron.',
  sv: 'Knappar och meddelanden i appen är på engelska; dina egna ord står kvar som du skrev dem. Kontrollera namnen på fält och sidor.',
  tr: 'Uygulamanın düğmeleri ve iletileri İngilizcedir; sizin sözcükleriniz yazdığınız gibi kalır. Alan ve sayfa adlarını gözden geçirin.',
  ru: 'Кнопки и сообщения приложения на английском языке; ваши собственные слова остаются такими, как вы их написали. Проверьте названия полей и страниц.',
  uk: 'Кнопки й повідомлення застосунку англійською мовою; ваші власні слова лишаються такими, як ви їх написали. Перевірте назви полів і сторінок.',
  zh: '应用的按钮和提示是英文；您自己的用词保持原样。请检查字段和页面的名称。',
  ja: 'アプリのボタンとメッセージは英語です。お書きになった言葉はそのまま使われます。項目名とページ名をご確認ください。',
  ko: '앱의 버튼과 메시지는 영어이며, 작성하신 단어는 그대로 유지됩니다. 항목과 페이지 이름을 확인해 주세요.',
};

/** Says which parts of an app are in English although its description is not; null for English. */
export function languageNote(language: string): string | null {
  if (language === 'en') return null;
  const english =
    'Buttons and messages of the app are in English; your own words stay as you wrote them. Check the names of fields and pages.';
  return ENGLISH_PARTS[language] ?? english;
}

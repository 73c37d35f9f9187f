/** What was asked for and is not built, in plain words. Said only where the request asks for it. */

const UNBUILT: readonly (readonly [RegExp, string])[] = [
  [
    /\bpoker\b|\btexas hold/,
    'The tables and hands are kept, but cards are not dealt and bets not settled in real time: there is no poker engine.',
  ],
  [
    /\b(snake|tetris|tic[- ]tac[- ]toe|sudoku|hangman|2048|minesweeper|pong|platformer|arcade|memory|puzzle|card|board|dice)( \w+)? games?\b|\b(snake|tetris|tic[- ]tac[- ]toe|sudoku|hangman|minesweeper)\b|\bplay(ing)? (online |live )?chess\b|\bchess (game|app|engine)\b|\b(against|with|versus|vs) (the |a )?(computer|engine|ai|bot)\b|\b(multiplayer|real-?time) (\w+ )?game/,
    'There is no game engine: games are kept as records, moves are not played against a computer or live between people.',
  ],
  [
    /\bstrategy (browser )?game\b|\bbattle\b/,
    'Battles, training and upgrades are recorded by hand: the game does not calculate results or take resources away by itself.',
  ],
  [
    /\b(secure )?payments?\b(?! (management|record|histor))|\bcheckout\b|\bpay (online|by|with)\b|\bcredit cards?\b|\bstripe\b|\bpaypal\b/,
    'No money is taken: orders and payments are kept as records with a status. Connect a payment provider to charge.',
  ],
  [
    /\bescrow\b|\b(crypto\w*|bitcoin|coins?)\b.{0,80}\b(buy|sell|trad(e|ing)|exchange|wallets?|deposits?|pay\w*|transfers?)\b|\b(buy|sell|trad(e|ing)|exchange)\b.{0,80}\b(crypto\w*|bitcoin)\b/,
    'No cryptocurrency is moved: deposits, releases and disputes are kept as records with a status.',
  ],
  [
    /\bsms\b|\bshort messages?\b|\btext messages\b/,
    'Short messages are stored with their status, but not delivered: that needs an SMS provider.',
  ],
  [
    /\b(automated|automatic) (message|e-?mail)|\b(via|by) e-?mail\b|\bsend(ing)? e-?mails?\b|\be-?mail (notification|confirmation|reminder|alert)s?|\bnewsletter\b/,
    'No e-mails are sent: messages are stored with the time they should go out.',
  ],
  [
    /\bnotifications?\b|\breminders?\b|\balerts?\b/,
    'Notifications are kept as a list in the app; they are not made automatically or pushed to a phone.',
  ],
  [
    /\bweather (dashboard|app|forecast|site|widget)|\b(live|real-?time) (market|stock|price|crypto|exchange|weather|traffic|data feed)|\bstock prices?\b/,
    'Live data from other services is not fetched; you enter the values.',
  ],
  [/\b(calculator|converter)\b/, 'Nothing is calculated: the app keeps what is entered, with totals and charts of it.'],
  [/\breal-?time seat/, 'Free seats are shown as they are entered; they do not follow a carrier’s system.'],
  [
    /\bchat ?bots?\b|\bai (assistant|chat)|\bvirtual assistant/,
    'There is no chatbot; a page of questions and answers stands in its place.',
  ],
  [
    /\bdrag[- ]and[- ]drop\b|\bcanvas\b|\bdiagram (maker|editor)/,
    'There is no drag-and-drop canvas: elements are added in a form with their shape, place and colour.',
  ],
  [
    /\bvideo (stream|call|chat|conferenc)\w*|\bstreaming\b|\blivestream/,
    'Sound and video are kept as links; the app does not stream them.',
  ],
  [
    /\bupload\w*\b|\battachments?\b|\bfile sharing\b|\bmultimedia\b/,
    'Pictures and PDF files can be uploaded once the app runs with a Supabase project; in the preview, and for sound and video, you give a link.',
  ],
  [/\bdownload\w*\b/, 'Downloads lead to the link that was entered; the app stores no files itself.'],
  [
    /\b(e-?mail|mail|gmail|outlook)([- ]like)? (\w+ )?(client|app|application|program|service|clone)\b|\bwebmail\b/,
    'Messages go between the accounts of this app; it neither sends nor fetches e-mail of the internet.',
  ],
  [
    /\banonymous(ly)?\b/,
    'What is anonymous shows no name, and the app gives nobody the account behind it; the database itself still knows, so that only its author can change it.',
  ],
  [
    /\b(calculate|calculation|nutrition analysis|nutritional value)\b/,
    'Values are entered with each row and added up in the overview; they are not calculated from the amounts.',
  ],
  [
    /(?<!\bmind )\bmaps?\b(?! view of)|\bgps\b|\bgeolocation\b/,
    'Places open in a map service; the app shows no map of its own.',
  ],
  [
    /\b(apple|google|facebook|social) (log-?in|sign-?in)|\boauth\b|\bsingle sign-on\b/,
    'Sign-in is by e-mail and password.',
  ],
  [/\b(integrat\w+ (with|to)|third-party|api integration)\b/, 'Other services are not connected.'],
  [
    /\b(image|face|speech|voice) recognition\b|\bmachine learning\b|\brecommendation (engine|system)|\bai-(powered|driven)/,
    'Nothing is recognised or recommended automatically.',
  ],
  [
    /\b(mobile app|ios app|android app|native app)\b/,
    'This is a web app for phone and desktop, not an app for an app store.',
  ],
  [
    /\bcirculat\w*|\bdesign (?:and circulate )?(?:corresponding )?forms\b/,
    'Requests go from their applicant to the admins, who approve or reject; you cannot design further desks or forms in the app.',
  ],
  [/\bmultilingual\b|\bmultiple languages\b|\bmulti-?language\b/, 'The app is in one language.'],
  [
    /\bdomain names?\b/,
    'Domain names are not checked or registered with a registrar; leases and transfers are kept as records.',
  ],
];

/** For apps whose members all work on the same rows. */
export const OPEN_DOOR =
  'Anyone who can open the app can sign up, and whoever has an account sees and changes what the team shares. Before others find it, turn sign-ups off in Supabase (Authentication, Sign In / Providers) and invite people there.';

/** For apps with lists of settings or of the options of menus. */
export const LISTED_SETTINGS =
  'Settings and menu options are kept as lists for those who look after the app; what the app shows and the menus in its forms change in the code.';

/** @param about the request in lower case */
export const notesFor = (about: string): string[] =>
  UNBUILT.filter(([words]) => words.test(about))
    .map(([, note]) => note)
    .slice(0, 10);

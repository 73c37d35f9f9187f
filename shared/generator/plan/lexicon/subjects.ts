/** What comes with a subject, for requests that name the subject and little else. */

export interface Subject {
  words: RegExp;
  /** Always part of such an app. */
  core: readonly string[];
  /** Added only where the request names less than two things to keep. */
  extra: readonly string[];
}

/** Products that people name to say what they mean: "like Airbnb". */
const PRODUCTS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/airbnb|booking\.com|vrbo/, ['lodging', 'booking', 'review']],
  [/uber|lyft|bolt taxi/, ['driver', 'booking', 'review']],
  [/instagram|pinterest|flickr/, ['photo']],
  [/twitter|mastodon|bluesky|facebook/, ['post', 'profile']],
  [/trello|asana|jira/, ['project', 'task']],
  [/notion|evernote|obsidian/, ['note']],
  [/netflix|letterboxd|imdb/, ['movie', 'review']],
  [/spotify|soundcloud/, ['song', 'playlist']],
  [/etsy|ebay|craigslist|gumtree|vinted/, ['listing']],
  [/amazon|shopify/, ['product', 'order']],
  [/reddit|hacker news/, ['topic', 'post', 'reply']],
  [/medium|substack|wordpress/, ['article']],
  [/linkedin|indeed/, ['job', 'job_application', 'profile']],
  [/slack|whatsapp|telegram|discord/, ['message']],
  [/yelp|tripadvisor/, ['restaurant', 'review']],
  [/eventbrite|meetup\.com/, ['event', 'event_ticket']],
  [/goodreads/, ['book', 'review']],
  [/strava/, ['run']],
  [/youtube|vimeo/, ['video']],
  [/duolingo|udemy|coursera/, ['course', 'lesson']],
];

const LIKE = PRODUCTS.map(
  ([names, core]): Subject => ({
    words: new RegExp(
      `\\b(?:like|similar to|clone of|an?|the|our own)\\s+(?:an?\\s+)?(?:${names.source})\\b|\\b(?:${names.source})[- ](?:clone|like|style|for)\\b`,
    ),
    core,
    extra: [],
  }),
);

/** First match wins; matched against the whole request in lower case. */
export const SUBJECTS: readonly Subject[] = [
  ...LIKE,
  {
    words: /\bpoker\b|texas hold/,
    core: ['game_room'],
    extra: ['player', 'poker_hand', 'game_record', 'chat_message'],
  },
  {
    words: /\b(strategy|browser|role[- ]playing) (browser )?game\b/,
    core: ['kingdom'],
    extra: ['race', 'upgrade', 'worker', 'battle_report', 'player'],
  },
  {
    words: /\bcrypto(currency)?\b.*\bescrow\b|\bescrow\b/,
    core: ['transaction'],
    extra: ['crypto_product', 'escrow_deposit', 'dispute'],
  },
  { words: /\bcrm\b|customer relationship/, core: [], extra: ['lead', 'contact', 'deal', 'task'] },
  { words: /\bto-?do\b|\btask (list|manager|tracker|app)\b|\bto do list\b/, core: ['task'], extra: ['project'] },
  {
    words: /\b(workout|gym|fitness|strength) (log|tracker|diary|journal|app|planner)\b/,
    core: ['workout'],
    extra: ['exercise', 'set'],
  },
  { words: /\brecipes?\b/, core: ['recipe'], extra: [] },
  {
    words: /\b(barber|hairdresser|hair salon|beauty salon|nail salon|spa)\b/,
    core: ['service', 'appointment', 'barber'],
    extra: [],
  },
  {
    words:
      /\b(clinic|clinical|dentist|dental|doctor'?s|medical|physiotherapy) ?(office|practice|website|center|centre)?\b/,
    core: ['service'],
    extra: ['doctor'],
  },
  {
    words:
      /\b(consult(ing|ancy)|accountant|plumber|electrician|cleaning (company|service)|architect|agency website|local business)\b/,
    core: ['service'],
    extra: ['team_member'],
  },
  {
    words:
      /\b(online (shop|store)|web ?shop|e-?commerce|shop|(clothing|book|toy|furniture|grocery|pet|flower|jewel\w*) store)\b/,
    core: ['product'],
    extra: ['order', 'review'],
  },
  {
    words: /\b(forum|discussion (board|platform|forum)|message board|q&a)\b/,
    core: ['post', 'reply'],
    extra: ['topic'],
  },
  {
    words: /\b(law firm|lawyers?|attorneys?|solicitors?)\b/,
    core: ['practice_area'],
    extra: ['attorney', 'contact_message'],
  },
  { words: /\bmedications?\b.*\b(log|took|taken)\b/, core: ['medication', 'intake'], extra: [] },
  { words: /\brental (marketplace|platform|site|app)\b|\b(rent|let)(ing)? out\b/, core: ['booking'], extra: [] },
  { words: /\b(blog|magazine|news (site|website|portal))\b/, core: ['article'], extra: [] },
  {
    words: /\b(club|circle|society|choir|orchestra|association|scouts|parish|village)\b/,
    core: [],
    extra: ['event', 'article'],
  },
  { words: /\bmusic (streaming|player|library|app|site)\b/, core: ['song'], extra: [] },
  {
    words: /\bportfolio\b(?! (?:of|value|performance|tracker))(?<!(?:crypto|stock|share|investment) portfolio)/,
    core: ['work'],
    extra: ['contact_message'],
  },
  { words: /\b(restaurant|cafe|café|bistro|pizzeria|bakery|coffee shop)\b/, core: ['menu_item'], extra: ['booking'] },
  { words: /\b(hotel|guest ?house|b&b|hostel)\b/, core: ['room'], extra: ['booking'] },
  { words: /\b(bus|railway|train|flight|ferry) .{0,30}\bbook/, core: ['connection', 'ticket_booking'], extra: [] },
  { words: /\breal estate\b|\bproperty (listing|rental)/, core: ['property'], extra: ['contact_message'] },
  { words: /\b(recruit\w*|job (board|site|portal)|hiring)\b/, core: ['job', 'job_application'], extra: ['candidate'] },
  {
    words: /\b(e-?learning|online courses?|lms|learning platform|course platform)\b/,
    core: ['course'],
    extra: ['lesson', 'enrolment'],
  },
  {
    words: /\b(school|student) (management|information|administration)\b/,
    core: ['student'],
    extra: ['course', 'grade'],
  },
  { words: /\bstudy groups?\b/, core: ['study_group', 'membership'], extra: ['resource', 'comment'] },
  { words: /\bhospital\b|\bpatient (management|portal)/, core: ['patient'], extra: ['doctor', 'appointment'] },
  {
    words: /\bhuman resources\b|\bhr (system|tool|app|portal|management)\b/,
    core: ['employee'],
    extra: ['leave_request', 'department'],
  },
  { words: /\b(matrimonial|dating|matchmaking)\b/, core: ['partner_profile', 'message'], extra: [] },
  { words: /\bobituar/, core: ['obituary', 'condolence'], extra: ['funeral'] },
  {
    words: /\b(budget(ing)?|personal finance|expense (tracker|manager)|money (tracker|manager))\b/,
    core: ['expense'],
    extra: ['income', 'budget'],
  },
  {
    words: /\b(inventory|warehouse|stock) (management|tracker|system|app|control)\b/,
    core: ['inventory_item'],
    extra: ['supplier'],
  },
  { words: /\b(invoice|invoicing|billing)\b/, core: ['invoice'], extra: ['client'] },
  {
    words: /\b(help ?desk|bug tracker|issue tracker|ticketing system|support tickets?)\b/,
    core: ['bug'],
    extra: ['comment'],
  },
  { words: /\bproject management\b|\bkanban\b/, core: ['project', 'task'], extra: [] },
  { words: /\b(events?) (management|calendar|planner|platform|site|website|app)\b/, core: ['event'], extra: ['rsvp'] },
  { words: /\b(charity|non-?profit|fundrais\w*|ngo)\b/, core: ['donation'], extra: ['event', 'contact_message'] },
  { words: /\bhabits?\b/, core: ['habit'], extra: ['goal'] },
  { words: /\bgovernment\b|\boffice automation\b/, core: ['approval'], extra: ['office_document'] },
  {
    words: /\b(sms|short message) (service )?(platform|service|gateway|system)/,
    core: ['short_message'],
    extra: ['sending_policy'],
  },
  { words: /\b(chat|messaging|messenger) (app|application|platform)\b/, core: ['message'], extra: [] },
  { words: /\bdiagrams?\b/, core: ['diagram', 'diagram_element'], extra: [] },
  { words: /\bnutrition\b|\bcalorie/, core: ['food'], extra: ['meal'] },
  { words: /\bfinancial (data|information|reports?|dashboard)\b/, core: ['financial_record'], extra: ['company'] },
  {
    words: /\b(landing page|company website|corporate website|brochure)\b/,
    core: [],
    extra: ['service', 'contact_message'],
  },
];

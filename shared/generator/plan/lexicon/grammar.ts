/** Word classes of English that matter for reading a request. */

const set = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Verbs whose object is something the app keeps. */
export const KEEPING_VERBS = set(`
  manage track record log create share publish add store collect organize organise list keep save post submit upload edit
  update catalog catalogue monitor maintain plan schedule configure document register enter hire rent sell buy showcase
  display write assign handle administer report review rate capture input archive trade exchange offer lend borrow swap
  donate adopt lease book reserve order note memorize file draft design develop open follow approve issue post present
  promote advertise announce introduce categorize categorise curate index measure count set`);

/** Verbs that only look at it. */
export const LOOKING_VERBS = set(`
  view browse search read see find show access learn receive download check explore compare understand get use query look
  discover watch listen select filter sort visit navigate join leave choose play print export import calculate analyze
  analyse generate send apply contact message pay renew transfer accept reject delete remove complete participate
  communicate collaborate interact discuss enroll enrol request provide support help allow enable let make want need
  include contain have has offer require perform conduct resolve confirm release fill edit adjust arrange drag drop
  release deposit withdraw win connect match meet chat comment reply answer ask vote like rank unlock earn spend invite
  notify remind attend cancel change design`);

/** Words between phrases: a noun phrase ends before one of them. */
export const STOP_WORDS = set(`
  a an the this that these those and or but nor so for with without by in on at to from of off into onto about as than then through throughout
  via over under between among within during before after until while when where which who whom whose what how why if
  because is are was were be been being am do does did can could may might must shall should will would have has had having
  i me my we us our you your he him his she her it its they them their there here not no yes also only just very too more
  most much many such each every all any some both either neither same other another please like including include includes
  included using used based per across around against along toward towards upon up down out etc e.g i.e easily quickly
  simply directly online automatically anonymously securely together efficiently effectively well where`);

/** Words in front of a noun that say nothing about what it is. */
export const EMPTY_ADJECTIVES = set(`
  new existing available different various multiple several many other own personal current active relevant related suitable
  desired specific certain basic advanced simple easy full complete detailed comprehensive important useful interesting
  latest recent previous past upcoming future daily weekly monthly yearly real-time live digital virtual custom
  customizable favourite favorite popular main key core essential good best better great nice beautiful modern clean
  minimal minimalistic responsive interactive user-friendly secure safe fast quick smart intelligent powerful
  professional high-quality quality general overall individual entire whole necessary additional extra further
  corresponding respective appropriate online small medium big large local global public private shared total 
  old two three four five six seven eight nine ten dozens`);

/** Things about the software itself, never something to keep rows of. */
export const SOFTWARE_WORDS = set(`
  website site webpage page app application platform system tool software solution dashboard portal interface ui ux kanban
  functionality function feature functionalities functions features capability option module section component menu navigation navbar bar
  button form field filter search searching sort sorting login logout signin signup sign-in sign-up sign log-in
  registration authentication auth account accounts user users visitor visitors people person persons everyone anyone
  admin admins administrator administrators member members owner owners background color colour theme design layout style mode home homepage
  landing backend back-end frontend front-end database data information info detail details content contents item items
  thing things entry entries record records list lists table tables view views history status result results experience
  access security privacy permission role validation performance support help click screen mobile desktop phone tablet
  browser device devices chart charts graph graphs statistic statistics stat stats analytics overview summary summaries
  progress way ability need needs use usage time process processes operation operations step type types kind kinds sort
  number amount lot variety range set criteria criterion
  management backend administration panel control controls integration api export import pdf csv notification
  notifications reminder reminders email emails e-mail e-mails sms chatbot chatbots payment payments upload uploads
  part parts area areas structure example examples purpose goal business requirement requirements
  scheme palette font typography header footer sidebar hero banner logo icon icons image images text texts
  anything something everything nothing stuff interest interests basis name names`);

/** People in their role: actors of the sentence unless the app keeps a list of them. */
export const ROLE_NOUNS = set(`
  student player customer client driver teacher employee patient doctor barber candidate worker staff supplier
  company department team_member player band advertisement driver pupil partner_profile profile`);

/** Last word of what is asked for that says it holds things: "plant tracker", "recipe box". */
export const CONTAINERS = set(`
  tracker log logger logbook manager catalog catalogue directory list listing box planner organizer organiser diary journal
  collection library inventory register registry archive board scheduler calendar book notebook keeper counter database
  tracking management managing logging listings repository monitor wall feed marketplace market exchange finder guide
  index map history`);

/** Of those, the ones a person keeps for themselves. */
export const PERSONAL_CONTAINERS = set(
  'tracker log logger logbook box planner organizer organiser diary journal collection notebook keeper counter list tracking',
);

/** Last word of what is asked for that only says it is software. */
export const PLATFORM_WORDS = set(`
  website site webpage page app application platform system tool software webapp program
  interface solution web-app prototype mvp saas ui portal dashboard`);

/** Software under the name of somebody who would do its work: "chess trainer", "webmail client". */
export const SOFTWARE_ROLES = set('trainer coach assistant companion buddy client helper simulator calculator');

/** What follows a noun to name a field of work: "order management", "course catalog". */
export const ACTIVITY_NOUNS = set(`
  management tracking posting publishing catalog catalogue list listing listings showcase sharing booking browsing creation
  editing directory history organization administration registration logging monitoring scheduling planning handling`);

/** Verbs that imply something is kept of what they do. */
export const VERB_NOUNS: Readonly<Record<string, string>> = {
  apply: 'job_application',
  enroll: 'enrolment',
  enrol: 'enrolment',
  reply: 'reply',
  comment: 'comment',
  post: 'post',
  renew: 'renewal',
  lease: 'lease',
  transfer: 'transfer',
  donate: 'donation',
  join: 'membership',
  follow: 'topic_follow',
  download: 'download',
  chat: 'message',
  message: 'message',
  order: 'order',
  reserve: 'booking',
  book: 'booking',
  rsvp: 'rsvp',
  dispute: 'dispute',
  discuss: 'post',
};

/** Nouns that are verbs as well; without an article and after "to", "can" or "and" they are read as verbs. */
export const VERB_OR_NOUN = set(`
  book set order post work run train share contact comment message report review test follow trade transfer lease
  download rank store bank schedule plan leave track match ride note tag label guide question answer photograph ship
  room visit deal lead decision goal project position place pet plant job target drink skill film clip test exam chat
  upgrade battle attack lift exercise list poll survey like support register program film mark grade channel board`);

/** Kinds of business: what the app is for, not what it keeps. */
export const BUSINESSES = set(`
  shop store clinic office salon agency studio restaurant cafe school university company business firm practice hospital
  hotel club gym church charity team startup institute library museum bakery bar farm crm forum blog marketplace community
  organization spa pharmacy dealership garage bank league society association bureau maker manufacturer factory
  brewery winery orchestra parish municipality council co-op cooperative nursery kindergarten`);

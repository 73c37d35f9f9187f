/** Guesses the type of a field from its name, in English and a little in other languages. */
import { choices, type FieldDraft, type Sample } from '../lexicon/noun.ts';
import { isPlural } from '../text/inflect.ts';
import { identifierOf, sentenceCase } from '../text/words.ts';

interface Rule {
  words: RegExp;
  make: Partial<FieldDraft> & Pick<FieldDraft, 'type'>;
}

const status = choices(['New', 'In progress~', 'Done+']);
const priority = choices(['Low', 'Medium~', 'High!']);

/** First match wins. Matched against the name with spaces, in lower case. */
const RULES: readonly Rule[] = [
  {
    words:
      /\b(is|has|was|can) |\?$|\b(done|completed|finished|paid|active|available|published|archived|private|public|verified|favou?rite|vaccinated|signed|seen|checked|sent|read|owned|delivered|required|billable|attended|approved|insured|urgent|resolved|answered|shipped)$/,
    make: { type: 'boolean', samples: [true, false, true, true, false, true] },
  },
  { words: /\be-?mail\b|correo|courriel/, make: { type: 'email' } },
  {
    words: /\b(phone|mobile|telephone|tel|fax|telefon|teléfono|téléphone|telefone|telefono)\b|phone number/,
    make: { type: 'phone' },
  },
  {
    words: /\b(url|link|website|homepage|webseite|enlace|lien)\b/,
    make: {
      type: 'url',
      samples: [
        'https://example.com/1',
        'https://example.com/2',
        'https://example.com/3',
        'https://example.com/4',
        'https://example.com/5',
        'https://example.com/6',
      ],
    },
  },
  {
    words: /\b(photo|image|picture|cover|avatar|logo|thumbnail|poster|foto|bild|imagen|imagem|immagine)s?$/,
    make: { type: 'image' },
  },
  {
    words: /\b(duration|length of time|minutes|time spent|cook(ing)? time|prep(aration)? time|dauer|duración|durée)\b/,
    make: { type: 'integer', min: 0, unit: 'min', samples: [30, 45, 20, 60, 15, 90] },
  },
  { words: /\b(times|doses|pages) per\b/, make: { type: 'integer', min: 0, samples: [1, 2, 3, 1, 2, 1] } },
  {
    words: /\b(start|end|departure|arrival|opening|closing)? ?time$|\bhour of day\b|uhrzeit|\bhora\b/,
    make: { type: 'time', samples: ['08:00', '09:30', '11:15', '14:00', '16:45', '19:00'] },
  },
  {
    words: /\b(date and time|datetime|timestamp|appointment)\b|zeitpunkt/,
    make: { type: 'datetime', samples: [-6, -4, -2, 1, 3, 6] },
  },
  {
    words:
      /\b(date|day|birthday|deadline|datum|fecha|data|dato|due|geburtstag|дата|started|finished on)\b|日期|日付|تاريخ|\bon$|(_|\b)at$/,
    make: { type: 'date', samples: [-20, -14, -9, -5, -2, 3] },
  },
  {
    words:
      /\b(price|cost|amount|fee|value|worth|salary|budget|total|revenue|income|rent|value in|balance|tip|wage|preis|kosten|betrag|precio|costo|coste|prix|coût|preço|prezzo|prijs|цена|montant|importe)s?\b|价格|価格|سعر/,
    make: { type: 'money', min: 0, unit: 'USD', samples: [24, 48.5, 12, 96, 35, 150] },
  },
  {
    words:
      /\b(rating|stars|bewertung|calificación|valoración|note sur|avaliação|valutazione|beoordeling|рейтинг)\b|评分/,
    make: { type: 'rating', samples: [5, 4, 3, 5, 4, 2] },
  },
  {
    words: /\b(percent|percentage|progress|discount|completion|probability|prozent)\b|%/,
    make: { type: 'percent', min: 0, max: 100, samples: [20, 45, 60, 75, 90, 100] },
  },
  {
    words: /\b(body )?(weight|gewicht|peso|poids|вес)\b/,
    make: { type: 'number', min: 0, unit: 'kg', samples: [60, 62.5, 65, 65, 67.5, 70] },
  },
  {
    words: /\b(distance|distanz|distancia|kilomet(er|re)s?|mileage|afstand)\b/,
    make: { type: 'number', min: 0, unit: 'km', samples: [5, 8.2, 6.4, 10, 12.5, 7] },
  },
  {
    words: /\b(height|length|width|depth|size in cm|größe|altura|hauteur)\b/,
    make: { type: 'number', min: 0, unit: 'cm', samples: [120, 45, 60, 180, 32, 75] },
  },
  {
    words: /\b(temperature|temp|temperatur)\b/,
    make: { type: 'number', min: -273, unit: '°C', samples: [21.5, 19.8, 22.1, 20.4, 18.9, 23] },
  },
  { words: /\binterval\b/, make: { type: 'integer', min: 0, unit: 'days', samples: [7, 3, 14, 1, 30, 10] } },
  {
    words: /\b(hours|work hours|stunden)\b/,
    make: { type: 'number', min: 0, unit: 'h', samples: [2, 3.5, 1, 6, 4, 8] },
  },
  {
    words: /\b(tempo|bpm|heart rate|pulse)\b/,
    make: { type: 'integer', min: 0, unit: 'bpm', samples: [72, 88, 96, 104, 112, 120] },
  },
  { words: /\bhumidity\b/, make: { type: 'percent', min: 0, max: 100, samples: [45, 52, 60, 58, 49, 63] } },
  {
    words: /\b(average )?speed\b/,
    make: { type: 'number', min: 0, unit: 'km/h', samples: [18.5, 22, 25.4, 19.8, 30, 27] },
  },
  {
    words: /\b(elevation|altitude)( gain)?\b/,
    make: { type: 'integer', min: 0, unit: 'm', samples: [120, 340, 85, 610, 220, 450] },
  },
  { words: /\b(volume|lit(er|re)s)$/, make: { type: 'number', min: 0, unit: 'l', samples: [1.5, 2, 0.75, 5, 10, 3] } },
  {
    words: /\b(calories|kcal|kalorien)\b/,
    make: { type: 'integer', min: 0, unit: 'kcal', samples: [320, 180, 450, 95, 610, 240] },
  },
  { words: /\b(rep|repetition)s?\b/, make: { type: 'integer', min: 0, samples: [8, 10, 12, 8, 6, 10] } },
  {
    words: /\b(age|year|alter|edad|âge)$/,
    make: { type: 'integer', min: 0, max: 3000, samples: [3, 7, 12, 24, 31, 45] },
  },
  {
    words:
      /\b(number of|count|quantity|qty|stock|score|points|level|attendees|participants|seats|guests|servings|portions|pages|rooms|copies|votes|likes|views|streak|position|rank|anzahl|menge|cantidad|nombre de|quantité|quantità|aantal|количество|sets)\b|数量|数量/,
    make: { type: 'integer', min: 0, samples: [4, 12, 7, 25, 3, 16] },
  },
  {
    words: /\b(number|no\.?|nummer|número|numéro|code|sku|id|isbn|plate)$/,
    make: { type: 'text', samples: ['A-101', 'A-102', 'B-201', 'B-202', 'C-301', 'C-302'] },
  },
  {
    words: /\b(status|state|stage|zustand|estado|statut|stato)\b|状态/,
    make: {
      type: 'choice',
      required: true,
      choices: status,
      samples: ['done', 'in_progress', 'new', 'done', 'new', 'in_progress'],
    },
  },
  {
    words: /\b(priority|urgency|severity|importance|priorität|prioridad|priorité)\b/,
    make: {
      type: 'choice',
      required: true,
      choices: priority,
      samples: ['high', 'medium', 'low', 'medium', 'high', 'low'],
    },
  },
  {
    words: /\b(difficulty|schwierigkeit|dificultad|difficulté)\b/,
    make: {
      type: 'choice',
      required: true,
      choices: choices(['Easy+', 'Medium~', 'Hard!']),
      samples: ['easy', 'medium', 'hard', 'easy', 'medium', 'easy'],
    },
  },
  {
    words: /\b(mood|stimmung|humeur)\b/,
    make: {
      type: 'choice',
      required: true,
      choices: choices(['Great+', 'Good+', 'Okay', 'Low~', 'Bad!']),
      samples: ['good', 'great', 'okay', 'good', 'low', 'great'],
    },
  },
  {
    words:
      /\b(notes?|descriptions?|body|bio|comments?|details|content|text|instructions|steps|ingredients|summary|message|reason|about|story|explanation|biography|beschreibung|notizen|zutaten|zubereitung|descripción|notas|ingredientes|pasos|ingrédients|étapes|descrição|descrizione|ingredienti|ingrediënten|beschrijving|описание|заметки|ингредиенты)\b|备注|描述/,
    make: { type: 'long_text' },
  },
];

const PEOPLE: readonly Sample[] = [
  'Ada Marsh',
  'Ben Okafor',
  'Clara Novak',
  'David Lind',
  'Elena Rossi',
  'Farid Haddad',
];
const CITIES: readonly Sample[] = ['Hamburg', 'Leeds', 'Lyon', 'Gdansk', 'Porto', 'Oslo'];

function textSamples(name: string, label: string): readonly Sample[] {
  if (
    /\b(author|owner|person|teacher|coach|customer|client|assignee|artist|director|seller|buyer|host|contact|responsible|member|lender|borrower|recipient|sender)\b/.test(
      name,
    )
  )
    return PEOPLE;
  if (/\b(city|location|place|town|venue|country|address|ort|ciudad|ville|lugar|luogo)\b/.test(name)) return CITIES;
  if (/\bcolou?r\b/.test(name)) return ['Blue', 'Green', 'Red', 'White', 'Black', 'Yellow'];
  return ['A', 'B', 'C', 'D', 'E', 'F'].map((letter) => `${label} ${letter}`);
}

/** Plurals that are told, not counted. */
const TOLD =
  /\b(?:interests|skills|tags|keywords|hobbies|languages|allergies|allergens|symptoms|toppings|materials|options|features|participants|members|people|names|colou?rs|categories|genres|tools|goals|terms|conditions|hours|times|dates|links|photos|files|documents|attachments|results|settings|preferences|requirements|needs|wishes|likes|dislikes|series|species|news|class|address|status|progress|business|process|analysis|focus|bonus|basis|campus|bus|gas|lens|canvas|princess|fitness|access|success|glass|grass|dress|mass|boss|loss|cross|press)$/;
const COUNTED =
  /^(?:frames|eggs|laps|assists|runs|wins|losses|calls|cups|glasses|bottles|boxes|miles|laps|kilomet(?:er|re)s|players|units|items|pieces|bags|crates|trees|plants|animals|shots|saves|fouls|strokes|pushups|situps|tickets|visitors|downloads|clicks|errors|defects|bugs|followers|subscribers)$/;

/** "honey frames", "home runs", "eggs": how many. */
const isCount = (words: string) =>
  COUNTED.test(words) ||
  (/^[a-z]+ [a-z]+$/.test(words) && isPlural(words.split(' ').at(-1) ?? '') && !TOLD.test(words));

/** A field of the person's own words: "last watered date" -> a date; unknown words -> text. */
export function inferField(phrase: string, fallbackName = 'field'): FieldDraft {
  const words = phrase.toLowerCase().replace(/[_-]+/g, ' ').replace(/\s+/g, ' ').trim();
  const name = identifierOf(phrase.slice(0, 120)) ?? fallbackName;
  const label = sentenceCase(phrase).slice(0, 60).trim() || sentenceCase(fallbackName);
  const rule = RULES.find((it) => it.words.test(words));
  if (rule) return { name, label, required: false, ...rule.make };
  if (isCount(words)) return { name, label, required: false, type: 'integer', min: 0, samples: [4, 12, 7, 25, 3, 16] };
  return { name, label, type: 'text', required: false, samples: textSamples(words, label) };
}

/** Whether a word alone is the name of a property rather than of a thing: weight, price, date. */
export function isPropertyName(phrase: string): boolean {
  return RULES.some((it) => it.words.test(phrase.toLowerCase()));
}

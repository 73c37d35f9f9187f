/** A cart for what is sold, and orders that come from it. */
import type { Section } from '../../app-spec.ts';
import { isPersonal } from '../entities/access.ts';
import type { EntityDraft } from '../entities/assemble.ts';
import type { Reading } from '../entities/reading.ts';
import type { FieldDraft } from '../lexicon/noun.ts';

type CartSection = Extract<Section, { kind: 'cart' }>;

const CART =
  /\b(?:shopping )?(?:carts?|baskets?)\b|\bcheck-?out\b|\b(?:place|placing|make) (?:an? )?orders?\b|\border (?:food|meals|dishes|online|products|items)\b|\b(?:buy|purchase) (?:\w+ ){0,3}online\b/;
const SHOP = /\b(?:online (?:shop|store)|web ?shop|e-?commerce|(?:shop|store) (?:for|selling|that sells|where))\b/;

const SOLD = /^(?:product|menu_item|book|listing|item|song|plant|artwork|work|dish)$/;

/** Whether the request speaks of a cart, so that there are orders. */
export const asksForCart = (reading: Reading): boolean => CART.test(reading.about) && !isPersonal(reading);

const isPrice = (field: { name: string; type: string }) => field.type === 'money' && /price|cost|fee/.test(field.name);

function soldDraft(drafts: readonly EntityDraft[]): EntityDraft | undefined {
  const offered = drafts.filter(
    ({ entity, drafts: fields }) =>
      (entity.access === 'catalog' || entity.access === 'public') && fields.some((it) => isPrice(it)),
  );
  return offered.find((it) => it.thing.goods || SOLD.test(it.thing.noun?.name ?? it.entity.name)) ?? offered[0];
}

const orderDraft = (drafts: readonly EntityDraft[]) =>
  drafts.find((it) => it.thing.noun?.name === 'order' && it.entity.access === 'managed');

/** What the cart knows by itself, or the database works out. */
const OF_THE_CART =
  /^(?:reference|product|item|quantity|price|unit_price|total|ordered_on|date|customer|name|items|amount)$/;

const NAMES = ['Ada Marsh', 'Ben Okafor', 'Clara Novak', 'David Lind', 'Elena Rossi', 'Farid Haddad'];
const ADDRESSES = [
  '12 Mill Lane',
  '4 Harbour Street',
  '27 Station Road',
  '9 Park Row',
  '61 Canal Street',
  '3 Church Hill',
];

const ASKED: readonly FieldDraft[] = [
  { name: 'deliver_to', label: 'Deliver to', type: 'text', required: true, samples: NAMES },
  { name: 'delivery_address', label: 'Delivery address', type: 'long_text', required: true, samples: ADDRESSES },
];
const TOTAL: FieldDraft = { name: 'total', label: 'Total', type: 'money', required: false, min: 0 };

/** Gives orders the fields that a cart asks for; what was ordered are lines of their own. */
export function shapeOrders(drafts: readonly EntityDraft[], reading: Reading): void {
  const order = orderDraft(drafts);
  if (!order || !soldDraft(drafts) || !(CART.test(reading.about) || SHOP.test(reading.about))) return;
  const asked = new Set(ASKED.map((it) => it.name));
  const kept = order.drafts.filter(
    (it) => !OF_THE_CART.test(it.name) && it.type !== 'reference' && !asked.has(it.name),
  );
  order.drafts = [...ASKED, TOTAL, ...kept];
}

/** The cart of the finished plan; null where nothing is sold or orders have no steps. */
export function planCart(drafts: readonly EntityDraft[]): CartSection | null {
  const order = orderDraft(drafts)?.entity;
  const sold = soldDraft(drafts)?.entity;
  const price = sold?.fields.find(isPrice);
  if (!order?.workflow || !sold || !price || order.booking) return null;
  if (order.titleField !== 'deliver_to' || !order.fields.some((it) => it.name === 'total')) return null;
  const stock = sold.fields.find((it) => it.type === 'integer' && /^(?:stock|in_stock|inventory)$/.test(it.name));
  return {
    kind: 'cart',
    heading: 'Your cart',
    entity: sold.name,
    price: price.name,
    ...(stock ? { stock: stock.name } : {}),
    order: order.name,
    total: 'total',
  };
}

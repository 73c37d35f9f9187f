/** The cart of an app: what is sold, what an order is, and which fields the database fills in. */
import type { AppSpec, Section } from '../app-spec.ts';
import type { EntityModel } from './model.ts';
import type { FieldModel } from './model-fields.ts';
import type { NameRegistry } from './names.ts';

type CartSection = Extract<Section, { kind: 'cart' }>;

export interface CartModel {
  /** Path of the page with the cart. */
  readonly path: string;
  readonly product: EntityModel;
  readonly price: FieldModel;
  /** How many are left, where that is kept. */
  readonly stock: FieldModel | null;
  readonly order: EntityModel;
  readonly total: FieldModel;
  /** What a person asks for, in the order's own fields. */
  readonly asked: readonly FieldModel[];
  /** Table of what lies in carts. */
  readonly lines: string;
  /** Table of what was ordered. */
  readonly orderLines: string;
}

/** The app's cart; it has one at most. */
export function cartSection(spec: AppSpec): CartSection | undefined {
  return spec.pages.flatMap((page) => page.sections).find((it): it is CartSection => it.kind === 'cart');
}

/** Whether rows of an entity are the orders of the cart: made by one function, and never by hand. */
export function isOrdered(spec: AppSpec, name: string): boolean {
  return cartSection(spec)?.order === name;
}

export function buildCart(
  spec: AppSpec,
  byName: ReadonlyMap<string, EntityModel>,
  tables: NameRegistry,
): CartModel | null {
  const section = cartSection(spec);
  const product = byName.get(section?.entity ?? '');
  const order = byName.get(section?.order ?? '');
  const price = product?.fields.find((f) => f.name === section?.price);
  const total = order?.fields.find((f) => f.name === section?.total);
  if (!section || !product || !order || !price || !total) return null;
  return {
    path: spec.pages.find((page) => page.sections.includes(section))?.path ?? '/',
    product,
    price,
    stock: product.fields.find((f) => f.name === section.stock) ?? null,
    order,
    total,
    asked: order.fields.filter((f) => f.writable),
    lines: tables.claim('cart_lines', '_'),
    orderLines: tables.claim(`${order.spec.name.slice(0, 50)}_lines`, '_'),
  };
}

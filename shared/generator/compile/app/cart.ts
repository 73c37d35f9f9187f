/** `src/features/cart`: the cart in the browser or in the database, its page, and what was ordered. */
import type { AppModel } from '../model.ts';
import type { CartModel } from '../model-cart.ts';
import { code, file } from '../source-text.ts';
import { MOST_PIECES, PLACE_ORDER } from '../sql/cart.ts';
import { cartPageFile, checkoutFile, orderLinesFile } from './cart-page.ts';
import { labelField } from './display.ts';
import { validationFile, validationTest } from './feature-validation.ts';

function api({ lines, orderLines, order, product, price, stock }: CartModel): string {
  const label = labelField(product)?.column ?? 'id';
  const columns = ['id', label, price.column, ...(stock ? [stock.column] : [])];
  return file(code`
    import { supabase } from '@/lib/supabase';
    import type { CartLine } from './local-cart';
    import type { ${order.type}Input } from './validation';

    /** The caller's own cart. */
    export async function fetchLines(): Promise<CartLine[]> {
      const { data, error } = await supabase.from('${lines}').select('product_id, quantity').order('created_at');
      if (error) throw error;
      return data;
    }

    export async function addLine(line: CartLine) {
      const { error } = await supabase.from('${lines}').insert(line);
      if (error) throw error;
    }

    export async function changeLine({ product_id, quantity }: CartLine) {
      const { error } = await supabase.from('${lines}').update({ quantity }).eq('product_id', product_id);
      if (error) throw error;
    }

    export async function removeLine(productId: string) {
      const { error } = await supabase.from('${lines}').delete().eq('product_id', productId);
      if (error) throw error;
    }

    /** What the things in a cart are called and cost today. */
    export async function fetchProducts(ids: readonly string[], signal: AbortSignal) {
      if (ids.length === 0) return [];
      const { data, error } = await supabase
        .from('${product.table}')
        .select('${[...new Set(columns)].join(', ')}')
        .in('id', ids)
        .abortSignal(signal);
      if (error) throw error;
      return data;
    }

    /** Makes the cart an order. The database works out prices, total and stock. */
    export async function placeOrder(input: ${order.type}Input) {
      const { error } = await supabase.rpc('${PLACE_ORDER}', input);
      if (error) throw error;
    }

    export async function fetchOrderLines(orderId: string, signal: AbortSignal) {
      const { data, error } = await supabase
        .from('${orderLines}')
        .select('id, title, price, quantity')
        .eq('order_id', orderId)
        .order('title')
        .abortSignal(signal);
      if (error) throw error;
      return data;
    }
  `);
}

const localCart = code`
  import { idOf } from '@/lib/ids';

  /** How many of a thing lie in a cart. */
  export type CartLine = { product_id: string; quantity: number };

  /** Most of one thing that can be ordered. */
  export const MOST_PIECES = ${MOST_PIECES};

  const KEY = 'cart';

  /** The cart of somebody who has not signed in; whatever else is stored there is no line. */
  export function readLocal(): CartLine[] {
    try {
      const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
      return Array.isArray(stored) ? stored.flatMap(lineOf) : [];
    } catch {
      return [];
    }
  }

  export function writeLocal(lines: readonly CartLine[]) {
    localStorage.setItem(KEY, JSON.stringify(lines));
  }

  function lineOf(stored: { product_id?: unknown; quantity?: unknown } | null): CartLine[] {
    const id = idOf(typeof stored?.product_id === 'string' ? stored.product_id : null);
    const quantity = Number(stored?.quantity);
    return id && Number.isInteger(quantity) && quantity >= 1 ? [{ product_id: id, quantity: atMost(quantity) }] : [];
  }

  /** Lines with a quantity of one thing set; none of it takes the line away. */
  export function withQuantity(lines: readonly CartLine[], productId: string, quantity: number): CartLine[] {
    const others = lines.filter((line) => line.product_id !== productId);
    if (quantity < 1) return others;
    const line = { product_id: productId, quantity: atMost(quantity) };
    if (others.length === lines.length) return [...lines, line];
    return lines.map((before) => (before.product_id === productId ? line : before));
  }

  export function atMost(quantity: number): number {
    return Math.min(MOST_PIECES, quantity);
  }
`;

const localCartTest = code`
  import { expect, it } from 'vitest';
  import { withQuantity } from './local-cart';

  const lamp = '00000000-0000-4000-8000-000000000001';
  const mug = '00000000-0000-4000-8000-000000000002';

  it('adds, changes and takes away, each thing once', () => {
    const one = withQuantity([], lamp, 1);
    const two = withQuantity(withQuantity(one, mug, 2), lamp, 3);
    expect(two).toEqual([
      { product_id: lamp, quantity: 3 },
      { product_id: mug, quantity: 2 },
    ]);
    expect(withQuantity(two, lamp, 0)).toEqual([{ product_id: mug, quantity: 2 }]);
  });

  it('holds no more of a thing than can be ordered', () => {
    expect(withQuantity([], lamp, 1000)[0]?.quantity).toBe(99);
  });
`;

const cartContext = code`
  import { createContext, type ReactNode, useCallback, useContext, useMemo } from 'react';
  import { useSession } from '@/features/auth/session';
  import { useQuery } from '@/lib/use-query';
  import { addLine, changeLine, fetchLines, removeLine } from './api';
  import { atMost, type CartLine, readLocal, withQuantity, writeLocal } from './local-cart';

  type Cart = {
    lines: readonly CartLine[];
    error: string | null;
    reload: () => void;
    /** Sets how many of a thing there are; none takes it out. */
    put: (productId: string, quantity: number) => Promise<void>;
  };

  const CartContext = createContext<Cart>({ lines: [], error: null, reload: () => {}, put: async () => {} });

  export function useCart() {
    return useContext(CartContext);
  }

  const NOTHING: CartLine[] = [];

  /** Keeps the cart: in the browser until somebody signs in, then with their account, what was in it included. */
  export function CartProvider({ children }: { children: ReactNode }) {
    const { session, loading } = useSession();
    const me = session?.user.id ?? null;
    const { data, error, reload } = useQuery(
      useCallback(async () => {
        if (loading) return NOTHING;
        return me === null ? readLocal() : mergedLines();
      }, [loading, me]),
    );
    const lines = data ?? NOTHING;

    const put = useCallback(
      async (productId: string, quantity: number) => {
        if (me === null) writeLocal(withQuantity(readLocal(), productId, quantity));
        else if (quantity < 1) await removeLine(productId);
        else await store({ product_id: productId, quantity: atMost(quantity) }, lines);
        reload();
      },
      [me, lines, reload],
    );
    const cart = useMemo(() => ({ lines, error, reload, put }), [lines, error, reload, put]);
    return <CartContext value={cart}>{children}</CartContext>;
  }

  function store(line: CartLine, lines: readonly CartLine[]): Promise<void> {
    return lines.some((it) => it.product_id === line.product_id) ? changeLine(line) : addLine(line);
  }

  /** The cart of the account, with what the browser kept before. */
  async function mergedLines(): Promise<CartLine[]> {
    const local = readLocal();
    // Taken at once, so that no second visit to this adds it again; put back where storing fails.
    writeLocal([]);
    try {
      const kept = await fetchLines();
      if (local.length === 0) return kept;
      for (const { product_id, quantity } of local) {
        const before = kept.find((it) => it.product_id === product_id)?.quantity ?? 0;
        await store({ product_id, quantity: atMost(before + quantity) }, kept);
      }
      return fetchLines();
    } catch (reason) {
      writeLocal(local);
      throw reason;
    }
  }
`;

const addToCart = code`
  import { ShoppingCart } from 'lucide-react';
  import { useState } from 'react';
  import { Button } from '@/components/button';
  import { useToast } from '@/components/toast';
  import { messageOf } from '@/lib/errors';
  import { useCart } from './cart';

  /** Puts one more of a thing into the cart. */
  export function AddToCart({ id, available }: { id: string; available: boolean }) {
    const cart = useCart();
    const toast = useToast();
    const [adding, setAdding] = useState(false);

    async function onAdd() {
      setAdding(true);
      try {
        const before = cart.lines.find((line) => line.product_id === id)?.quantity ?? 0;
        await cart.put(id, before + 1);
        toast('In your cart.');
      } catch (reason) {
        toast(messageOf(reason));
      } finally {
        setAdding(false);
      }
    }

    return (
      <Button disabled={!available || adding} onClick={onAdd}>
        <ShoppingCart aria-hidden />
        {available ? 'Add to cart' : 'Sold out'}
      </Button>
    );
  }
`;

/** JSX of the button for the variable `row`. */
export function addToCartButton({ price, stock }: CartModel): string {
  const conditions = [
    ...(price.required ? [] : [`row.${price.column} !== null`]),
    ...(stock ? [stock.required ? `row.${stock.column} > 0` : `row.${stock.column} !== 0`] : []),
  ];
  return `<AddToCart id={row.id} available${conditions.length === 0 ? '' : `={${conditions.join(' && ')}}`} />`;
}

export function cartFiles(app: AppModel): { files: Record<string, string>; tests: Record<string, string> } {
  const { cart } = app;
  if (!cart) return { files: {}, tests: {} };
  const at = (name: string) => `src/features/cart/${name}`;
  return {
    files: {
      [at('api.ts')]: api(cart),
      [at('validation.ts')]: validationFile(cart.order, 'cart'),
      [at('local-cart.ts')]: file(localCart),
      [at('cart.tsx')]: file(cartContext),
      [at('add-to-cart.tsx')]: file(addToCart),
      [at('cart-section.tsx')]: cartPageFile(app, cart),
      [at('checkout-form.tsx')]: checkoutFile(app, cart),
      [at('order-lines.tsx')]: orderLinesFile(cart),
    },
    tests: { [at('validation.ts')]: validationTest(cart.order), [at('local-cart.ts')]: file(localCartTest) },
  };
}

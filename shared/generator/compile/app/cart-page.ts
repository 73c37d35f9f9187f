/** The page of the cart: its lines at today's prices, the form that orders them, and what an order holds. */
import { opensPage } from '../headings.ts';
import type { AppModel } from '../model.ts';
import type { CartModel } from '../model-cart.ts';
import { code, file, jsxAttribute } from '../source-text.ts';
import { currencyOf, labelField } from './display.ts';
import { formInput } from './feature-form.ts';
import { emptyName } from './feature-validation.ts';
import { Imports } from './imports.ts';

export function cartPageFile(app: AppModel, { path, product, price, stock }: CartModel): string {
  const page = app.spec.pages.find((it) => it.path === path);
  const alone = page !== undefined && opensPage(app.spec, page);
  const label = labelField(product)?.column ?? 'id';
  const currency = currencyOf(price);
  const amount = price.required ? `product.${price.column}` : `(product.${price.column} ?? 0)`;
  const most = stock
    ? `Math.min(MOST_PIECES, product.${stock.column}${stock.required ? '' : ' ?? MOST_PIECES'})`
    : null;
  const name = `product.${label}`;
  const linked = product.hasPages
    ? code`
        <Link to={\`${product.basePath}/\${product.id}\`} className="font-medium underline-offset-4 hover:underline">
          {${name}}
        </Link>
      `
    : `<span className="font-medium">{${name}}</span>`;
  const back = product.listPath ?? '/';
  return file(code`
    import { Trash2 } from 'lucide-react';
    import { useCallback, useState } from 'react';
    import { Link } from 'react-router';
    import { Button, ButtonLink } from '@/components/button';
    import { EmptyState } from '@/components/empty-state';
    import { ErrorState } from '@/components/error-state';
    import { Loaded } from '@/components/loaded';
    import { Section } from '@/components/section';
    import { SignedInOnly } from '@/features/auth/signed-in-only';
    import { messageOf } from '@/lib/errors';
    import { formatMoney } from '@/lib/format';
    import { useQuery } from '@/lib/use-query';
    import { fetchProducts } from './api';
    import { useCart } from './cart';
    import { CheckoutForm } from './checkout-form';
    import { type CartLine, MOST_PIECES } from './local-cart';

    type Product = Awaited<ReturnType<typeof fetchProducts>>[number];

    /** What is in the cart at today's prices, and the form that orders it. */
    export function CartSection({ heading }: { heading: string }) {
      const cart = useCart();
      const ids = cart.lines.map((line) => line.product_id).join(' ');
      const query = useQuery(
        useCallback((signal: AbortSignal) => fetchProducts(ids.split(' ').filter(Boolean), signal), [ids]),
      );
      return (
        <Section heading={heading}${alone && ' level={1}'}>
          {cart.error && <ErrorState message={cart.error} onRetry={cart.reload} />}
          {cart.lines.length === 0 ? (
            <EmptyState text="Your cart is empty.">
              <ButtonLink look="outline" to="${back}">
                Look around
              </ButtonLink>
            </EmptyState>
          ) : (
            <Loaded query={query} lines={3}>
              {(products) => (
                <>
                  <ul className="divide-y divide-border rounded-lg border border-border bg-surface">
                    {cart.lines.map((line) => {
                      const product = products.find((it) => it.id === line.product_id);
                      return product && <CartRow key={product.id} line={line} product={product} />;
                    })}
                  </ul>
                  <p className="mt-4 text-right text-lg font-semibold tabular-nums">
                    Total {formatMoney(totalOf(cart.lines, products), '${currency}')}
                  </p>
                </>
              )}
            </Loaded>
          )}
          {cart.lines.length > 0 && (
            <div className="mt-8">
              <SignedInOnly invitation="Sign in to order. Your cart comes with you.">
                <CheckoutForm />
              </SignedInOnly>
            </div>
          )}
        </Section>
      );
    }

    function totalOf(lines: readonly CartLine[], products: readonly Product[]): number {
      return lines.reduce((sum, line) => {
        const product = products.find((it) => it.id === line.product_id);
        return sum + (product ? ${amount} * line.quantity : 0);
      }, 0);
    }

    function CartRow({ line, product }: { line: CartLine; product: Product }) {
      const cart = useCart();
      const [failure, setFailure] = useState<string | null>(null);
      ${most && `const most = ${most};`}
      // What is in the cart can be chosen even when less is left: ordering says so.
      const choices = Array.from({ length: Math.max(line.quantity, ${most ? 'most' : 'MOST_PIECES'}, 1) }, (_, at) => at + 1);

      async function put(quantity: number) {
        setFailure(null);
        try {
          await cart.put(product.id, quantity);
        } catch (reason) {
          setFailure(messageOf(reason));
        }
      }

      return (
        <li className="grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-2 px-5 py-4 sm:grid-cols-[1fr_auto_7rem_auto]">
          <div className="min-w-0 break-words">
            ${linked}
            <p className="mt-1 text-sm text-muted tabular-nums">{formatMoney(product.${price.column}, '${currency}')} each</p>
            ${
              most &&
              code`
                {line.quantity > most && (
                  <p className="mt-1 text-sm text-danger">{most > 0 ? \`Only \${most} left.\` : 'Sold out.'}</p>
                )}
              `
            }
            {failure && (
              <p role="alert" className="mt-1 text-sm text-danger">
                {failure}
              </p>
            )}
          </div>
          <select
            aria-label={\`Quantity of \${${name}}\`}
            value={line.quantity}
            onChange={(event) => put(Number(event.target.value))}
            className="h-10 rounded-md border border-control bg-surface px-2 text-base tabular-nums sm:text-sm"
          >
            {choices.map((quantity) => (
              <option key={quantity}>{quantity}</option>
            ))}
          </select>
          <span className="tabular-nums sm:text-right">{formatMoney(${amount} * line.quantity, '${currency}')}</span>
          <Button look="outline" aria-label={\`Remove \${${name}}\`} onClick={() => put(0)}>
            <Trash2 aria-hidden />
          </Button>
        </li>
      );
    }
  `);
}

export function checkoutFile(app: AppModel, { path, order, asked }: CartModel): string {
  const page = app.spec.pages.find((it) => it.path === path);
  const level = page && opensPage(app.spec, page) ? 'h2' : 'h3';
  const imports = new Imports();
  imports.value('react-router', 'useNavigate');
  imports.value('@/components/fields/form-actions', 'FormActions');
  imports.value('@/components/toast', 'useToast');
  imports.value('@/lib/use-form', 'useForm');
  imports.value('./api', 'placeOrder');
  imports.value('./cart', 'useCart');
  imports.value('./validation', emptyName(order), `validate${order.type}`);
  const inputs = asked.map((f) => formInput(f, imports, true, `@/features/${order.folder}/choices`));
  return file(code`
    ${imports.lines()}

    /** Asks for what an order needs and places it. */
    export function CheckoutForm() {
      const navigate = useNavigate();
      const toast = useToast();
      const cart = useCart();
      const form = useForm({
        initial: ${emptyName(order)},
        validate: validate${order.type},
        save: async (input) => {
          await placeOrder(input);
          cart.reload();
          toast('Thank you. Your order has arrived.');
          navigate('${order.listPath ?? '/'}');
        },
      });

      return (
        <form {...form.formProps} className="max-w-xl space-y-5">
          <${level} className="text-lg font-semibold tracking-tight">Order</${level}>
          ${inputs}
          <p className="text-sm text-muted">No payment is taken here: your order is stored, and you hear from us.</p>
          <FormActions submit="Place order" saving={form.saving} failure={form.failure} />
        </form>
      );
    }
  `);
}

export function orderLinesFile({ price }: CartModel): string {
  const currency = currencyOf(price);
  return file(code`
    import { useCallback } from 'react';
    import { Loaded } from '@/components/loaded';
    import { Section } from '@/components/section';
    import { formatMoney } from '@/lib/format';
    import { useQuery } from '@/lib/use-query';
    import { fetchOrderLines } from './api';

    /** What was ordered, with its names and prices of then. */
    export function OrderLines({ id }: { id: string }) {
      const query = useQuery(useCallback((signal: AbortSignal) => fetchOrderLines(id, signal), [id]));
      return (
        <Section ${jsxAttribute('heading', 'What was ordered')}>
          <Loaded query={query} lines={2}>
            {(lines) => (
              <ul className="divide-y divide-border rounded-lg border border-border bg-surface">
                {lines.map((line) => (
                  <li key={line.id} className="flex flex-wrap justify-between gap-x-6 gap-y-1 px-5 py-3.5">
                    <span className="min-w-0 break-words">{line.title}</span>
                    <span className="text-muted tabular-nums">
                      {line.quantity} × {formatMoney(line.price, '${currency}')} ={' '}
                      <span className="text-foreground">{formatMoney(line.quantity * line.price, '${currency}')}</span>
                    </span>
                  </li>
                ))}
              </ul>
            )}
          </Loaded>
        </Section>
      );
    }
  `);
}

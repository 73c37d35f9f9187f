/** Tables of cart and order lines, as supabase-js reads them. */
import type { CartModel } from '../model-cart.ts';
import { code } from '../source-text.ts';

export function cartTypes({ lines, orderLines, order, product }: CartModel): string[] {
  const relationship = (table: string, column: string, target: string) => code`
    {
      foreignKeyName: '${table}_${column}_fkey';
      columns: ['${column}'];
      isOneToOne: false;
      referencedRelation: '${target}';
      referencedColumns: ['id'];
    },
  `;
  return [
    code`
      ${lines}: {
        Row: {
          id: string;
          owner_id: string;
          product_id: string;
          quantity: number;
          created_at: string;
        };
        Insert: {
          product_id: string;
          quantity: number;
        };
        Update: {
          quantity?: number;
        };
        Relationships: [
          ${relationship(lines, 'product_id', product.table)}
        ];
      };
    `,
    code`
      ${orderLines}: {
        Row: {
          id: string;
          order_id: string;
          owner_id: string;
          product_id: string | null;
          title: string;
          price: number;
          quantity: number;
          created_at: string;
        };
        Insert: Record<string, never>;
        Update: Record<string, never>;
        Relationships: [
          ${relationship(orderLines, 'order_id', order.table)}
          ${relationship(orderLines, 'product_id', product.table)}
        ];
      };
    `,
  ];
}

/** `api.ts` of messages: boxes or conversations, what two people wrote to each other, sending, reading, taking back. */
import type { AppModel, EntityModel } from '../model.ts';
import type { ExchangeModel } from '../model-exchange.ts';
import { isSearchable } from '../model-fields.ts';
import { code, file, jsString } from '../source-text.ts';
import { optionFunctions, referenceEmbeds, totalsFunction, trendFunction } from './feature-api.ts';
import { Imports } from './imports.ts';

export function exchangeApiFile(app: AppModel, it: EntityModel, exchange: ExchangeModel): string {
  const imports = new Imports();
  imports.value('@/lib/supabase', 'supabase');
  imports.type('@/lib/database.types', 'Row');
  imports.type('./validation', `${it.type}Input`);
  const profiles = app.profiles?.table ?? '';
  const joined = [
    ...['sender', 'recipient'].map((who) => ({
      select: `${who}:${profiles}!${who === 'sender' ? 'owner_id' : 'recipient_id'}(display_name)`,
      type: `${who}: Pick<Row<'${profiles}'>, 'display_name'> | null;`,
    })),
    ...referenceEmbeds(app, it),
  ];
  const parts = [
    code`
      /** A message with the names of both people. */
      const COLUMNS = ${jsString(['*', ...joined.map((one) => one.select)].join(', '))};

      export type ${it.type} = Row<'${it.table}'> & {
        ${joined.map((one) => one.type)}
      };
    `,
    exchange.kind === 'mail' ? boxFunctions(it, imports) : conversationsFunction(it, exchange),
    code`
      export type ${it.type}Conversation = { name: string; messages: ${it.type}[] };

      /** What the caller and another person wrote to each other last, oldest first. */
      export async function fetch${it.type}Conversation(
        person: string,
        signal: AbortSignal,
      ): Promise<${it.type}Conversation> {
        const [profile, messages] = await Promise.all([
          supabase.from('${profiles}').select('display_name').eq('id', person).abortSignal(signal).single(),
          supabase
            .from('${it.table}')
            .select(COLUMNS)
            .or(\`owner_id.eq.\${person},recipient_id.eq.\${person}\`)
            .order('created_at', { ascending: false })
            .limit(200)
            .abortSignal(signal),
        ]);
        if (profile.error) throw profile.error;
        if (messages.error) throw messages.error;
        return { name: profile.data.display_name, messages: messages.data.reverse() };
      }

      /** People to write to: everyone but the caller. */
      export async function fetchRecipients(me: string, signal: AbortSignal) {
        const { data, error } = await supabase
          .from('${profiles}')
          .select('id, display_name')
          .neq('id', me)
          .order('display_name')
          .limit(1000)
          .abortSignal(signal);
        if (error) throw error;
        return data.map((row) => ({ value: row.id, label: row.display_name }));
      }

      export async function send${it.type}(input: ${it.type}Input) {
        const { error } = await supabase.from('${it.table}').insert(input);
        if (error) throw error;
      }

      /** Says that all that a person wrote to the caller was read. */
      export async function mark${it.types}Read(person: string) {
        const { error } = await supabase
          .from('${it.table}')
          .update({ read_at: new Date().toISOString() })
          .eq('owner_id', person)
          .is('read_at', null);
        if (error) throw error;
      }

      export async function takeBack${it.type}(id: string) {
        const { error } = await supabase.from('${it.table}').delete().eq('id', id).select('id').single();
        if (error) throw error;
      }
    `,
    ...optionFunctions(app, it, imports),
    ...(it.totals ? [totalsFunction(it)] : []),
    ...it.trends.map((view) => trendFunction(view.name, view.by !== null)),
  ];
  return file(`${imports.lines().join('\n')}\n\n${parts.join('\n\n')}`);
}

function boxFunctions(it: EntityModel, imports: Imports): string {
  imports.value('@/lib/search', 'containsFilter');
  const columns = it.fields.filter(isSearchable).map((f) => `'${f.column}'`);
  return code`
    export const PAGE_SIZE = 20;

    export type Box = 'inbox' | 'sent';

    type BoxQuery = {
      /** Whose box. */
      me: string;
      box: Box;
      search: string;
      /** From 1. */
      page: number;
    };

    /** A page of a box, newest first. */
    export async function listBox({ me, box, search, page }: BoxQuery, signal: AbortSignal) {
      const first = (page - 1) * PAGE_SIZE;
      let request = supabase
        .from('${it.table}')
        .select(COLUMNS, { count: 'exact' })
        .eq(box === 'inbox' ? 'recipient_id' : 'owner_id', me);
      if (search) request = request.or(containsFilter([${columns.join(', ')}], search));
      const { data, count, error } = await request
        .order('created_at', { ascending: false })
        .order('id')
        .range(first, first + PAGE_SIZE - 1)
        .abortSignal(signal);
      // The page is past the last one: messages were taken back, or the link is old.
      if (error?.code === 'PGRST103') return { rows: [], total: 0 };
      if (error) throw error;
      return { rows: data, total: count ?? data.length };
    }

    /** How many messages to the caller wait to be read. */
    export async function countUnread(me: string, signal: AbortSignal): Promise<number> {
      const { count, error } = await supabase
        .from('${it.table}')
        .select('id', { count: 'exact' })
        .eq('recipient_id', me)
        .is('read_at', null)
        .limit(1)
        .abortSignal(signal);
      if (error) throw error;
      return count ?? 0;
    }
  `;
}

function conversationsFunction(it: EntityModel, { conversations }: ExchangeModel): string {
  return code`
    /** The people that the caller has written with, the latest first. */
    export async function list${it.type}Conversations(signal: AbortSignal) {
      const { data, error } = await supabase
        .from('${conversations}')
        .select('*')
        .order('created_at', { ascending: false })
        .limit(200)
        .abortSignal(signal);
      if (error) throw error;
      return data;
    }
  `;
}

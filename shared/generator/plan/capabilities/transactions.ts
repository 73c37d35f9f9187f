/** Steps that rows take (handed in, approved, shipped), and times that can be taken only once. */
import type { Entity } from '../../app-spec.ts';
import type { EntityDraft } from '../entities/assemble.ts';

type Step = NonNullable<Entity['workflow']>['steps'][number];

/** From one of these values to that one: who may do it and what the button says. */
interface Rule {
  from: readonly string[];
  to: string;
  by: 'owner' | 'admin';
  label: string;
}

/** First rules whose values all exist in the choice field of an entity make up its steps. */
const RULES: readonly Rule[] = [
  { from: ['submitted', 'requested', 'new', 'received'], to: 'in_review', by: 'admin', label: 'Start review' },
  { from: ['submitted', 'in_review', 'proposed'], to: 'approved', by: 'admin', label: 'Approve' },
  { from: ['submitted', 'in_review', 'proposed', 'open'], to: 'rejected', by: 'admin', label: 'Reject' },
  { from: ['submitted', 'in_review', 'requested'], to: 'refused', by: 'admin', label: 'Refuse' },
  { from: ['requested', 'reserved', 'pending'], to: 'confirmed', by: 'admin', label: 'Confirm' },
  { from: ['requested'], to: 'renewed', by: 'admin', label: 'Renew' },
  { from: ['requested'], to: 'accepted', by: 'admin', label: 'Accept' },
  { from: ['requested', 'reserved', 'confirmed', 'new', 'submitted'], to: 'cancelled', by: 'owner', label: 'Cancel' },
  { from: ['sent', 'applied', 'new', 'in_review'], to: 'invited', by: 'admin', label: 'Invite' },
  { from: ['invited', 'interview'], to: 'hired', by: 'admin', label: 'Hire' },
  { from: ['sent', 'applied', 'invited', 'interview'], to: 'declined', by: 'admin', label: 'Decline' },
  { from: ['new', 'pending'], to: 'paid', by: 'admin', label: 'Mark as paid' },
  { from: ['paid'], to: 'shipped', by: 'admin', label: 'Mark as shipped' },
  { from: ['shipped'], to: 'delivered', by: 'admin', label: 'Mark as delivered' },
  { from: ['paid'], to: 'refunded', by: 'admin', label: 'Refund' },
  { from: ['started'], to: 'in_escrow', by: 'owner', label: 'Deposit into escrow' },
  { from: ['in_escrow'], to: 'confirmed', by: 'owner', label: 'Confirm' },
  { from: ['confirmed'], to: 'released', by: 'admin', label: 'Release' },
  { from: ['in_escrow', 'confirmed'], to: 'disputed', by: 'owner', label: 'Dispute' },
  { from: ['waiting'], to: 'held', by: 'admin', label: 'Confirm arrival' },
  { from: ['held'], to: 'released', by: 'admin', label: 'Release' },
  { from: ['held'], to: 'returned', by: 'admin', label: 'Return' },
  { from: ['open'], to: 'in_review', by: 'admin', label: 'Start review' },
  { from: ['open', 'in_review'], to: 'resolved', by: 'admin', label: 'Resolve' },
];

export function addTransactions(drafts: readonly EntityDraft[]): void {
  for (const { entity } of drafts) {
    if (entity.access === 'managed') addWorkflow(entity);
    if (entity.access !== 'private') addBooking(entity);
  }
}

function addWorkflow(entity: Entity): void {
  const field = entity.fields.find((it) => it.type === 'choice' && /^(?:status|stage|state)$/.test(it.name));
  if (!field?.choices || entity.fields.length < 2) return;
  const values = new Set(field.choices.map((it) => it.value));
  const steps = RULES.filter((rule) => values.has(rule.to))
    .map((rule): Step => ({ ...rule, from: rule.from.filter((value) => values.has(value)) }))
    .filter((step) => step.from.length > 0);
  if (steps.length > 0) entity.workflow = { field: field.name, steps };
}

/** Kept free of overlaps: a person, a room, a table, a car. A seat on a train is not one. */
const BOOKED = /^(?:appointment|booking|reservation|consultation|rental|viewing)$/;
const SHARED = /^(?:event|course|tour|class|workshop|concert|connection|service|treatment|product|menu_item)$/;

function addBooking(entity: Entity): void {
  if (!BOOKED.test(entity.name.replace(/^.*_/, ''))) return;
  const resource = entity.fields.find(
    (it) =>
      it.type === 'reference' &&
      !SHARED.test(it.references ?? '') &&
      !/^(?:customer|client|patient|member|owner|pet)$/.test(it.references ?? ''),
  );
  const times = entity.fields.filter((it) => it.type === 'datetime' || it.type === 'date');
  const start = times.find((it) => /start|begin|from|check_in|pick|date|time/.test(it.name)) ?? times[0];
  if (!resource || !start) return;
  const end = times.find(
    (it) => it !== start && it.type === start.type && /end|until|to$|check_out|return/.test(it.name),
  );
  entity.booking = { resource: resource.name, start: start.name, ...(end ? { end: end.name } : {}) };
}

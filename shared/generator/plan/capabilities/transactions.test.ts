import { describe, expect, it } from 'vitest';
import type { AppSpec, Entity } from '../../app-spec.ts';
import { planApp } from '../../plan.ts';

function entityOf(spec: AppSpec, name: string): Entity {
  const found = spec.entities.find((it) => it.name === name);
  if (!found) throw new Error(`No entity ${name} among ${spec.entities.map((it) => it.name).join(', ')}`);
  return found;
}

describe('steps', () => {
  it('lets admins approve what people apply for', () => {
    const leave = entityOf(
      planApp('An HR tool where employees submit leave requests and managers approve them'),
      'leave_request',
    );
    expect(leave.workflow?.steps).toContainEqual({
      from: ['submitted', 'in_review'],
      to: 'approved',
      by: 'admin',
      label: 'Approve',
    });
  });

  it('takes an order from paid to delivered, and lets its owner cancel before', () => {
    const order = entityOf(planApp('An online shop selling tea with orders'), 'order');
    expect(order.workflow?.steps.map((step) => [step.to, step.by])).toEqual([
      ['cancelled', 'owner'],
      ['paid', 'admin'],
      ['shipped', 'admin'],
      ['delivered', 'admin'],
    ]);
  });

  it('releases an escrow only through an admin', () => {
    const spec = planApp('A cryptocurrency escrow system with transactions, confirmation, release and disputes');
    const steps = entityOf(spec, 'transaction').workflow?.steps ?? [];
    expect(steps.filter((step) => step.to === 'released').map((step) => step.by)).toEqual(['admin']);
    expect(steps.filter((step) => step.to === 'disputed').map((step) => step.by)).toEqual(['owner']);
  });
});

describe('bookings', () => {
  it.each([
    ['A hotel site with rooms and reservations', 'reservation', 'room'],
    ['Meeting room booking for our office: rooms and bookings', 'booking', 'room'],
    ['a booking tool for my barber shop', 'appointment', 'barber'],
  ])('%s', (prompt, name, resource) => {
    const it = entityOf(planApp(prompt), name);
    const field = it.fields.find((candidate) => candidate.name === it.booking?.resource);
    expect(field?.references).toBe(resource);
    // Its own sample rows do not overlap.
    const taken = it.samples
      .filter((row) => row[it.booking?.resource ?? ''] !== null)
      .map((row) => `${row[it.booking?.resource ?? '']} ${row[it.booking?.start ?? '']}`);
    expect(new Set(taken).size).toBe(taken.length);
  });

  it('does not keep a seat on a train to one person', () => {
    const spec = planApp('A bus ticket booking platform with booking history and accounts');
    expect(entityOf(spec, 'ticket_booking').booking).toBeUndefined();
  });
});

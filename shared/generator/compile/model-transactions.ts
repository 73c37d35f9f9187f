/** Workflows and bookings of an entity, with their fields found. */
import type { Entity } from '../app-spec.ts';
import type { FieldModel } from './model-fields.ts';

export interface WorkflowModel {
  readonly field: FieldModel;
  /** The value a row begins at. */
  readonly initial: string;
  readonly steps: NonNullable<Entity['workflow']>['steps'];
  /** Some steps are for the app's admins. */
  readonly byAdmin: boolean;
}

export interface BookingModel {
  readonly resource: FieldModel;
  readonly start: FieldModel;
  readonly end: FieldModel | null;
}

export function buildWorkflow(it: Entity, fields: readonly FieldModel[]): WorkflowModel | null {
  const field = fields.find((f) => f.stepped);
  const initial = field?.spec.choices?.[0]?.value;
  if (!it.workflow || !field || initial === undefined) return null;
  const { steps } = it.workflow;
  return { field, initial, steps, byAdmin: steps.some((step) => step.by === 'admin') };
}

export function buildBooking(it: Entity, fields: readonly FieldModel[]): BookingModel | null {
  const of = (name: string | undefined) => fields.find((f) => f.name === name) ?? null;
  const resource = of(it.booking?.resource);
  const start = of(it.booking?.start);
  return resource && start ? { resource, start, end: of(it.booking?.end) } : null;
}

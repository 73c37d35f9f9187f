/** Workshops and factories: what goes in, what is made, and the equipment of an office. */
import { choice, date, decimal, integer, longText, money, type Noun, noun, ref, text, title } from './noun.ts';

const PEOPLE = ['Ada Marsh', 'Ben Okafor', 'Clara Novak', 'David Lind', 'Elena Rossi', 'Farid Haddad'];

export const MAKING: readonly Noun[] = [
  noun('raw_material', {
    aka: ['raw material', 'material'],
    access: 'members',
    about: 'Something that goods are made of, and how much of it is in stock.',
    fields: [
      title('name', ['Oak board', 'Birch plywood', 'Wood screw 4 × 40', 'Linseed oil', 'Felt pad', 'Brass hinge']),
      decimal('stock', [120, 46, 8400, 35, 900, 260], { required: true }),
      text('unit', ['m²', 'sheets', 'pieces', 'litres', 'pieces', 'pieces']),
      decimal('reorder_level', [60, 40, 2000, 20, 500, 200], { label: 'Reorder below' }),
      money('unit_cost', [38, 24.5, 0.04, 9.8, 0.06, 2.4]),
      ref('supplier', ['supplier'], { required: false }),
    ],
  }),
  noun('purchase_order', {
    aka: ['purchase order', 'supplier order'],
    access: 'members',
    about: 'What was ordered from a supplier, and whether it has come.',
    fields: [
      title('reference', ['PO-1041', 'PO-1042', 'PO-1043', 'PO-1044', 'PO-1045', 'PO-1046']),
      ref('supplier', ['supplier'], { required: false }),
      money('total', [1840, 620.5, 95, 2310, 410, 780]),
      choice('status', ['Draft', 'Sent~', 'Received+', 'Cancelled!'], [2, 2, 2, 1, 1, 0]),
      date('ordered_on', [-40, -31, -22, -12, -6, -1]),
      date('expected_on', [-28, -20, -15, 2, 5, 12]),
    ],
  }),
  noun('production_order', {
    aka: ['production order', 'work order', 'manufacturing order', 'production run'],
    access: 'members',
    about: 'What is being made, how many and until when.',
    fields: [
      title('reference', ['WO-201', 'WO-202', 'WO-203', 'WO-204', 'WO-205', 'WO-206']),
      ref('product', ['product', 'inventory_item'], { required: false }),
      integer('quantity', [12, 40, 6, 25, 100, 8], { min: 1 }),
      choice('status', ['Planned', 'In production~', 'Finished+', 'On hold!'], [2, 2, 1, 1, 0, 3]),
      date('starts_on', [-20, -14, -6, -3, 4, 9]),
      date('due_on', [-8, -2, 3, 6, 20, 24]),
    ],
  }),
  noun('device', {
    aka: ['laptop', 'computer', 'workstation', 'it asset', 'hardware asset', 'company phone'],
    access: 'members',
    about: 'A piece of equipment and who has it.',
    fields: [
      title('name', ['Laptop 014', 'Laptop 027', 'Laptop 031', 'Laptop 045', 'Laptop 052', 'Laptop 060']),
      text('serial_number', ['5CD1190', '5CD2231', '5CD2874', '5CD3012', '5CD3340', '5CD3901']),
      text('assigned_to', [...PEOPLE.slice(0, 4), null, 'Farid Haddad']),
      choice('status', ['In use+', 'In stock', 'In repair~', 'Retired!'], [0, 0, 2, 0, 1, 0]),
      date('bought_on', [-900, -620, -400, -310, -90, -30]),
      longText('notes'),
    ],
  }),
  noun('repair_request', {
    aka: ['repair request', 'repair', 'maintenance request', 'repair order', 'service request'],
    access: 'members',
    about: 'Something to be repaired and how far that is.',
    fields: [
      title('summary', [
        'Screen flickers',
        'Battery lasts an hour',
        'Key is stuck',
        'Does not charge',
        'Fan is loud',
        'Hinge is loose',
      ]),
      ref('item', ['device', 'equipment', 'vehicle', 'property', 'room', '*'], { required: false }),
      choice('status', ['Reported!', 'In repair~', 'Done+'], [0, 1, 2, 1, 2, 0]),
      choice('priority', ['Low', 'Medium~', 'High!'], [1, 2, 0, 2, 0, 1]),
      date('reported_on', [-12, -9, -8, -4, -3, -1]),
      longText('description'),
    ],
  }),
];

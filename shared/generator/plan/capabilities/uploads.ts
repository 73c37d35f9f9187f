/** Fields that take a file beside an address, where the request speaks of uploading. */
import type { Entity, Field } from '../../app-spec.ts';
import type { EntityDraft } from '../entities/assemble.ts';
import type { Reading } from '../entities/reading.ts';

const ASKED =
  /\bupload\w*\b|\battach(?:ment|ments|ing)?\b|\bfile sharing\b|\bavatars?\b|\bprofile (?:pictures?|photos?|images?)\b/;
const DOCUMENT =
  /(?:^|_)(?:file|document|attachment|pdf|cv|resume|certificate|download|flyer|brochure)(?:_url|_link)?$/;

/** Sound and video are too large for it. */
/** Things that are a file themselves, whatever else was said about them. */
const IS_PICTURE = /^(?:\w+_)?(?:photo|picture|image|avatar)$/;
const IS_DOCUMENT = /^(?:\w+_)?(?:document|file|attachment)$/;

export function addUploads(drafts: readonly EntityDraft[], { about }: Reading): void {
  if (!ASKED.test(about)) return;
  for (const { entity } of drafts) {
    if (entity.access === 'inbox') continue;
    for (const field of entity.fields) {
      if (field.type === 'image' || (field.type === 'url' && DOCUMENT.test(field.name))) field.upload = true;
    }
    if (IS_PICTURE.test(entity.name)) addField(entity, { name: 'photo', label: 'Photo', type: 'image' });
    if (IS_DOCUMENT.test(entity.name)) addField(entity, { name: 'file', label: 'File', type: 'url' });
  }
}

function addField(entity: Entity, field: Pick<Field, 'name' | 'label' | 'type'>): void {
  if (entity.fields.some((it) => it.upload || it.name === field.name || it.type === field.type)) return;
  entity.fields.push({ ...field, required: false, upload: true });
}

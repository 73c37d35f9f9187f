/** Files of a feature whose rows go from one person to another: they have boxes and conversations, not lists and pages. */
import type { AppModel, EntityModel } from '../model.ts';
import type { ExchangeModel } from '../model-exchange.ts';
import { exchangeApiFile } from './exchange-api.ts';
import { conversationPageFile, exchangeFormFile, newMessageFile } from './exchange-conversation.ts';
import { exchangeList, exchangeListFile } from './exchange-lists.ts';
import { chartFile } from './feature-chart.ts';
import { choicesFile, validationFile, validationTest } from './feature-validation.ts';

interface FeatureFiles {
  readonly files: Record<string, string>;
  readonly tests: Record<string, string>;
}

export function exchangeFiles(app: AppModel, it: EntityModel, exchange: ExchangeModel): FeatureFiles {
  const at = (name: string) => `src/features/${it.folder}/${name}`;
  // To whom it goes is typed and checked like any other field.
  const written: EntityModel = { ...it, fields: [exchange.recipient, ...it.fields] };
  return {
    files: {
      [at('api.ts')]: exchangeApiFile(app, it, exchange),
      [at('choices.ts')]: choicesFile(it),
      [at('validation.ts')]: validationFile(written),
      [at(`${exchangeList(it, exchange).stem}.tsx`)]: exchangeListFile(app, it, exchange),
      [at(`${it.stem}-form.tsx`)]: exchangeFormFile(app, it),
      [at(`new-${it.stem}-page.tsx`)]: newMessageFile(it),
      [at(`${exchange.conversationStem}-page.tsx`)]: conversationPageFile(app, it, exchange),
      ...Object.fromEntries(it.trends.map((view) => [at(`${view.stem}-chart.tsx`), chartFile(it, view)])),
    },
    tests: { [at('validation.ts')]: validationTest(written) },
  };
}

interface RouteLine {
  readonly guard: 'session';
  readonly path: string;
  readonly component: string;
  readonly from: string;
}

export function exchangeRoutes(it: EntityModel, exchange: ExchangeModel): RouteLine[] {
  const line = (path: string, component: string, stem: string): RouteLine => ({
    guard: 'session',
    path: `${it.basePath}/${path}`,
    component,
    from: `./features/${it.folder}/${stem}`,
  });
  return [
    line('new', `New${it.type}Page`, `new-${it.stem}-page`),
    line('with/:id', `${it.type}ConversationPage`, `${exchange.conversationStem}-page`),
  ];
}

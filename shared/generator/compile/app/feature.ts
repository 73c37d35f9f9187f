/** All files a feature could have; the linker keeps those that pages and routes reach. */
import { opensPage } from '../headings.ts';
import type { AppModel, EntityModel } from '../model.ts';
import { entityOf } from '../model.ts';
import { writtenFields } from '../model-quiz.ts';
import { cartFiles } from './cart.ts';
import { commentsApiFile, commentsFile } from './comments.ts';
import { csvFile, hasImport, importPage } from './csv.ts';
import { boardFile, boardStem } from './display-board.ts';
import { calendarFile, calendarStem } from './display-calendar.ts';
import { cardsFile } from './display-cards.ts';
import { galleryFile } from './display-gallery.ts';
import { tableFile } from './display-table.ts';
import { timelineFile } from './display-timeline.ts';
import { exchangeFiles } from './exchange.ts';
import { apiFile } from './feature-api.ts';
import { chartFile } from './feature-chart.ts';
import { childListFile, detailPageFile } from './feature-detail.ts';
import { contactFile, editPageFile, formFile, newPageFile } from './feature-form.ts';
import { listFile, recentFile, rowsFile, toolbarFile } from './feature-list.ts';
import { listQueryFile, listQueryTest } from './feature-query.ts';
import { choicesFile, validationFile, validationTest } from './feature-validation.ts';
import { ownFile } from './own.ts';
import { printPage } from './print.ts';
import { quizApiFile, quizSectionFile } from './quiz.ts';
import { votesApiFile, votesFile } from './votes.ts';
import { stepsFile } from './workflow.ts';

interface FeatureFiles {
  readonly files: Record<string, string>;
  /** Tests by the path of what they test. */
  readonly tests: Record<string, string>;
}

function filesOf(app: AppModel, it: EntityModel): FeatureFiles {
  if (it.exchange) return exchangeFiles(app, it, it.exchange);
  const at = (name: string) => `src/features/${it.folder}/${name}`;
  // What is never read is typed and checked all the same.
  const typed: EntityModel = it.secret ? { ...it, fields: writtenFields(it) } : it;
  const files: Record<string, string> = {
    [at('api.ts')]: apiFile(app, it),
    [at('choices.ts')]: choicesFile(typed),
  };
  const tests: Record<string, string> = {};
  if (it.editable || it.contact) {
    files[at('validation.ts')] = validationFile(typed);
    tests[at('validation.ts')] = validationTest(typed);
  }
  if (it.displays.size > 0) {
    files[at('list-query.ts')] = listQueryFile(it);
    tests[at('list-query.ts')] = listQueryTest(it);
    files[at(`${it.stem}-list.tsx`)] = listFile(app, it);
    files[at(`${it.stem}-toolbar.tsx`)] = toolbarFile(app, it);
  }
  if (it.displays.size > 0 && it.spec.exchange) files[at('csv.ts')] = csvFile(app, it);
  if (it.displays.size > 0 && it.spec.print) files[at(`print-${it.folder}-page.tsx`)] = printPage(app, it);
  if (hasImport(it)) files[at(`import-${it.folder}-page.tsx`)] = importPage(app, it);
  if (it.displays.has('table')) files[at(`${it.stem}-table.tsx`)] = tableFile(app, it);
  if (it.displays.has('cards')) files[at(`${it.stem}-cards.tsx`)] = cardsFile(app, it);
  if (it.displays.has('gallery')) files[at(`${it.stem}-gallery.tsx`)] = galleryFile(app, it);
  if (it.timeline) files[at(`${it.stem}-timeline.tsx`)] = timelineFile(app, it, it.timeline);
  for (const by of it.boards) files[at(`${boardStem(it, by)}.tsx`)] = boardFile(app, it, by);
  for (const by of it.calendars) files[at(`${calendarStem(it, by)}.tsx`)] = calendarFile(app, it, by);
  if (it.spec.single && it.hasPages) files[at(`own-${it.stem}.tsx`)] = ownFile(app, it);
  if (it.recent) files[at(`recent-${it.folder}.tsx`)] = recentFile(it);
  if (it.contact) files[at(`${it.stem}-contact-form.tsx`)] = contactFile(app, it);
  if (it.editable) {
    files[at(`${it.stem}-form.tsx`)] = formFile(app, typed);
    files[at(`new-${it.stem}-page.tsx`)] = newPageFile(app, it);
    files[at(`edit-${it.stem}-page.tsx`)] = editPageFile(it);
  }
  if (it.hasPages) {
    files[at(`${it.stem}-rows.tsx`)] = rowsFile(app, it);
    files[at(`${it.stem}-page.tsx`)] = detailPageFile(app, it);
    for (const { entity, column } of it.children) {
      const child = entityOf(app, entity);
      files[`src/features/${child.folder}/${child.stem}-list-of-${it.stem}.tsx`] = childListFile(
        app,
        child,
        it,
        column,
      );
    }
  }
  if (app.quiz?.entity === it) {
    files[at('quiz-api.ts')] = quizApiFile(app.quiz);
    const page = app.spec.pages.find((one) => one.sections.some((section) => section.kind === 'quiz'));
    files[at('quiz-section.tsx')] = quizSectionFile(app.quiz, page !== undefined && opensPage(app.spec, page));
  }
  if (it.workflow) files[at(`${it.stem}-steps.tsx`)] = stepsFile(app, it, it.workflow);
  if (it.comments) {
    files[at('comments-api.ts')] = commentsApiFile(app, it, it.comments);
    files[at(`${it.stem}-comments.tsx`)] = commentsFile(app, it);
  }
  if (it.votes) {
    files[at('votes-api.ts')] = votesApiFile(it, it.votes);
    files[at(`${it.stem}-votes.tsx`)] = votesFile(it, it.votes);
  }
  for (const view of it.trends) files[at(`${view.stem}-chart.tsx`)] = chartFile(it, view);
  return { files, tests };
}

export function featureFiles(app: AppModel): FeatureFiles {
  const each = [...app.entities.map((it) => filesOf(app, it)), cartFiles(app)];
  return {
    files: Object.assign({}, ...each.map((it) => it.files)),
    tests: Object.assign({}, ...each.map((it) => it.tests)),
  };
}

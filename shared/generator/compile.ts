/**
 * The compiler: from the plan of an application to its files, a React + TypeScript + Tailwind project with its Supabase
 * migration, sample data and tests. Pure, synchronous and deterministic: the same plan gives the same bytes.
 */
import type { FileTree } from '../files/file-tree.ts';
import type { AppSpec } from './app-spec.ts';
import { AUTH_TESTS, authLibrary } from './compile/app/auth.ts';
import { COMMENT_FILES, COMMENT_TESTS } from './compile/app/comments.ts';
import { databaseTypes } from './compile/app/database-types.ts';
import { featureFiles } from './compile/app/feature.ts';
import { footerLinksFile, layoutFile, navigationFile } from './compile/app/layout.ts';
import { importedNames, importedPackages, reachable } from './compile/app/link.ts';
import { pageFiles } from './compile/app/pages.ts';
import { PEOPLE_TESTS, peopleLibrary } from './compile/app/people.ts';
import { PRINT_FILES } from './compile/app/print.ts';
import { SEARCH_TESTS, searchLibrary } from './compile/app/search.ts';
import { accountMenu, appFile, mainFile } from './compile/app/shell.ts';
import { UPLOAD_FILES, UPLOAD_TESTS } from './compile/app/uploads.ts';
import { VOTE_FILES } from './compile/app/votes.ts';
import { COMPONENT_FILES } from './compile/library/components.ts';
import { CSV_FILES, CSV_TESTS } from './compile/library/csv.ts';
import { DISPLAY_FILES, DISPLAY_TESTS } from './compile/library/displays.ts';
import { FIELD_FILES } from './compile/library/fields.ts';
import { formatModule } from './compile/library/format.ts';
import { LIB_FILES, LIB_TESTS } from './compile/library/lib.ts';
import { MARKDOWN_FILES, MARKDOWN_TESTS } from './compile/library/markdown.ts';
import { SECTION_FILES, SECTION_TESTS } from './compile/library/sections.ts';
import { STEP_FILES, STEP_TESTS } from './compile/library/steps.ts';
import { validationModule } from './compile/library/validation.ts';
import { VALUE_FILES } from './compile/library/values.ts';
import { type AppModel, buildModel } from './compile/model.ts';
import { projectFiles } from './compile/project-files.ts';
import { readme } from './compile/readme.ts';
import { MIGRATION_PATH, migration } from './compile/sql/migration.ts';
import { pgtapTests } from './compile/sql/pgtap.ts';
import { seed } from './compile/sql/seed.ts';
import { darkPalette, stylesheet } from './compile/theme.ts';

/**
 * The files of an application.
 *
 * @param spec a valid plan, as `appSpec.parse` gives it.
 */
export function compileApp(spec: AppSpec): FileTree {
  const app = buildModel(spec);
  const source = sourceFiles(app);
  const packages = importedPackages(source);
  const tested = Object.keys(source).some((path) => /\.test\.tsx?$/.test(path));
  const hasData = packages.has('@supabase/supabase-js');
  const schema = migration(app);
  const sample = seed(app);
  const files: Record<string, string> = {
    ...projectFiles(app, packages, tested),
    ...source,
    'src/index.css': stylesheet(app.spec.theme),
    'README.md': readme(app, tested, hasData),
    ...(schema === null ? {} : { [MIGRATION_PATH]: schema, ...pgtapTests(app) }),
    ...(sample === null ? {} : { 'supabase/seed.sql': sample }),
  };
  return Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Everything under `src` that the entry reaches, with the tests of what is tested. */
function sourceFiles(app: AppModel): Record<string, string> {
  const hasDark = darkPalette(app.spec.theme.background, app.spec.theme.component) !== null;
  const features = featureFiles(app);
  const available: Record<string, string> = {
    ...LIB_FILES,
    ...COMPONENT_FILES,
    ...FIELD_FILES,
    ...SECTION_FILES,
    ...COMMENT_FILES,
    ...VOTE_FILES,
    ...UPLOAD_FILES,
    ...DISPLAY_FILES,
    ...CSV_FILES,
    ...PRINT_FILES,
    ...STEP_FILES,
    ...MARKDOWN_FILES,
    ...VALUE_FILES,
    'src/components/account-menu.tsx': accountMenu(app),
    ...authLibrary(app),
    ...peopleLibrary(app),
    ...searchLibrary(app),
    ...features.files,
    ...Object.assign({}, ...app.pages.map((page) => pageFiles(app, page))),
    'src/lib/database.types.ts': databaseTypes(app),
    'src/components/layout.tsx': layoutFile(app, hasDark),
    'src/components/navigation.tsx': navigationFile(app),
    'src/components/footer-links.tsx': footerLinksFile(app),
    'src/app.tsx': appFile(app),
    'src/main.tsx': mainFile(app, hasDark),
    'src/index.css': '',
    // Cut below to the parts in use; until then only their paths matter.
    'src/lib/format.ts': '',
    'src/lib/validation.ts': '',
  };
  const reached = reachable('src/main.tsx', available);
  const tests: Record<string, string> = {
    ...LIB_TESTS,
    ...SECTION_TESTS,
    ...DISPLAY_TESTS,
    ...CSV_TESTS,
    ...UPLOAD_TESTS,
    ...STEP_TESTS,
    ...MARKDOWN_TESTS,
    ...AUTH_TESTS,
    ...PEOPLE_TESTS,
    ...SEARCH_TESTS,
    ...COMMENT_TESTS,
    ...features.tests,
  };
  for (const [path, test] of Object.entries(tests)) {
    if (path in reached) reached[path.replace(/(\.tsx?)$/, '.test$1')] = test;
  }
  for (const [path, cut] of [
    ['src/lib/format.ts', (names: Set<string>) => formatModule(names, app.spec.language)],
    ['src/lib/validation.ts', validationModule],
  ] as const) {
    if (!(path in reached)) continue;
    const specifier = `@/lib/${path.slice('src/lib/'.length, -'.ts'.length)}`;
    const module = cut(new Set(Object.values(reached).flatMap((text) => importedNames(text, specifier))));
    reached[path] = module.source;
    if (module.test !== null) reached[path.replace(/\.ts$/, '.test.ts')] = module.test;
  }
  delete reached['src/index.css'];
  return reached;
}

/** README of an app: what it is, how it is run, how it is laid out, who may do what. */
import type { Access } from '../app-spec.ts';
import { hasTables } from './local-database/local-database.ts';
import { type AppModel, takesUploads } from './model.ts';
import { code, file, markdownText } from './source-text.ts';
import { DEMO_PASSWORD, DEMO_USERS } from './sql/seed-users.ts';

const RULES: Record<Access, string> = {
  private: 'Each member sees and changes their own.',
  members: 'Every member reads all; each changes their own.',
  public: 'Everyone reads all; each member changes their own.',
  catalog: 'Everyone reads all; admins change them.',
  inbox: 'Everyone may send one; only admins read them.',
  managed: 'Each member adds and sees their own; admins see and change all.',
  team: 'Every member sees and changes all.',
  exchanged:
    'The sender and the recipient see it; the recipient says that it was read, until then the sender can take it back.',
};

/** How rows leave the app and enter it as a whole. */
function fileNotes(app: AppModel): string[] | null {
  const nouns = (which: 'exchange' | 'print') =>
    app.entities.filter((it) => it.spec[which]).map((it) => markdownText(it.nouns));
  const [exchanged, printed] = [nouns('exchange'), nouns('print')];
  if (exchanged.length + printed.length === 0) return null;
  return [
    '## Files and paper',
    '',
    ...(exchanged.length > 0
      ? [
          code`
            CSV: lists of ${exchanged.join(', ')} are saved as they are filtered. A file is added as a whole or, where a row of
            it has a problem, not at all (\`src/lib/csv.ts\`, \`src/lib/csv-import.ts\`).
          `,
          '',
        ]
      : []),
    ...(printed.length > 0 ? [`Lists and rows of ${printed.join(', ')} have a view for paper.`] : []),
  ];
}

export function readme(app: AppModel, tested: boolean, hasData: boolean): string {
  const { spec } = app;
  const tables = hasTables(app);
  const data = hasData || tables;
  const rows = app.entities.map((it) => `| ${markdownText(it.labelPlural)} | \`${it.table}\` | ${RULES[it.access]} |`);
  return file(code`
    # ${markdownText(spec.name)}

    ${markdownText(spec.tagline)}

    React 19, TypeScript and Tailwind CSS 4, built with Vite${data && '; data and accounts by Supabase'}.

    ## Run

    Node 20.19 or newer, and nothing else:

    \`\`\`sh
    npm install
    npm run dev
    \`\`\`
    ${
      data &&
      code`

        The database runs inside the development server (\`supabase/local\`): a Postgres made of \`supabase/migrations\` and
        \`supabase/seed.sql\` at the first start, kept in \`.data\`. A new migration is applied as soon as it is there;
        after editing an old one, stop the server and run \`npm run db:reset\`, which makes the database anew.
      `
    }
    ${
      app.auth &&
      code`

        Two accounts come with the sample data, \`${DEMO_USERS[0].email}\`${app.admins ? ' (an admin)' : ''} and \`${DEMO_USERS[1].email}\`, password \`${DEMO_PASSWORD}\`.
      `
    }

    ## Test

    \`\`\`sh
    ${(tested || tables) && 'npm test        # all tests'}
    npm run build   # checks the types, writes dist/
    \`\`\`
    ${
      tables &&
      code`

        Among the tests is the proof of who may do what: \`supabase/tests/access.test.ts\` states a rule for each table and
        tries it on a real Postgres as a visitor and as both demo users. \`supabase/tests/*.test.sql\` say the same in pgTAP,
        for \`npx supabase test db\` (needs Docker).
      `
    }

    ## Deploy

    ${
      data
        ? code`
            Make a project at https://supabase.com, then bring it the schema:

            \`\`\`sh
            npx supabase login
            npx supabase link --project-ref <ref>
            npx supabase db push
            \`\`\`

            Only migrations are pushed, never the sample data. Copy \`.env.example\` to \`.env.local\` and fill in the project's
            address and publishable key (dashboard, "Connect"): with \`VITE_SUPABASE_URL\` and \`VITE_SUPABASE_PUBLISHABLE_KEY\`
            set, \`npm run dev\` and \`npm run build\` talk to that project instead of the local database. Put \`dist/\` on any
            static host that answers unknown paths with \`index.html\`.
            ${
              app.auth &&
              code`

                For links in mails to lead back to the app (a forgotten password${app.signUp && ', a new account'}), add its address with
                \`/reset-password\` to the redirect URLs of the project (dashboard, Authentication, URL Configuration).
              `
            }
          `
        : 'Put `dist/` on any static host that answers unknown paths with `index.html`.'
    }
    ${
      app.admins &&
      code`

        Make someone an admin once they have ${app.signUp ? 'signed up' : 'an account (dashboard, Authentication)'}, in the SQL editor:

        \`\`\`sql
        insert into public.app_admins (user_id) select id from auth.users where email = 'you@example.com';
        \`\`\`
        ${!app.auth && '\nThe app itself has no sign-in: look after its content in the Supabase dashboard.'}
      `
    }

    ${fileNotes(app)}

    ${
      app.entities.some((it) => it.fields.some((f) => takesUploads(app, f))) &&
      code`
        ## Uploads

        Files go to the bucket \`uploads\` of Supabase Storage, which the migration makes: at most 5 MB each, pictures and PDF,
        a folder for each person. Whoever knows a file's address can open it. The database of \`npm run dev\` keeps no files;
        there an address is given instead.
      `
    }

    ${
      app.search &&
      code`
        ## Search

        The field in the header looks through ${app.search.entities.map((it) => markdownText(it.nouns)).join(', ')} by the
        function \`public.search\`, Postgres full text with the configuration \`${app.search.language}\`. It runs with the
        rights of whoever asks, so that nobody finds what they may not read.
      `
    }

    ${tables && '## Who may do what'}

    ${
      app.entities.length > 0 &&
      code`
        Row level security is on for every table:

        | What | Table | Who |
        | --- | --- | --- |
        ${rows}
      `
    }

    ${
      app.signUp &&
      app.entities.some((it) => it.access === 'team') &&
      code`
        "Member" means whoever has an account, and anyone who can open the app can make one. To decide yourself who gets in:
        in the Supabase dashboard, Authentication, Sign In / Providers, turn "Allow new users to sign up" off and invite
        people under Authentication, Users.
      `
    }

    ## Layout

    - \`src/pages\`: one file for each page, made of sections
    ${app.entities.length > 0 && '- `src/features/<table>`: requests (`api.ts`), validation, form, list and pages of one kind of row'}
    - \`src/components\`: what pages and features share
    ${data && '- `src/lib`: database client and types, formatting, forms'}
    - \`src/index.css\`: the colours and the font, as Tailwind theme variables
    ${data && '- `supabase`: migrations, sample data, tests of the policies, the local database'}

    ${spec.notes.length > 0 && '## Good to know'}

    ${spec.notes.map((note) => `- ${markdownText(note)}`)}
  `);
}

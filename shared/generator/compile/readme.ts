/** README of an app: what it is, how it is run, how it is laid out, who may do what. */
import type { Access } from '../app-spec.ts';
import type { AppModel } from './model.ts';
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
};

export function readme(app: AppModel, tested: boolean, hasData: boolean): string {
  const { spec } = app;
  const database = app.entities.length > 0 || app.admins;
  const rows = app.entities.map((it) => `| ${markdownText(it.labelPlural)} | \`${it.table}\` | ${RULES[it.access]} |`);
  return file(code`
    # ${markdownText(spec.name)}

    ${markdownText(spec.tagline)}

    React 19, TypeScript and Tailwind CSS 4, built with Vite${hasData && '; data and accounts by Supabase'}.

    ## Run it

    Node 20.19 or newer.

    \`\`\`sh
    npm install
    ${hasData && 'cp .env.example .env.local   # then fill in the address and the publishable key'}
    npm run dev
    \`\`\`

    \`npm run build\` checks the types and writes \`dist/\`${tested ? '; `npm test` runs the tests' : ''}.

    ${
      database &&
      code`
        ## Database

        \`\`\`sh
        npx supabase init      # once
        npx supabase start     # local stack: applies supabase/migrations and supabase/seed.sql
        npx supabase test db   # proves the policies with two members and a visitor
        npx supabase link && npx supabase db push   # the same migrations on a hosted project
        \`\`\`

        Sample data comes with two accounts, \`${DEMO_USERS[0].email}\` and \`${DEMO_USERS[1].email}\`, password
        \`${DEMO_PASSWORD}\`. The seed is for local work only.
      `
    }

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
      app.admins &&
      code`
        Make someone an admin once they have ${app.auth ? 'signed up' : 'an account (Supabase dashboard, Authentication)'}:

        \`\`\`sql
        insert into public.app_admins (user_id) select id from auth.users where email = 'you@example.com';
        \`\`\`
        ${!app.auth && '\nThe app itself has no sign-in: look after its content in the Supabase dashboard.'}
      `
    }

    ## Layout

    - \`src/pages\`: one file for each page, made of sections
    ${app.entities.length > 0 && '- `src/features/<table>`: requests (`api.ts`), validation, form, list and pages of one kind of row'}
    - \`src/components\`: what pages and features share
    ${hasData && '- `src/lib`: database client and types, formatting, forms'}
    - \`src/index.css\`: the colours and the font, as Tailwind theme variables
    ${database && '- `supabase`: migration, sample data, tests of the policies'}

    ${spec.notes.length > 0 && '## Not included'}

    ${spec.notes.map((note) => `- ${markdownText(note)}`)}
  `);
}

/** What `@supabase/lite` needs beside the platform of `shared/prove/platform-sql.ts`. */

/**
 * `@supabase/lite` stores a user's metadata as JSON text inside a JSON string. Unwrapped before other triggers see it:
 * Postgres fires triggers in the order of their names.
 */
export const USER_METADATA_SQL = `
create or replace function auth.unwrap_metadata() returns trigger language plpgsql set search_path = '' as $$
begin
  if jsonb_typeof(new.raw_user_meta_data) = 'string' then
    new.raw_user_meta_data := (new.raw_user_meta_data #>> '{}')::jsonb;
  end if;
  if jsonb_typeof(new.raw_app_meta_data) = 'string' then
    new.raw_app_meta_data := (new.raw_app_meta_data #>> '{}')::jsonb;
  end if;
  return new;
end $$;
create or replace trigger "000_unwrap_metadata" before insert or update on auth.users
  for each row execute function auth.unwrap_metadata();
`;

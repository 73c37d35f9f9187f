begin;
select plan(25);
select tests.start_empty();
create temporary table org on commit drop as select tests.org_of('Ada') as id;
grant select on org to public;
select tests.join_org((select id from org), 'Ed', 'editor'), tests.person('Mallory');

select tests.act_as('Ada');
select lives_ok(
  $$select public.set_model_key((select id from org), 'openai', 'sk-first-1234')$$, 'an admin sets a key'
);
select public.set_model_key((select id from org), 'xai', 'xai-secret-5678', 'https://api.x.ai/v1', 'grok-own:beta');
select results_eq(
  $$select provider, hint, base_url, model from public.list_model_keys((select id from org))$$,
  $$values ('openai', '1234', null, null), ('xai', '5678', 'https://api.x.ai/v1', 'grok-own:beta')$$, 'and sees of it the last four characters'
);
select throws_ok($$select * from private.model_keys$$, '42501', null, 'the table is closed');
select throws_ok($$select * from vault.decrypted_secrets$$, '42501', null, 'so is the vault');
select throws_ok(
  $$select * from public.read_model_keys(gen_random_uuid())$$, '42501', null, 'nobody reads a key back, the admin neither'
);

select tests.act_as('Ed');
select results_eq(
  $$select * from public.model_providers((select id from org))$$, $$values ('openai', null), ('xai', 'grok-own:beta')$$, 'an editor sees what there is'
);
select throws_ok(
  $$select * from public.list_model_keys((select id from org))$$, 'PT403', 'forbidden', 'and not what the keys end with'
);
select throws_ok(
  $$select public.set_model_key((select id from org), 'openai', 'sk-stolen-0000')$$, 'PT403', 'forbidden', 'an editor sets none'
);
select throws_ok(
  $$select public.delete_model_key((select id from org), 'openai')$$, 'PT403', 'forbidden', 'and deletes none'
);
select tests.act_as('Mallory');
select throws_ok(
  $$select * from public.model_providers((select id from org))$$, 'PT404', 'not_found', 'for a stranger there is nothing'
);

-- The worker reads them for a job that runs.
select tests.act_as_schema_owner();
select tests.enqueue('Ada');
create temporary table job on commit drop as select id from public.generation_jobs;
grant select on job to public;
select tests.act_as_service();
select is_empty('select * from public.read_model_keys((select id from job))', 'not before it runs');
select public.claim_jobs('w', 1, 60);
select results_eq(
  'select provider, key, base_url, model from public.read_model_keys((select id from job)) order by 1',
  $$values ('openai', 'sk-first-1234', null, null), ('xai', 'xai-secret-5678', 'https://api.x.ai/v1', 'grok-own:beta')$$, 'a running job may use them'
);
select tests.act_as_schema_owner();
select is_empty(
  $$select 1 from vault.secrets where secret like '%first%' or name like '%first%'$$, 'in the vault they are not plain'
);

-- Replacing and deleting leaves nothing behind.
select tests.act_as('Ada');
select public.set_model_key((select id from org), 'openai', 'sk-second-9999');
select tests.act_as_schema_owner();
select is(
  (select count(*)::int from vault.secrets s join private.model_keys k on k.secret_id = s.id), 2, 'a new key takes the place of the old'
);
select is((select key from public.read_model_keys((select id from job)) where provider = 'openai'), 'sk-second-9999', 'at once');
create temporary table secret on commit drop as select secret_id as id from private.model_keys;
select tests.act_as('Ada');
select is(public.delete_model_key((select id from org), 'openai'), true, 'deleted');
select is(public.delete_model_key((select id from org), 'openai'), false, 'there is none any more');
select tests.act_as_schema_owner();
select is((select count(*)::int from vault.secrets where id in (select id from secret)), 1, 'nor in the vault');
delete from auth.users where id = tests.person('Ada');
select is((select count(*)::int from vault.secrets where id in (select id from secret)), 0, 'keys go with their organization');

-- What is not a key, and where no key may be sent.
select tests.act_as('Ben');
select throws_ok(
  $$select public.set_model_key(tests.org_of('Ben'), 'openai', 'with a space')$$, 'PT422', 'invalid_key', 'a sentence is no key'
);
select throws_ok(
  $$select public.set_model_key(tests.org_of('Ben'), 'Open AI', 'sk-12345678')$$, 'PT422', 'invalid_provider', 'nor is this a provider'
);
select throws_ok(
  $$select public.set_model_key(tests.org_of('Ben'), 'openai', 'sk-12345678', 'https://10.0.0.1/v1')$$, 'PT422', 'invalid_base_url',
  'nor is a key sent anywhere'
);
select throws_ok(
  $$select public.set_model_key(tests.org_of('Ben'), 'openai', 'sk-12345678', null, 'gpt 6?price=0')$$, 'PT422', 'invalid_model',
  'nor is this the name of a model'
);
select tests.act_as_schema_owner();
select set_eq(
  $$select url from unnest(array[
    'http://api.example.com/v1', 'https://localhost/v1', 'https://169.254.169.254/latest', 'https://[::1]/', 'https://10.0.0.1',
    'https://user:pass@api.example.com/', 'https://metadata.google.internal/', 'https://box.local/', 'https://api', 'file:///etc',
    'https://api.example.com/v1?key=x', 'https://0x7f000001/', 'https://2130706433/', 'https://api.example.com:80:90/'
  ]) url where private.is_public_url(url)$$,
  array[]::text[], 'no key is sent into a private network, or in the clear'
);
select set_eq(
  $$select url from unnest(array[
    'https://api.x.ai/v1', 'https://openrouter.ai/api/v1', 'https://models.example.co.uk:8443/v1/'
  ]) url where not private.is_public_url(url)$$,
  array[]::text[], 'public addresses are fine'
);

select * from finish();
rollback;

-- Names are encrypted; a search for their beginning compares keyed hashes. Accounts added before have none until their name is written again.
ALTER TABLE organization.sub_account ADD name_prefixes text[] NOT NULL DEFAULT '{}';

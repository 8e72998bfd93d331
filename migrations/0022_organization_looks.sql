-- Whose sub-account was looked at. Looks of before do not say.
ALTER TABLE platform.access_log ADD sub_account_id uuid;

-- Who asked for a code may try it, whatever strangers guess: their tries are counted apart. Nothing is known of who asked before this.
ALTER TABLE identity.sms_code
  ADD asked_by bytea,
  ADD strangers_tries int NOT NULL DEFAULT 0;

-- `ran_at`: when the last run that succeeded began. `held_until`: a lease that its holder renews; it ends when the holder is frozen or gone.
ALTER TABLE platform.sweep
  ADD COLUMN holder uuid,
  ADD COLUMN held_until timestamptz,
  ADD COLUMN began_at timestamptz,
  ADD COLUMN retry_at timestamptz,
  ADD COLUMN failures int NOT NULL DEFAULT 0;

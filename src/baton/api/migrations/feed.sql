-- The feed: every entry once, with the transaction that added it. The program reads it; only this trigger writes it.
ALTER TABLE event ENABLE ROW LEVEL SECURITY;
ALTER TABLE event FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON event USING (authority = nullif(current_setting('baton.authority', true), ''));

CREATE FUNCTION baton_feed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO event (authority, xid, kind, subject_id, number)
  SELECT authority, pg_current_xact_id()::text::bigint, kind, subject_id, number FROM added
  WHERE kind <> 'family';
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION baton_feed FROM PUBLIC;

CREATE TRIGGER feed AFTER INSERT ON entry
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION baton_feed();

-- What was recorded before there was a feed comes first in it.
-- The row policies bind the owner too, so authority by authority.
DO $$
DECLARE one text;
BEGIN
  FOR one IN SELECT key FROM authority LOOP
    PERFORM set_config('baton.authority', one, true), set_config('baton.clearances', '*', true);
    INSERT INTO event (authority, xid, kind, subject_id, number)
      SELECT authority, 1, kind, subject_id, number FROM entry WHERE authority = one AND kind <> 'family'
      ORDER BY recorded_at, kind, subject_id, number;
  END LOOP;
  PERFORM set_config('baton.authority', '', true), set_config('baton.clearances', '', true);
END $$;

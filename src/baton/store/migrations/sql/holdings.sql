-- Never without: at each instant of an open child exactly one holding, and "nobody" only with its breach.

ALTER TABLE holding ADD CONSTRAINT holding_nobody_is_a_breach
  CHECK ((kind = 'nobody') = (breach IS NOT NULL) AND breach IS DISTINCT FROM '');
ALTER TABLE holding ADD CONSTRAINT holding_has_holder
  CHECK (kind = 'nobody' OR person <> '' OR office <> '' OR team <> '' OR service <> '');
ALTER TABLE holding ADD CONSTRAINT holding_worker_by_name CHECK (kind <> 'worker' OR person <> '');
ALTER TABLE holding ADD CONSTRAINT holding_has_length
  CHECK (NOT isempty(during) AND NOT lower_inf(during) AND NOT upper_inf(during));
ALTER TABLE open_spell ADD CONSTRAINT open_spell_has_length
  CHECK (NOT isempty(during) AND NOT lower_inf(during) AND NOT upper_inf(during));

ALTER TABLE holding ADD CONSTRAINT holding_one_at_a_time
  EXCLUDE USING gist (authority WITH =, child WITH =, during WITH &&) DEFERRABLE INITIALLY DEFERRED;

-- Compares the whole open time with the whole held time; counting joints alone would let the last holding be closed.
CREATE FUNCTION baton_must_be_covered(of_authority text, of_child text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE gap int8multirange;
BEGIN
  -- Judged at commit, so what is seen then must be all of it: else a gap could hide behind a row policy.
  IF nullif(current_setting('baton.authority', true), '') IS DISTINCT FROM of_authority
     OR current_setting('baton.clearances', true) IS DISTINCT FROM '*' THEN
    RAISE EXCEPTION 'holdings of % are written by its own reckoning only', of_authority
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  SELECT range_agg(o.during) - coalesce(
      (SELECT range_agg(h.during) FROM holding h WHERE h.authority = of_authority AND h.child = of_child),
      int8multirange())
    INTO gap FROM open_spell o WHERE o.authority = of_authority AND o.child = of_child;
  IF NOT isempty(gap) THEN
    RAISE EXCEPTION 'child % has time with no holder: %', of_child, gap
      USING ERRCODE = 'check_violation', CONSTRAINT = 'holding_without_gap';
  END IF;
END $$;

CREATE FUNCTION baton_covered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM baton_must_be_covered(OLD.authority, OLD.child);
  END IF;
  IF TG_OP = 'INSERT' OR (TG_OP = 'UPDATE' AND (NEW.authority, NEW.child) <> (OLD.authority, OLD.child)) THEN
    PERFORM baton_must_be_covered(NEW.authority, NEW.child);
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER holding_without_gap AFTER UPDATE OR DELETE ON holding
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION baton_covered();
CREATE CONSTRAINT TRIGGER holding_without_gap AFTER INSERT OR UPDATE ON open_spell
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION baton_covered();

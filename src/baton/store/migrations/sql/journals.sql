-- Journals are append-only and chained. The hash is computed in Python (baton.store.chain) and checked here again.

ALTER TABLE subject ADD CONSTRAINT subject_of_authority FOREIGN KEY (authority) REFERENCES authority (key);
ALTER TABLE entry ADD CONSTRAINT entry_of_subject
  FOREIGN KEY (authority, kind, subject_id) REFERENCES subject (authority, kind, subject_id);
ALTER TABLE entry ADD CONSTRAINT entry_source CHECK (source IN ('person', 'import', 'clock'));
ALTER TABLE entry ADD CONSTRAINT entry_window CHECK (happened_from <= happened_to);
ALTER TABLE entry ADD CONSTRAINT entry_body_and_salt CHECK ((body IS NULL) = (salt IS NULL));

CREATE FUNCTION baton_entry_hash(e entry) RETURNS bytea LANGUAGE sql STABLE AS $$
  SELECT sha256(
    convert_to(
      json_build_array(
        e.authority, e.kind, e.subject_id, e.number, e.act, e.verb, e.word, e.happened_from, e.happened_to,
        e.recorded_at, e.done_by, e.recorded_by, e.capacity, e.source, e.matter, e.replaces
      )::text, 'UTF8')
    || e.body_digest || e.previous_hash)
$$;

CREATE FUNCTION baton_entry_added() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE before bytea := '';
BEGIN
  IF NEW.number > 1 THEN
    SELECT hash INTO before FROM entry
    WHERE authority = NEW.authority AND kind = NEW.kind AND subject_id = NEW.subject_id AND number = NEW.number - 1;
  END IF;
  IF NEW.number < 1 OR before IS NULL OR NEW.previous_hash <> before THEN
    RAISE EXCEPTION 'entry % of % % does not continue the chain', NEW.number, NEW.kind, NEW.subject_id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.body IS NULL OR NEW.body_digest <> sha256(NEW.salt || convert_to(NEW.body::text, 'UTF8'))
     OR NEW.hash <> baton_entry_hash(NEW) THEN
    RAISE EXCEPTION 'entry % of % % does not match its hash', NEW.number, NEW.kind, NEW.subject_id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER chain BEFORE INSERT ON entry FOR EACH ROW EXECUTE FUNCTION baton_entry_added();

CREATE FUNCTION baton_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON entry EXECUTE FUNCTION baton_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON disposal EXECUTE FUNCTION baton_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON read_log EXECUTE FUNCTION baton_append_only();
CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON legal_hold EXECUTE FUNCTION baton_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON setting_value EXECUTE FUNCTION baton_append_only();

-- The one change an entry may see: its body and salt go, after a disposal of it was written and while no hold stands.
CREATE FUNCTION baton_entry_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE was entry := OLD;
BEGIN
  was.body := NULL;
  was.salt := NULL;
  IF NEW.body IS NOT NULL OR NEW.salt IS NOT NULL OR was::text <> NEW::text OR NOT EXISTS (
    SELECT FROM disposal d WHERE d.authority = OLD.authority AND d.kind = OLD.kind
      AND d.subject_id = OLD.subject_id AND d.number = OLD.number
  ) THEN
    RAISE EXCEPTION 'entry is append-only: UPDATE is refused' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER only_disposal BEFORE UPDATE ON entry FOR EACH ROW EXECUTE FUNCTION baton_entry_kept();

CREATE FUNCTION dispose(
  of_authority text, of_kind text, of_subject text, of_number integer,
  in_class text, because text, by_person text, at_moment bigint
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  IF nullif(current_setting('baton.authority', true), '') IS DISTINCT FROM of_authority THEN
    RAISE EXCEPTION 'disposal outside the authority in use' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM FROM subject WHERE authority = of_authority AND kind = of_kind AND subject_id = of_subject FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'there is no % % that you may see', of_kind, of_subject USING ERRCODE = 'no_data_found';
  END IF;
  IF EXISTS (
    SELECT FROM legal_hold h
    WHERE h.authority = of_authority AND h.kind = of_kind AND h.subject_id = of_subject AND h.released_at IS NULL
  ) THEN
    RAISE EXCEPTION 'a legal hold stands on % %', of_kind, of_subject USING ERRCODE = 'object_in_use';
  END IF;
  INSERT INTO disposal (authority, kind, subject_id, number, record_class, reason, disposed_by, disposed_at)
    VALUES (of_authority, of_kind, of_subject, of_number, in_class, because, by_person, at_moment);
  UPDATE entry SET body = NULL, salt = NULL
    WHERE authority = of_authority AND kind = of_kind AND subject_id = of_subject AND number = of_number;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'there is no entry % of % %', of_number, of_kind, of_subject USING ERRCODE = 'no_data_found';
  END IF;
END $$;

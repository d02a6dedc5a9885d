-- Who sees which rows. One transaction works for one authority: baton.authority, set with set_config(…, true).
-- After a transaction the setting is '' and not NULL, hence nullif. No setting: no rows.

-- baton.clearances is '*' for the program's own reckoning, or an array literal of subject ids: {c1,c2}.
CREATE FUNCTION baton_cleared(subject_id text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE live text := nullif(current_setting('baton.clearances', true), '');
BEGIN
  RETURN CASE WHEN live IS NULL THEN false WHEN live = '*' THEN true ELSE subject_id = ANY (live::text[]) END;
END $$;

DO $$
DECLARE one text;
BEGIN
  FOREACH one IN ARRAY ARRAY[
    'subject', 'entry', 'disposal', 'legal_hold', 'child', 'child_name', 'status', 'relies_on', 'holding', 'open_spell',
    'matter', 'route_row', 'work_item', 'work_item_person', 'breach', 'question', 'question_person', 'block',
    'contradiction', 'difference', 'does_not_count', 'shown', 'extract', 'observation', 'read_log', 'draft', 'saved_view',
    'setting_value'
  ] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', one);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', one);
    EXECUTE format(
      'CREATE POLICY tenant ON %I USING (authority = nullif(current_setting(''baton.authority'', true), ''''))', one);
  END LOOP;

  FOREACH one IN ARRAY ARRAY['child', 'child_name', 'status', 'holding', 'open_spell', 'matter', 'route_row'] LOOP
    EXECUTE format('CREATE POLICY clearance ON %I AS RESTRICTIVE USING (NOT restricted OR baton_cleared(child))', one);
  END LOOP;
  FOREACH one IN ARRAY ARRAY[
    'subject', 'relies_on', 'work_item', 'work_item_person', 'breach', 'question', 'question_person', 'block',
    'contradiction', 'difference', 'does_not_count', 'shown'
  ] LOOP
    EXECUTE format(
      'CREATE POLICY clearance ON %I AS RESTRICTIVE USING (NOT restricted OR baton_cleared(subject_id))', one);
  END LOOP;
END $$;

-- An entry is seen by whoever sees its subject.
CREATE POLICY clearance ON entry AS RESTRICTIVE FOR SELECT USING (
  (SELECT current_setting('baton.clearances', true)) = '*'
  OR EXISTS (
    SELECT FROM subject s
    WHERE s.authority = entry.authority AND s.kind = entry.kind AND s.subject_id = entry.subject_id
  )
);

CREATE VIEW notice_owed WITH (security_invoker = true) AS
  SELECT * FROM work_item WHERE state IN ('open', 'late', 'may_apply') AND verb IN ('tell', 'send', 'invite');

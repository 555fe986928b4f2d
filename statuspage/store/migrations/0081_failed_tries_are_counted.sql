-- A line about failed tries to sign in counts up, so that strangers cannot make the audit log grow
-- without end. Everything else in the log still cannot be changed, nor deleted.
DROP TRIGGER "audit_is_not_changed";
CREATE TRIGGER "audit_is_not_changed"
BEFORE UPDATE OF "id", "at", "who", "via", "verb", "subject", "before", "address" ON "audit"
BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;
CREATE TRIGGER "audit_only_counts_up" BEFORE UPDATE OF "after" ON "audit"
WHEN OLD."verb" <> 'fail to sign in'
  OR coalesce(json_extract(OLD."after", '$.count'), 0) < 1
  OR coalesce(json_extract(NEW."after", '$.count'), 0) <= json_extract(OLD."after", '$.count')
BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;
CREATE INDEX "audit_verb_at" ON "audit" ("verb", "at");

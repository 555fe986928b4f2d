-- The schema of version 0.1.0: tables, their indexes, and what keeps published rows as they are.

CREATE TABLE "bucket" (
  "key" TEXT NOT NULL PRIMARY KEY,
  "tokens" REAL NOT NULL,
  "updated_at" REAL NOT NULL
);

CREATE TABLE "component" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "name" TEXT NOT NULL,
  "description" TEXT NOT NULL,
  "group" TEXT,
  "position" INTEGER NOT NULL,
  "added_at" INTEGER NOT NULL,
  "withdrawn_at" INTEGER
);

CREATE TABLE "incident" (
  "id" INTEGER NOT NULL PRIMARY KEY,
  "key" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "status" TEXT NOT NULL,
  "is_open" INTEGER NOT NULL,
  "impact" TEXT NOT NULL,
  "impact_is_stated" INTEGER NOT NULL,
  "owner" TEXT NOT NULL,
  "started_at" INTEGER NOT NULL,
  "entered_at" INTEGER NOT NULL,
  "updated_at" INTEGER NOT NULL,
  "resolved_at" INTEGER,
  "next_due" INTEGER,
  "impact_from" INTEGER,
  "impact_until" INTEGER,
  "scheduled_for" INTEGER,
  "scheduled_until" INTEGER,
  "origin" TEXT NOT NULL,
  "origin_id" TEXT NOT NULL,
  "edited_at" INTEGER
);
CREATE UNIQUE INDEX "incident_key" ON "incident" ("key");
CREATE INDEX "incident_is_open" ON "incident" ("is_open");
CREATE INDEX "incident_kind_started_at" ON "incident" ("kind", "started_at");
CREATE INDEX "incident_started_at" ON "incident" ("started_at");
CREATE INDEX "incident_origin" ON "incident" ("origin");
CREATE INDEX "incident_origin_id" ON "incident" ("origin_id");
CREATE INDEX "incident_edited_at" ON "incident" ("edited_at") WHERE "edited_at" IS NOT NULL;
CREATE TRIGGER "incident_stays" BEFORE DELETE ON "incident"
BEGIN SELECT RAISE(ABORT, 'what was published is never deleted'); END;

CREATE TABLE "incident_update" (
  "id" INTEGER NOT NULL PRIMARY KEY,
  "key" TEXT NOT NULL,
  "incident_id" INTEGER NOT NULL,
  "status" TEXT NOT NULL,
  "body" TEXT NOT NULL,
  "html" TEXT NOT NULL,
  "at" INTEGER NOT NULL,
  "entered_at" INTEGER NOT NULL,
  "updated_at" INTEGER NOT NULL,
  "author" TEXT NOT NULL,
  "next_due" INTEGER,
  "withdrawn_at" INTEGER,
  "first_at" INTEGER,
  "said" TEXT,
  "erased" TEXT,
  FOREIGN KEY ("incident_id") REFERENCES "incident" ("id")
);
CREATE UNIQUE INDEX "incident_update_key" ON "incident_update" ("key");
CREATE INDEX "incident_update_incident_id" ON "incident_update" ("incident_id");
CREATE INDEX "incident_update_next_due"
  ON "incident_update" ("next_due")
  WHERE "next_due" IS NOT NULL;
CREATE INDEX "incident_update_published" ON "incident_update" (COALESCE("first_at", "at"), "id");
CREATE INDEX "incident_update_edited"
  ON "incident_update" ("incident_id")
  WHERE "updated_at" > "entered_at";
CREATE TRIGGER "incident_update_stays" BEFORE DELETE ON "incident_update"
BEGIN SELECT RAISE(ABORT, 'what was published is never deleted'); END;

CREATE TABLE "component_change" (
  "post_id" INTEGER NOT NULL,
  "component_id" TEXT NOT NULL,
  "declared" TEXT NOT NULL,
  "old" TEXT NOT NULL,
  "new" TEXT NOT NULL,
  PRIMARY KEY ("post_id", "component_id"),
  FOREIGN KEY ("post_id") REFERENCES "incident_update" ("id"),
  FOREIGN KEY ("component_id") REFERENCES "component" ("id")
);

CREATE TABLE "component_group" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "name" TEXT NOT NULL,
  "position" INTEGER NOT NULL
);

CREATE TABLE "entry" (
  "id" INTEGER NOT NULL PRIMARY KEY,
  "kind" TEXT NOT NULL,
  "slug" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "at" INTEGER NOT NULL,
  "details" TEXT NOT NULL,
  "body" TEXT NOT NULL,
  "html" TEXT NOT NULL,
  "file" TEXT NOT NULL,
  "digest" TEXT NOT NULL,
  "published_at" INTEGER NOT NULL,
  "updated_at" INTEGER NOT NULL,
  "withdrawn_at" INTEGER,
  "revision" INTEGER NOT NULL,
  "erased" TEXT
);
CREATE UNIQUE INDEX "entry_kind_slug" ON "entry" ("kind", "slug");
CREATE INDEX "entry_kind_at" ON "entry" ("kind", "at");
CREATE TRIGGER "entry_stays" BEFORE DELETE ON "entry"
BEGIN SELECT RAISE(ABORT, 'what was published is never deleted'); END;

CREATE TABLE "impact_run" (
  "id" INTEGER NOT NULL PRIMARY KEY,
  "incident_id" INTEGER NOT NULL,
  "component_id" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  FOREIGN KEY ("incident_id") REFERENCES "incident" ("id"),
  FOREIGN KEY ("component_id") REFERENCES "component" ("id")
);
CREATE INDEX "impact_run_incident_id" ON "impact_run" ("incident_id");
CREATE INDEX "impact_run_component_id_end" ON "impact_run" ("component_id", "end");

CREATE TABLE "kept_form" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "path" TEXT NOT NULL,
  "fields" TEXT NOT NULL,
  "at" INTEGER NOT NULL
);
CREATE INDEX "kept_form_at" ON "kept_form" ("at");

CREATE TABLE "publication" (
  "id" INTEGER NOT NULL PRIMARY KEY,
  "kind" TEXT NOT NULL,
  "key" TEXT NOT NULL,
  "published_at" INTEGER NOT NULL,
  "updated_at" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "publication_kind_key" ON "publication" ("kind", "key");
CREATE INDEX "publication_published_at_id" ON "publication" ("published_at", "id");
CREATE INDEX "publication_kind_published_at_id" ON "publication" ("kind", "published_at", "id");

CREATE TABLE "publication_component" (
  "publication_id" INTEGER NOT NULL,
  "component_id" TEXT NOT NULL,
  PRIMARY KEY ("component_id", "publication_id"),
  FOREIGN KEY ("publication_id") REFERENCES "publication" ("id"),
  FOREIGN KEY ("component_id") REFERENCES "component" ("id")
);
CREATE INDEX "publication_component_publication_id" ON "publication_component" ("publication_id");

CREATE TABLE "staff" (
  "name" TEXT NOT NULL PRIMARY KEY,
  "password_hash" TEXT NOT NULL,
  "role" TEXT NOT NULL,
  "created_at" INTEGER NOT NULL,
  "disabled_at" INTEGER
);

CREATE TABLE "session" (
  "token_hash" TEXT NOT NULL PRIMARY KEY,
  "staff_id" TEXT NOT NULL,
  "created_at" INTEGER NOT NULL,
  "expires_at" INTEGER NOT NULL,
  "agent" TEXT NOT NULL,
  "seen_at" INTEGER NOT NULL,
  FOREIGN KEY ("staff_id") REFERENCES "staff" ("name")
);
CREATE INDEX "session_staff_id" ON "session" ("staff_id");

CREATE TABLE "setting" (
  "name" TEXT NOT NULL PRIMARY KEY,
  "value" TEXT NOT NULL
);

CREATE TABLE "sla_version" (
  "sla" TEXT NOT NULL,
  "version" INTEGER NOT NULL,
  "at" INTEGER NOT NULL,
  "definition" TEXT NOT NULL,
  "is_withdrawn" INTEGER NOT NULL,
  PRIMARY KEY ("sla", "version")
);
CREATE TRIGGER "sla_version_stays" BEFORE DELETE ON "sla_version"
BEGIN SELECT RAISE(ABORT, 'what was published is never deleted'); END;
CREATE TRIGGER "sla_version_stands" BEFORE UPDATE ON "sla_version"
BEGIN SELECT RAISE(ABORT, 'what was published is never changed'); END;

CREATE TABLE "submission" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "answer" TEXT NOT NULL,
  "at" INTEGER NOT NULL
);
CREATE INDEX "submission_at" ON "submission" ("at");

CREATE TABLE "sync_problem" (
  "id" INTEGER NOT NULL PRIMARY KEY,
  "file" TEXT NOT NULL,
  "line" INTEGER NOT NULL,
  "text" TEXT NOT NULL,
  "found_at" INTEGER NOT NULL
);

CREATE TABLE "topic" (
  "name" TEXT NOT NULL PRIMARY KEY,
  "version" INTEGER NOT NULL
);

CREATE TABLE "series" (
  "id" INTEGER NOT NULL PRIMARY KEY,
  "probe" TEXT NOT NULL,
  "location" TEXT NOT NULL,
  "component" TEXT NOT NULL,
  "fold" TEXT NOT NULL
);
CREATE INDEX "series_component" ON "series" ("component");
CREATE UNIQUE INDEX "series_probe_location" ON "series" ("probe", "location");

CREATE TABLE "probe_sample" (
  "series_id" INTEGER NOT NULL,
  "at" INTEGER NOT NULL,
  "state" INTEGER NOT NULL,
  "latency_ms" INTEGER,
  PRIMARY KEY ("series_id", "at"),
  FOREIGN KEY ("series_id") REFERENCES "series" ("id")
) WITHOUT ROWID;

CREATE TABLE "probe_run" (
  "series_id" INTEGER NOT NULL,
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  "state" INTEGER NOT NULL,
  "is_confirmed" INTEGER NOT NULL,
  PRIMARY KEY ("series_id", "start"),
  FOREIGN KEY ("series_id") REFERENCES "series" ("id")
) WITHOUT ROWID;

CREATE TABLE "token" (
  "token_hash" TEXT NOT NULL PRIMARY KEY,
  "name" TEXT NOT NULL,
  "scopes" TEXT NOT NULL,
  "created_at" INTEGER NOT NULL,
  "revoked_at" INTEGER
);
CREATE INDEX "token_name" ON "token" ("name");

CREATE TABLE "calendar_set" (
  "number" INTEGER NOT NULL PRIMARY KEY,
  "at" INTEGER NOT NULL,
  "calendars" TEXT NOT NULL
);

CREATE TABLE "support_case" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "opened_at" INTEGER NOT NULL,
  "first_response_at" INTEGER,
  "resolved_at" INTEGER,
  "waiting" TEXT NOT NULL,
  "paused_until" INTEGER,
  "priority" TEXT NOT NULL,
  "agent_replies" INTEGER NOT NULL,
  "reopened" INTEGER NOT NULL,
  "topic" TEXT NOT NULL,
  "follow_up_of" TEXT,
  "calendars_id" INTEGER NOT NULL,
  FOREIGN KEY ("calendars_id") REFERENCES "calendar_set" ("number")
) WITHOUT ROWID;
CREATE INDEX "support_case_opened_at" ON "support_case" ("opened_at");
CREATE INDEX "support_case_resolved_at" ON "support_case" ("resolved_at");
CREATE INDEX "support_case_paused_until"
  ON "support_case" ("paused_until")
 
  WHERE "paused_until" IS NOT NULL;
CREATE INDEX "support_case_follow_up_of"
  ON "support_case" ("follow_up_of")
 
  WHERE "follow_up_of" IS NOT NULL;

CREATE TABLE "rating" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "at" INTEGER NOT NULL,
  "kind" TEXT NOT NULL,
  "score" INTEGER NOT NULL,
  "incident" TEXT
) WITHOUT ROWID;
CREATE INDEX "rating_kind_at_score" ON "rating" ("kind", "at", "score");

CREATE TABLE "ratio" (
  "sla" TEXT NOT NULL,
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  "good" INTEGER NOT NULL,
  "total" INTEGER NOT NULL,
  PRIMARY KEY ("sla", "start")
) WITHOUT ROWID;

CREATE TABLE "probe_hour" (
  "series_id" INTEGER NOT NULL,
  "start" INTEGER NOT NULL,
  "up" INTEGER NOT NULL,
  "degraded" INTEGER NOT NULL,
  "down" INTEGER NOT NULL,
  "unknown" INTEGER NOT NULL,
  "answers" INTEGER NOT NULL,
  "sketch" BLOB NOT NULL,
  "within" TEXT NOT NULL,
  PRIMARY KEY ("series_id", "start"),
  FOREIGN KEY ("series_id") REFERENCES "series" ("id")
) WITHOUT ROWID;

CREATE TABLE "alarm" (
  "key" TEXT NOT NULL PRIMARY KEY,
  "component" TEXT NOT NULL,
  "probe" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "standing" TEXT NOT NULL,
  "failing_since" INTEGER NOT NULL,
  "recovered_at" INTEGER,
  "spoke_at" INTEGER NOT NULL,
  "title" TEXT NOT NULL,
  "body" TEXT NOT NULL,
  "next_update" INTEGER,
  "incident_id" INTEGER,
  FOREIGN KEY ("incident_id") REFERENCES "incident" ("id")
);
CREATE INDEX "alarm_standing" ON "alarm" ("standing");
CREATE INDEX "alarm_component_spoke_at" ON "alarm" ("component", "spoke_at");

CREATE TABLE "frozen_figure" (
  "sla" TEXT NOT NULL,
  "period" TEXT NOT NULL,
  "revision" INTEGER NOT NULL,
  "at" INTEGER NOT NULL,
  "reason" TEXT NOT NULL,
  "figure" TEXT NOT NULL,
  PRIMARY KEY ("sla", "period", "revision")
) WITHOUT ROWID;
CREATE TRIGGER "frozen_figure_stays" BEFORE DELETE ON "frozen_figure"
BEGIN SELECT RAISE(ABORT, 'what was published is never deleted'); END;
CREATE TRIGGER "frozen_figure_stands" BEFORE UPDATE ON "frozen_figure"
BEGIN SELECT RAISE(ABORT, 'what was published is never changed'); END;

CREATE TABLE "probe_version" (
  "probe" TEXT NOT NULL,
  "at" INTEGER NOT NULL,
  "definition" TEXT NOT NULL,
  PRIMARY KEY ("probe", "at")
) WITHOUT ROWID;

CREATE TABLE "record_entry" (
  "number" INTEGER NOT NULL PRIMARY KEY,
  "subject" TEXT NOT NULL,
  "revision" INTEGER NOT NULL,
  "at" INTEGER NOT NULL,
  "leaf" BLOB NOT NULL,
  "erases" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "record_entry_subject_revision" ON "record_entry" ("subject", "revision");
CREATE TRIGGER "record_entry_stays" BEFORE DELETE ON "record_entry"
BEGIN SELECT RAISE(ABORT, 'the record is only appended to'); END;
CREATE TRIGGER "record_entry_stands" BEFORE UPDATE ON "record_entry"
BEGIN SELECT RAISE(ABORT, 'the record is only appended to'); END;

CREATE TABLE "record_word" (
  "entry" INTEGER NOT NULL,
  "name" TEXT NOT NULL,
  "salt" BLOB,
  "text" TEXT,
  PRIMARY KEY ("entry", "name")
) WITHOUT ROWID;
CREATE TRIGGER "record_word_stays" BEFORE DELETE ON "record_word"
BEGIN SELECT RAISE(ABORT, 'the record is only appended to'); END;
CREATE TRIGGER "record_word_stands" BEFORE UPDATE ON "record_word" WHEN NEW."text" IS NOT NULL OR NEW."salt" IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a recorded text can only be blanked'); END;

CREATE TABLE "record_hash" (
  "level" INTEGER NOT NULL,
  "number" INTEGER NOT NULL,
  "hash" BLOB NOT NULL,
  PRIMARY KEY ("level", "number")
) WITHOUT ROWID;
CREATE TRIGGER "record_hash_stays" BEFORE DELETE ON "record_hash"
BEGIN SELECT RAISE(ABORT, 'the record is only appended to'); END;
CREATE TRIGGER "record_hash_stands" BEFORE UPDATE ON "record_hash"
BEGIN SELECT RAISE(ABORT, 'the record is only appended to'); END;

CREATE TABLE "totp" (
  "staff_id" TEXT NOT NULL PRIMARY KEY,
  "secret" TEXT NOT NULL,
  "last_step" INTEGER NOT NULL,
  "confirmed_at" INTEGER,
  FOREIGN KEY ("staff_id") REFERENCES "staff" ("name")
);

CREATE TABLE "recovery_code" (
  "code_hash" TEXT NOT NULL PRIMARY KEY,
  "staff_id" TEXT NOT NULL,
  FOREIGN KEY ("staff_id") REFERENCES "staff" ("name")
);
CREATE INDEX "recovery_code_staff_id" ON "recovery_code" ("staff_id");

CREATE TABLE "passkey" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "staff_id" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "public_key" BLOB NOT NULL,
  "sign_count" INTEGER NOT NULL,
  "created_at" INTEGER NOT NULL,
  "used_at" INTEGER,
  FOREIGN KEY ("staff_id") REFERENCES "staff" ("name")
);
CREATE INDEX "passkey_staff_id" ON "passkey" ("staff_id");

CREATE TABLE "audit" (
  "id" INTEGER NOT NULL PRIMARY KEY,
  "at" INTEGER NOT NULL,
  "who" TEXT NOT NULL,
  "via" TEXT NOT NULL,
  "verb" TEXT NOT NULL,
  "subject" TEXT NOT NULL,
  "before" TEXT,
  "after" TEXT
);
CREATE INDEX "audit_subject" ON "audit" ("subject");
CREATE TRIGGER "audit_is_not_changed" BEFORE UPDATE ON "audit"
BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;
CREATE TRIGGER "audit_is_not_deleted" BEFORE DELETE ON "audit"
BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;

CREATE TABLE "maintenance_series" (
  "key" TEXT NOT NULL PRIMARY KEY,
  "title" TEXT NOT NULL,
  "body" TEXT NOT NULL,
  "owner" TEXT NOT NULL,
  "components" TEXT NOT NULL,
  "steps" TEXT NOT NULL,
  "rule" TEXT NOT NULL,
  "zone" TEXT NOT NULL,
  "seconds" INTEGER NOT NULL,
  "last" TEXT NOT NULL,
  "ended_at" INTEGER
);
CREATE INDEX "maintenance_series_ended_at" ON "maintenance_series" ("ended_at");

CREATE TABLE "maintenance_plan" (
  "incident_id" INTEGER NOT NULL PRIMARY KEY,
  "notice_asked" INTEGER NOT NULL,
  "steps" TEXT NOT NULL,
  "reminded_at" INTEGER,
  "series_id" TEXT,
  FOREIGN KEY ("incident_id") REFERENCES "incident" ("id"),
  FOREIGN KEY ("series_id") REFERENCES "maintenance_series" ("key")
);
CREATE INDEX "maintenance_plan_series_id" ON "maintenance_plan" ("series_id");
CREATE TRIGGER "maintenance_plan_stays" BEFORE DELETE ON "maintenance_plan"
BEGIN SELECT RAISE(ABORT, 'what was published is never deleted'); END;

CREATE TABLE "maintenance_extension" (
  "id" INTEGER NOT NULL PRIMARY KEY,
  "incident_id" INTEGER NOT NULL,
  "at" INTEGER NOT NULL,
  "former" INTEGER NOT NULL,
  "until" INTEGER NOT NULL,
  FOREIGN KEY ("incident_id") REFERENCES "incident" ("id")
);
CREATE INDEX "maintenance_extension_incident_id" ON "maintenance_extension" ("incident_id");
CREATE TRIGGER "maintenance_extension_stays" BEFORE DELETE ON "maintenance_extension"
BEGIN SELECT RAISE(ABORT, 'what was published is never deleted'); END;

CREATE TABLE "draft" (
  "key" TEXT NOT NULL PRIMARY KEY,
  "path" TEXT NOT NULL,
  "label" TEXT NOT NULL,
  "fields" TEXT NOT NULL,
  "writers" TEXT NOT NULL,
  "version" INTEGER NOT NULL,
  "saved_at" INTEGER NOT NULL,
  "waits_since" INTEGER
);

CREATE TABLE "private_note" (
  "id" INTEGER NOT NULL PRIMARY KEY,
  "incident_id" INTEGER NOT NULL,
  "author" TEXT NOT NULL,
  "at" INTEGER NOT NULL,
  "text" TEXT NOT NULL,
  FOREIGN KEY ("incident_id") REFERENCES "incident" ("id")
);
CREATE INDEX "private_note_incident_id" ON "private_note" ("incident_id");

CREATE TABLE "postmortem" (
  "incident_id" INTEGER NOT NULL PRIMARY KEY,
  "cause" TEXT NOT NULL,
  "at" INTEGER NOT NULL,
  FOREIGN KEY ("incident_id") REFERENCES "incident" ("id")
);
CREATE TRIGGER "postmortem_stays" BEFORE DELETE ON "postmortem"
BEGIN SELECT RAISE(ABORT, 'what was published is never deleted'); END;

CREATE TABLE "pledge" (
  "key" TEXT NOT NULL PRIMARY KEY,
  "incident_id" INTEGER NOT NULL,
  "kind" TEXT NOT NULL,
  "text" TEXT NOT NULL,
  "owner" TEXT NOT NULL,
  "made_at" INTEGER NOT NULL,
  "first_due" INTEGER NOT NULL,
  "dues" TEXT NOT NULL,
  "changed_at" INTEGER NOT NULL,
  "evidence_at" INTEGER,
  "evidence" TEXT NOT NULL,
  "withdrawn_at" INTEGER,
  "erased" TEXT,
  FOREIGN KEY ("incident_id") REFERENCES "incident" ("id")
);
CREATE INDEX "pledge_incident_id" ON "pledge" ("incident_id");
CREATE INDEX "pledge_first_due" ON "pledge" ("first_due");
CREATE INDEX "pledge_owed"
  ON "pledge" ("first_due")
  WHERE "evidence_at" IS NULL AND "withdrawn_at" IS NULL;
CREATE TRIGGER "pledge_stays" BEFORE DELETE ON "pledge"
BEGIN SELECT RAISE(ABORT, 'what was published is never deleted'); END;

CREATE TABLE "event" (
  "entry" INTEGER NOT NULL PRIMARY KEY,
  "subject" TEXT NOT NULL,
  "is_quiet" INTEGER NOT NULL,
  "at" INTEGER NOT NULL
);

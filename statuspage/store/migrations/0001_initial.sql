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
  "origin_id" TEXT NOT NULL
);
CREATE UNIQUE INDEX "incident_key" ON "incident" ("key");
CREATE INDEX "incident_is_open" ON "incident" ("is_open");
CREATE INDEX "incident_kind_started_at" ON "incident" ("kind", "started_at");
CREATE INDEX "incident_started_at" ON "incident" ("started_at");
CREATE INDEX "incident_origin" ON "incident" ("origin");
CREATE INDEX "incident_origin_id" ON "incident" ("origin_id");
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
  FOREIGN KEY ("incident_id") REFERENCES "incident" ("id")
);
CREATE UNIQUE INDEX "incident_update_key" ON "incident_update" ("key");
CREATE INDEX "incident_update_incident_id" ON "incident_update" ("incident_id");
CREATE INDEX "incident_update_at" ON "incident_update" ("at");
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
  "revision" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "entry_kind_slug" ON "entry" ("kind", "slug");
CREATE INDEX "entry_kind_at" ON "entry" ("kind", "at");
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
CREATE TABLE "revision" (
  "subject" TEXT NOT NULL,
  "number" INTEGER NOT NULL,
  "at" INTEGER NOT NULL,
  "reason" TEXT NOT NULL,
  "document" TEXT NOT NULL,
  PRIMARY KEY ("subject", "number")
);
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

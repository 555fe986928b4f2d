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
CREATE INDEX "support_case_paused_until" ON "support_case" ("paused_until")
  WHERE "paused_until" IS NOT NULL;
CREATE INDEX "support_case_follow_up_of" ON "support_case" ("follow_up_of")
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

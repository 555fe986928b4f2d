-- What is promised because an error budget is spent belongs to a promise, not to an incident.
CREATE TABLE "pledge_step" (
  "key" TEXT NOT NULL PRIMARY KEY,
  "incident_id" INTEGER,
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
  "sla" TEXT NOT NULL DEFAULT '',
  "period" TEXT NOT NULL DEFAULT '',
  "spent" TEXT NOT NULL DEFAULT '',
  FOREIGN KEY ("incident_id") REFERENCES "incident" ("id")
);
INSERT INTO "pledge_step" ("key", "incident_id", "kind", "text", "owner", "made_at", "first_due",
  "dues", "changed_at", "evidence_at", "evidence", "withdrawn_at", "erased")
SELECT "key", "incident_id", "kind", "text", "owner", "made_at", "first_due",
  "dues", "changed_at", "evidence_at", "evidence", "withdrawn_at", "erased"
FROM "pledge";
DROP TABLE "pledge";
ALTER TABLE "pledge_step" RENAME TO "pledge";
CREATE INDEX "pledge_incident_id" ON "pledge" ("incident_id");
CREATE INDEX "pledge_first_due" ON "pledge" ("first_due");
CREATE INDEX "pledge_owed"
  ON "pledge" ("first_due")
  WHERE "evidence_at" IS NULL AND "withdrawn_at" IS NULL;
CREATE UNIQUE INDEX "pledge_once"
  ON "pledge" ("sla", "period", "spent")
  WHERE "sla" <> '';
CREATE TRIGGER "pledge_stays" BEFORE DELETE ON "pledge"
BEGIN SELECT RAISE(ABORT, 'what was published is never deleted'); END;

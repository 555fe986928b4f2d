CREATE TABLE "postmortem" (
  "incident_id" INTEGER NOT NULL PRIMARY KEY,
  "cause" TEXT NOT NULL,
  "at" INTEGER NOT NULL,
  FOREIGN KEY ("incident_id") REFERENCES "incident" ("id")
);
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
  FOREIGN KEY ("incident_id") REFERENCES "incident" ("id")
);
CREATE INDEX "pledge_incident_id" ON "pledge" ("incident_id");
CREATE INDEX "pledge_first_due" ON "pledge" ("first_due");
CREATE INDEX "pledge_owed" ON "pledge" ("first_due") WHERE "evidence_at" IS NULL AND "withdrawn_at" IS NULL;
CREATE TRIGGER "postmortem_stays" BEFORE DELETE ON "postmortem" BEGIN SELECT RAISE(ABORT, 'what was published is never deleted'); END;
CREATE TRIGGER "pledge_stays" BEFORE DELETE ON "pledge" BEGIN SELECT RAISE(ABORT, 'what was published is never deleted'); END;

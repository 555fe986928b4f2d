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
CREATE TABLE "maintenance_extension" (
  "id" INTEGER NOT NULL PRIMARY KEY,
  "incident_id" INTEGER NOT NULL,
  "at" INTEGER NOT NULL,
  "former" INTEGER NOT NULL,
  "until" INTEGER NOT NULL,
  FOREIGN KEY ("incident_id") REFERENCES "incident" ("id")
);
CREATE INDEX "maintenance_extension_incident_id" ON "maintenance_extension" ("incident_id");
CREATE TRIGGER "maintenance_plan_stays" BEFORE DELETE ON "maintenance_plan" BEGIN SELECT RAISE(ABORT, 'what was published is never deleted'); END;
CREATE TRIGGER "maintenance_extension_stays" BEFORE DELETE ON "maintenance_extension" BEGIN SELECT RAISE(ABORT, 'what was published is never deleted'); END;

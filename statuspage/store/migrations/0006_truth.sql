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
CREATE INDEX "incident_update_next_due" ON "incident_update" ("next_due") WHERE "next_due" IS NOT NULL;

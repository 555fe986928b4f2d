-- What is promised because an error budget is spent belongs to a promise, not to an incident.
ALTER TABLE "pledge" ALTER COLUMN "incident_id" DROP NOT NULL;
ALTER TABLE "pledge" ADD COLUMN "sla" TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE "pledge" ADD COLUMN "period" TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE "pledge" ADD COLUMN "spent" TEXT COLLATE "C" NOT NULL DEFAULT '';
CREATE UNIQUE INDEX "pledge_once"
  ON "pledge" ("sla", "period", "spent")
  WHERE "sla" <> '';

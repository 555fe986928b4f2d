-- A failure that is taken up may hold several components; a probe raises it, or a rule for alerts.
DROP INDEX "alarm_component_spoke_at";
ALTER TABLE "alarm" RENAME COLUMN "component" TO "subject";
ALTER TABLE "alarm" RENAME COLUMN "probe" TO "source";
ALTER TABLE "alarm" ADD COLUMN "states" TEXT NOT NULL DEFAULT '{}';
ALTER TABLE "alarm" ADD COLUMN "impact" TEXT;
UPDATE "alarm" SET "states" = '{"' || "subject" || '":"' || "state" || '"}';
ALTER TABLE "alarm" DROP COLUMN "state";
CREATE INDEX "alarm_subject_spoke_at" ON "alarm" ("subject", "spoke_at");

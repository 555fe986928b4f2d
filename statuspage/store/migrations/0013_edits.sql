ALTER TABLE "incident_update" ADD COLUMN "first_at" INTEGER;
DROP INDEX "incident_update_at";
CREATE INDEX "incident_update_published" ON "incident_update" (COALESCE("first_at", "at"), "id");
CREATE INDEX "incident_update_edited" ON "incident_update" ("incident_id") WHERE "updated_at" > "entered_at";
CREATE INDEX "incident_edited_at" ON "incident" ("edited_at") WHERE "edited_at" IS NOT NULL;

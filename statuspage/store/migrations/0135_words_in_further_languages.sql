-- What is written of incidents and planned work in further languages than the site's own.
ALTER TABLE "incident" ADD COLUMN "wordings" TEXT NOT NULL DEFAULT '';
ALTER TABLE "incident_update" ADD COLUMN "wordings" TEXT NOT NULL DEFAULT '';

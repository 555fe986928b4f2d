-- A postmortem as it was written, by sections; those of older versions stand as one text.
ALTER TABLE "incident_update" ADD COLUMN "sections" TEXT;

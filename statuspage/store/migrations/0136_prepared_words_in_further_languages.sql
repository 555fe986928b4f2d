-- What is written ahead in further languages: of planned work that repeats, and in drafts of checks.
ALTER TABLE "maintenance_series" ADD COLUMN "wordings" TEXT NOT NULL DEFAULT '';
ALTER TABLE "alarm" ADD COLUMN "wordings" TEXT NOT NULL DEFAULT '';

-- What is written of changes, answers, pages and agreements in further languages than the site's own.
ALTER TABLE "entry" ADD COLUMN "wordings" TEXT NOT NULL DEFAULT '';

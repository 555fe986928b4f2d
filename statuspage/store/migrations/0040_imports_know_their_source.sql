-- An id holds beside its source alone, and a word that was imported is told by itself, not by an
-- address. What version 0.1.0 imported had the host of its address as its source.
ALTER TABLE "incident" ADD COLUMN "origin_source" TEXT NOT NULL DEFAULT '';
UPDATE "incident" SET "origin_source" =
  lower(substr("origin", instr("origin", '//') + 2,
    instr(substr("origin", instr("origin", '//') + 2) || '/', '/') - 1))
  WHERE "origin" LIKE 'http://%' OR "origin" LIKE 'https://%';
ALTER TABLE "incident_update" ADD COLUMN "is_imported" INTEGER NOT NULL DEFAULT 0;
UPDATE "incident_update" SET "is_imported" = 1
  WHERE "author" = 'import'
  AND "incident_id" IN (SELECT "id" FROM "incident" WHERE "origin" <> '');

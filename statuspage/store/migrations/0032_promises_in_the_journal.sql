-- Versions of promises and figures of closed periods stand in the journal that feeds count by.
-- What stands there under one second is in the order of the record, so all is numbered as that is.
PRAGMA defer_foreign_keys = ON;
CREATE TABLE "journal_step" ("former" INTEGER NOT NULL PRIMARY KEY, "number" INTEGER NOT NULL);
INSERT INTO "journal_step" ("former", "number")
SELECT p."id", coalesce(e."number", 4000000000 + p."id")
FROM "publication" p
LEFT JOIN "record_entry" e ON e."revision" = 1 AND e."subject" =
  CASE WHEN p."kind" = 'maintenance' THEN 'incident' ELSE p."kind" END || '/' || p."key";
UPDATE "publication" SET "id" = -1 - "id";
UPDATE "publication" SET "id" =
  (SELECT "number" FROM "journal_step" WHERE "former" = -1 - "publication"."id");
UPDATE "publication_component" SET "publication_id" = -1 - "publication_id";
UPDATE "publication_component" SET "publication_id" =
  (SELECT "number" FROM "journal_step" WHERE "former" = -1 - "publication_id");
DROP TABLE "journal_step";
INSERT INTO "publication" ("id", "kind", "key", "published_at", "updated_at")
SELECT e."number", CASE WHEN v."version" = 1 THEN 'promise_made' ELSE 'sla' END,
  v."sla" || '/' || v."version", v."at", v."at"
FROM "sla_version" v
JOIN "record_entry" e ON e."subject" = 'sla/' || v."sla" AND e."revision" = v."version";
INSERT INTO "publication" ("id", "kind", "key", "published_at", "updated_at")
SELECT e."number", 'figure', f."sla" || '/' || f."period" || '/' || f."revision",
  CASE WHEN f."revision" = 1 AND f."at" - f."end" > 1209600 THEN f."end" ELSE f."at" END, f."at"
FROM "frozen_figure" f
JOIN "record_entry" e
  ON e."subject" = 'figure/' || f."sla" || '/' || f."period" AND e."revision" = f."revision";

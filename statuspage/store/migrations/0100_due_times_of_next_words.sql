-- Each time that was ever named for a next word, from what the record says of its update.
ALTER TABLE "incident_update" ADD COLUMN "dues" TEXT NOT NULL DEFAULT '[]';
ALTER TABLE "incident_update" ADD COLUMN "first_due" INTEGER;
UPDATE "incident_update" SET "dues" = (
  SELECT json_group_array(json_array("due", "at")) FROM (
    SELECT "due", "at" FROM (
      SELECT "due", "at", "revision", LAG("due") OVER (ORDER BY "revision") AS "former" FROM (
        SELECT "at", "revision", CAST(strftime('%s',
          json_extract(CAST("leaf" AS TEXT), '$.facts.next_due')) AS INTEGER) AS "due"
        FROM "record_entry" WHERE "subject" = 'update/' || "incident_update"."key"
      ) WHERE "due" IS NOT NULL
    ) WHERE "former" IS NULL OR "former" <> "due" ORDER BY "revision"
  )
) WHERE "next_due" IS NOT NULL OR "updated_at" > "entered_at";
UPDATE "incident_update" SET "first_due" = json_extract("dues", '$[0][0]');
CREATE INDEX "incident_update_first_due"
  ON "incident_update" ("first_due")
  WHERE "first_due" IS NOT NULL;

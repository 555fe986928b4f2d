-- Every check is kept: those that raw rows hold no longer, packed by the UTC day. Figures are made of
-- them anew whatever comes late. Version 0.1.0 kept no more of old checks than the runs made of them:
-- what it knew of the time before the first raw row stays as it is, beside what comes in later.

CREATE TABLE "probe_day" (
  "series_id" INTEGER NOT NULL,
  "start" INTEGER NOT NULL,
  "checks" BLOB NOT NULL,
  PRIMARY KEY ("series_id", "start"),
  FOREIGN KEY ("series_id") REFERENCES "series" ("id")
) WITHOUT ROWID;

CREATE TABLE "probe_former" (
  "series_id" INTEGER NOT NULL,
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  "state" INTEGER NOT NULL,
  "is_confirmed" INTEGER NOT NULL,
  PRIMARY KEY ("series_id", "start"),
  FOREIGN KEY ("series_id") REFERENCES "series" ("id")
) WITHOUT ROWID;

INSERT INTO "probe_former"
SELECT "series_id", "start", min("end", coalesce("first", "end")), "state", "is_confirmed"
FROM (
  SELECT *, (SELECT min("at") FROM "probe_sample" AS s WHERE s."series_id" = r."series_id") AS "first"
  FROM "probe_run" AS r
)
WHERE "first" IS NULL OR "start" < "first";

CREATE TABLE "probe_hour" (
  "series_id" INTEGER NOT NULL,
  "start" INTEGER NOT NULL,
  "up" INTEGER NOT NULL,
  "degraded" INTEGER NOT NULL,
  "down" INTEGER NOT NULL,
  "unknown" INTEGER NOT NULL,
  "answers" INTEGER NOT NULL,
  "sketch" BLOB NOT NULL,
  "within" TEXT NOT NULL,
  PRIMARY KEY ("series_id", "start"),
  FOREIGN KEY ("series_id") REFERENCES "series" ("id")
) WITHOUT ROWID;

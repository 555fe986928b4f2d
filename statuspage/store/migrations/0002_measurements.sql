CREATE TABLE "series" (
  "id" INTEGER NOT NULL PRIMARY KEY,
  "probe" TEXT NOT NULL,
  "location" TEXT NOT NULL,
  "component" TEXT NOT NULL,
  "fold" TEXT NOT NULL
);
CREATE INDEX "series_component" ON "series" ("component");
CREATE UNIQUE INDEX "series_probe_location" ON "series" ("probe", "location");
CREATE TABLE "probe_sample" (
  "series_id" INTEGER NOT NULL,
  "at" INTEGER NOT NULL,
  "state" INTEGER NOT NULL,
  "latency_ms" INTEGER,
  PRIMARY KEY ("series_id", "at"),
  FOREIGN KEY ("series_id") REFERENCES "series" ("id")
) WITHOUT ROWID;
CREATE TABLE "probe_run" (
  "series_id" INTEGER NOT NULL,
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  "state" INTEGER NOT NULL,
  "is_confirmed" INTEGER NOT NULL,
  PRIMARY KEY ("series_id", "start"),
  FOREIGN KEY ("series_id") REFERENCES "series" ("id")
) WITHOUT ROWID;

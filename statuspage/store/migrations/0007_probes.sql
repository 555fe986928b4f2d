CREATE TABLE "probe_version" (
  "probe" TEXT NOT NULL,
  "at" INTEGER NOT NULL,
  "definition" TEXT NOT NULL,
  PRIMARY KEY ("probe", "at")
) WITHOUT ROWID;

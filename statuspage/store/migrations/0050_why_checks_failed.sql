-- Why checks failed, were slow or saw nothing: one row for each change, at one location of one probe.
-- A row that says "up" ends what the one before it says.

CREATE TABLE "check_reason" (
  "probe" TEXT NOT NULL,
  "location" TEXT NOT NULL,
  "at" INTEGER NOT NULL,
  "state" INTEGER NOT NULL,
  "kind" TEXT NOT NULL,
  "facts" TEXT NOT NULL,
  "detail" TEXT NOT NULL,
  PRIMARY KEY ("probe", "location", "at")
) WITHOUT ROWID;

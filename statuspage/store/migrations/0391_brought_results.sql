-- Results of checks that another system made: of which probe, and from when to when.
CREATE TABLE "brought" (
  "probe" TEXT NOT NULL,
  "system" TEXT NOT NULL,
  "component" TEXT NOT NULL,
  "since" DATETIME NOT NULL,
  "until" DATETIME NOT NULL,
  "entered_at" DATETIME NOT NULL,
  PRIMARY KEY ("probe", "system")
) WITHOUT ROWID;

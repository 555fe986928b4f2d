-- Results of checks that another system made: of which probe, and from when to when.
CREATE TABLE "brought" (
  "probe" TEXT NOT NULL,
  "system" TEXT NOT NULL,
  "component" TEXT NOT NULL,
  "since" INTEGER NOT NULL,
  "until" INTEGER NOT NULL,
  "entered_at" INTEGER NOT NULL,
  PRIMARY KEY ("probe", "system")
) WITHOUT ROWID;

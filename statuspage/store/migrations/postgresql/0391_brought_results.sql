-- Results of checks that another system made: of which probe, and from when to when.
CREATE TABLE "brought" (
  "probe" TEXT NOT NULL,
  "system" TEXT NOT NULL,
  "component" TEXT NOT NULL,
  "since" TIMESTAMP NOT NULL,
  "until" TIMESTAMP NOT NULL,
  "entered_at" TIMESTAMP NOT NULL,
  PRIMARY KEY ("probe", "system")
);

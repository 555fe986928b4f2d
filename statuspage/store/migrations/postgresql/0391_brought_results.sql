-- Results of checks that another system made: of which probe, and from when to when.
CREATE TABLE "brought" (
  "probe" TEXT COLLATE "C" NOT NULL,
  "system" TEXT COLLATE "C" NOT NULL,
  "component" TEXT COLLATE "C" NOT NULL,
  "since" BIGINT NOT NULL,
  "until" BIGINT NOT NULL,
  "entered_at" BIGINT NOT NULL,
  PRIMARY KEY ("probe", "system")
);

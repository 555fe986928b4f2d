-- Published counts of what people said or answered.
CREATE TABLE "tally" (
  "kind" TEXT COLLATE "C" NOT NULL,
  "about" TEXT COLLATE "C" NOT NULL,
  "counts" TEXT COLLATE "C" NOT NULL,
  "at" BIGINT NOT NULL,
  PRIMARY KEY ("kind", "about")
);

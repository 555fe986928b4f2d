-- Published counts of what people said or answered.
CREATE TABLE "tally" (
  "kind" TEXT NOT NULL,
  "about" TEXT NOT NULL,
  "counts" TEXT NOT NULL,
  "at" INTEGER NOT NULL,
  PRIMARY KEY ("kind", "about")
);

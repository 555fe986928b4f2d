-- Reports of months, quarters and years as they were published, with their revisions.
CREATE TABLE "report" (
  "period" TEXT NOT NULL,
  "revision" INTEGER NOT NULL,
  "at" INTEGER NOT NULL,
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  "zone" TEXT NOT NULL,
  "size" INTEGER NOT NULL,
  "method" INTEGER NOT NULL,
  "version" TEXT NOT NULL,
  "head" TEXT NOT NULL,
  "facts" TEXT NOT NULL,
  "names" TEXT NOT NULL,
  "letter" TEXT NOT NULL,
  "letter_html" TEXT NOT NULL,
  "author" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  "erased" TEXT,
  PRIMARY KEY ("period", "revision")
);

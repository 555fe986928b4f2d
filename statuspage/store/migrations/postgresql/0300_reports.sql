-- Reports of months, quarters and years as they were published, with their revisions.
CREATE TABLE "report" (
  "period" TEXT COLLATE "C" NOT NULL,
  "revision" BIGINT NOT NULL,
  "at" BIGINT NOT NULL,
  "start" BIGINT NOT NULL,
  "end" BIGINT NOT NULL,
  "zone" TEXT COLLATE "C" NOT NULL,
  "size" BIGINT NOT NULL,
  "method" BIGINT NOT NULL,
  "version" TEXT COLLATE "C" NOT NULL,
  "head" TEXT COLLATE "C" NOT NULL,
  "facts" TEXT COLLATE "C" NOT NULL,
  "names" TEXT COLLATE "C" NOT NULL,
  "letter" TEXT COLLATE "C" NOT NULL,
  "letter_html" TEXT COLLATE "C" NOT NULL,
  "author" TEXT COLLATE "C" NOT NULL,
  "reason" TEXT COLLATE "C" NOT NULL,
  "erased" TEXT COLLATE "C",
  PRIMARY KEY ("period", "revision")
);

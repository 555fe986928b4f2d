-- What the status pages of suppliers said when they were last read.
CREATE TABLE "supplier_answer" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "url" TEXT COLLATE "C" NOT NULL,
  "etag" TEXT COLLATE "C" NOT NULL,
  "tried_at" BIGINT NOT NULL,
  "read_at" BIGINT,
  "summary" TEXT COLLATE "C",
  "fault" TEXT COLLATE "C"
);

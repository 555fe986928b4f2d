-- What the status pages of suppliers said when they were last read.
CREATE TABLE "supplier_answer" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "url" TEXT NOT NULL,
  "etag" TEXT NOT NULL,
  "tried_at" BIGINT NOT NULL,
  "read_at" BIGINT,
  "summary" TEXT,
  "fault" TEXT
);

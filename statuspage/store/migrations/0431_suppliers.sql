-- What the status pages of suppliers said when they were last read.
CREATE TABLE "supplier_answer" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "url" TEXT NOT NULL,
  "etag" TEXT NOT NULL,
  "tried_at" INTEGER NOT NULL,
  "read_at" INTEGER,
  "summary" TEXT,
  "fault" TEXT
);

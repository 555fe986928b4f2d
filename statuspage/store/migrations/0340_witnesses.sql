-- Cosignatures of witnesses below the heads of the record, and how asking each of them went.
CREATE TABLE "witnessed_head" (
  "size" INTEGER NOT NULL,
  "key" TEXT NOT NULL,
  "at" INTEGER NOT NULL,
  "signature" BLOB NOT NULL,
  PRIMARY KEY ("size", "key")
) WITHOUT ROWID;
CREATE TABLE "witness_contact" (
  "key" TEXT NOT NULL PRIMARY KEY,
  "url" TEXT NOT NULL,
  "size" INTEGER NOT NULL,
  "asked_at" INTEGER,
  "due_at" INTEGER NOT NULL,
  "failures" INTEGER NOT NULL,
  "obstacle" TEXT,
  "detail" TEXT,
  "since" INTEGER
);

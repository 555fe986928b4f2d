-- Cosignatures of witnesses below the heads of the record, and how asking each of them went.
CREATE TABLE "witnessed_head" (
  "size" BIGINT NOT NULL,
  "key" TEXT COLLATE "C" NOT NULL,
  "at" BIGINT NOT NULL,
  "signature" BYTEA NOT NULL,
  PRIMARY KEY ("size", "key")
);
CREATE TABLE "witness_contact" (
  "key" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "url" TEXT COLLATE "C" NOT NULL,
  "size" BIGINT NOT NULL,
  "asked_at" BIGINT,
  "due_at" BIGINT NOT NULL,
  "failures" BIGINT NOT NULL,
  "obstacle" TEXT COLLATE "C",
  "detail" TEXT COLLATE "C",
  "since" BIGINT
);

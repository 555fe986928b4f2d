-- What a bucket lacks is refilled by its own limit, and a row says when that is so: another limit's
-- time must not prune it. What the former rows counted is over within minutes.
DROP TABLE "bucket";
CREATE TABLE "rate_bucket" (
  "kind" TEXT NOT NULL,
  "whose" TEXT NOT NULL,
  "tokens" REAL NOT NULL,
  "updated_at" REAL NOT NULL,
  "full_at" REAL NOT NULL,
  PRIMARY KEY ("kind", "whose")
);
CREATE INDEX "rate_bucket_full_at" ON "rate_bucket" ("full_at");

CREATE TABLE "sign_in_place" (
  "place" TEXT NOT NULL PRIMARY KEY,
  "at" INTEGER NOT NULL
);
CREATE INDEX "sign_in_place_at" ON "sign_in_place" ("at");

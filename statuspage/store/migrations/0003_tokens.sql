CREATE TABLE "token" (
  "token_hash" TEXT NOT NULL PRIMARY KEY,
  "name" TEXT NOT NULL,
  "scopes" TEXT NOT NULL,
  "created_at" INTEGER NOT NULL,
  "revoked_at" INTEGER
);
CREATE INDEX "token_name" ON "token" ("name");

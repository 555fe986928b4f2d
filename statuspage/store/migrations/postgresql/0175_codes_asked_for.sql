-- Who asked to be told, and how often the code that was sent has been guessed at.
CREATE TABLE "code_request" (
  "key" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "subscription" TEXT COLLATE "C" NOT NULL,
  "asked_at" BIGINT NOT NULL,
  "tries" BIGINT NOT NULL
);
CREATE INDEX "code_request_subscription" ON "code_request" ("subscription");
CREATE INDEX "code_request_asked_at" ON "code_request" ("asked_at");

-- Which mails that came back were read already, by the hash of what their senders call them.
CREATE TABLE "known_bounce" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "at" INTEGER NOT NULL
);
CREATE INDEX "known_bounce_at" ON "known_bounce" ("at");

-- A mail that came back names the message; a summary told of several deliveries.
CREATE INDEX "delivery_batch" ON "delivery" ("batch") WHERE "batch" <> '';

-- How many readers were sent each update, as its page says: kept when deliveries are forgotten.
CREATE TABLE "sent_sum" (
  "subject" TEXT NOT NULL PRIMARY KEY,
  "incident" TEXT NOT NULL,
  "sent" INTEGER NOT NULL,
  "bounced" INTEGER NOT NULL
);
CREATE INDEX "sent_sum_incident" ON "sent_sum" ("incident");

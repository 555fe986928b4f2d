-- How many readers were sent each update, as its page says: kept when deliveries are forgotten.
CREATE TABLE "sent_sum" (
  "subject" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "incident" TEXT COLLATE "C" NOT NULL,
  "sent" BIGINT NOT NULL,
  "bounced" BIGINT NOT NULL
);
CREATE INDEX "sent_sum_incident" ON "sent_sum" ("incident");

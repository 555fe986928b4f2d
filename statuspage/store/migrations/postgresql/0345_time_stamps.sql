-- Time stamps of the record's heads by an authority of others, one a day.
CREATE TABLE "time_stamp" (
  "day" DATE NOT NULL PRIMARY KEY,
  "at" BIGINT NOT NULL,
  "size" BIGINT NOT NULL,
  "checkpoint" BYTEA NOT NULL,
  "token" BYTEA NOT NULL
);

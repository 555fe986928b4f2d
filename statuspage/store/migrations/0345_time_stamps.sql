-- Time stamps of the record's heads by an authority of others, one a day.
CREATE TABLE "time_stamp" (
  "day" DATE NOT NULL PRIMARY KEY,
  "at" INTEGER NOT NULL,
  "size" INTEGER NOT NULL,
  "checkpoint" BLOB NOT NULL,
  "token" BLOB NOT NULL
);
